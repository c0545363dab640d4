import Foundation
import Prompts
import RunControl
import RunEvents
import RunStore
import RunTestSupport
import Testing

/// What a project's requests are measured to be like.
@Suite struct PromptLengthsTests {
    @Test func aProjectsPromptsAreMeasured() throws {
        let project = try SmallProject()
        let prepared = try project.prepared()
        let schedule = prepared.project.file.schedule.schedule
        let lengths = try PromptLengths(prepared, schedule: schedule)
        let plan = try prepared.plan(schedule)
        let records = try project.load().test
        let full = try prepared.items(records, arm: .fullPrompt, plan: plan).map(\.sequence)
        let alone = try prepared.items(records, arm: .queryOnly, plan: plan).map(\.sequence)
        #expect(lengths.recordCount == 6)
        #expect(
            lengths.fullPrompt == Double(full.reduce(0) { $0 + $1.promptCount }) / 6)
        #expect(lengths.query == Double(alone.reduce(0) { $0 + $1.promptCount }) / 6)
        #expect(lengths.fullPrompt > 2 * lengths.query)
        #expect(lengths.source == "the project's prompts, 6 held-out records")
        // The template is the same in all prompts; what follows it may be for a while.
        let template = prepared.encoder.encode(prompt: SmallProject.template).count
        #expect(lengths.sharedPrefix >= template - 1)
        for sequence in full {
            #expect(
                sequence.tokens.prefix(lengths.sharedPrefix)
                    == full[0].tokens.prefix(lengths.sharedPrefix))
        }
        #expect(Set(full.map { $0.tokens[lengths.sharedPrefix] }).count > 1)
        #expect(lengths.compressed?.compressionRate == 0.5)
        #expect(lengths.compressed?.shots == 1)
        #expect(lengths.trainingTokens > plan.totalTokens)
        #expect(lengths.trainingSeconds == nil && lengths.prefillTokensPerSecond == nil)
    }

    @Test func aRunsOwnFiguresCount() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let schedule = try project.load().file.schedule.schedule
        let run = try project.storeAnswers(
            store, scheduleJSON: RunPlan.json(schedule).text(),
            steps: [(tokens: 4_000, milliseconds: 500), (tokens: 3_000, milliseconds: 250)],
            queryOnly: { _ in "a" }, full: { _ in "b" })
        let lengths = try PromptLengths(run: run, store: store, prepared: project.prepared(store))
        #expect(lengths.fullPrompt == 300)
        #expect(lengths.query == 20)
        #expect(lengths.output == 15)
        #expect(lengths.trainingTokens == 7_000)
        #expect(lengths.trainingSeconds == 0.75)
        // 320 tokens in 60 ms, 30 in 300.
        #expect(abs((lengths.prefillTokensPerSecond ?? 0) - 320 / 0.06) < 1e-6)
        #expect(abs((lengths.decodeTokensPerSecond ?? 0) - 100) < 1e-9)
        #expect(lengths.compressed == nil)
        #expect(lengths.source == "run \(run), 6 held-out records")
    }

    @Test func aRunWithoutAnswersSaysSo() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let schedule = try project.load().file.schedule.schedule
        let run = try store.createRun(
            NewRun(
                name: "empty", projectFolder: project.url.path, projectName: "small",
                configJSON: "{}", scheduleJSON: RunPlan.json(schedule).text(), seed: 1,
                dataHashesJSON: "{}", toolVersion: "0", baseModelPath: "model", baseModelHash: "0",
                parentRunID: nil, plannedStepCount: 1))
        #expect(throws: RunControlError.noAnswersToRate(runID: run.id, against: "base")) {
            try PromptLengths(run: run.id, store: store, prepared: project.prepared(store))
        }
    }
}
