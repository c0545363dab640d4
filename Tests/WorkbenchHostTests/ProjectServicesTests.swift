import Foundation
import Prompts
import RunControl
import RunTestSupport
import Testing
import Workbench

/// What the screen learns of a project before any training.
@Suite struct ProjectServicesTests {
    @Test func aProjectArrivesWithItsRecordsAndSchedule() throws {
        let desk = Desk(try SmallProject())
        let snapshot = try #require(desk.load())
        #expect(snapshot.name == "small")
        #expect(snapshot.modelName == "model")
        #expect(snapshot.contextLength == 256)
        #expect(snapshot.records.count { $0.split == .train } == 24)
        #expect(snapshot.records.count { $0.split == .validation } == 6)
        #expect(snapshot.records.count { $0.split == .test } == 6)
        #expect(snapshot.records[0].source == "train.jsonl:1")
        #expect(snapshot.records[0].query == "Where is TR0X?")
        #expect(snapshot.schedule.stages.map(\.shots) == [2, 1, 0])
        #expect(snapshot.warnings.isEmpty)
        #expect(desk.wait { $0.runs }?.isEmpty == true)
    }

    @Test func aPreviewLeavesNoCompressingBehind() throws {
        let desk = Desk(try SmallProject())
        let snapshot = try #require(desk.load())
        // Of a stage that nobody has planned, so that its template is compressed for it.
        var schedule = snapshot.schedule
        schedule.stages[1].compressionRate = 0.41
        let record = snapshot.records[0].id
        let preview = desk.ask(
            .recordPreview(recordID: record, stage: 1, schedule: schedule, revision: 1)
        ) { $0.preview }
        #expect(preview != nil)
        #expect(!desk.messages.contains { if case .compressing = $0 { true } else { false } })
        // What a plan compresses is told, and its end as well.
        let ended = desk.ask(.plan(schedule, revision: 2)) { message -> Bool? in
            if case .plan(let plan) = message, plan.problems.isEmpty { true } else { nil }
        }
        #expect(ended == true)
        let last = desk.messages.last {
            switch $0 {
            case .compressing, .compressingEnded: true
            default: false
            }
        }
        #expect(last == nil || last == .compressingEnded)
    }

    @Test func aBrokenProjectSaysAllThatIsWrong() throws {
        let project = try SmallProject()
        try project.replace(in: "project.yaml", "rank: 4", with: "rank: none")
        try project.replace(in: "project.yaml", "batch_size: 8", with: "batch_sise: 8")
        let desk = Desk(project)
        let text = desk.ask(.loadProject) { message in
            if case .projectFailed(let text) = message { text } else { nil }
        }
        #expect(text?.contains("training.rank") == true)
        #expect(text?.contains("batch_sise") == true)
    }

    @Test func theModelIsNamedWithItsPrecision() throws {
        let project = try SmallProject()
        try project.replace(
            in: "project.yaml", "  rank: 4\n",
            with: "  rank: 4\n  precision: bfloat16\n  base: int8\n")
        let snapshot = try #require(Desk(project).load())
        #expect(snapshot.modelSummary == "llama, 0.0M, int8 weights, bfloat16")
    }

    @Test func aTrainingThatDoesNotFitIsRefusedBeforeItHasARow() throws {
        let project = try SmallProject()
        let desk = Desk(project, availableMemory: 20_000_000)
        let schedule = try #require(desk.load()).schedule
        let text = desk.ask(.startTraining(schedule)) { $0.failure }
        let memory = try project.plan().memory(threadCount: 1)
        let error = #expect(throws: RunControlError.self) {
            try memory.check(available: 20_000_000)
        }
        #expect(text == error.map { "The training cannot start: \($0)" })
        #expect(try project.openStore().runs().isEmpty)
    }

    @Test func badLinesAreAllNamed() throws {
        let project = try SmallProject()
        try project.write("train.jsonl", project.read("train.jsonl") + "{\n{\"query\": \"a\"}\n")
        let desk = Desk(project)
        let text = desk.ask(.loadProject) { message in
            if case .projectFailed(let text) = message { text } else { nil }
        }
        #expect(text?.contains("train.jsonl, line 25") == true)
        #expect(text?.contains("train.jsonl, line 26") == true)
    }

    @Test func requestsWithoutAProjectAreAnswered() throws {
        let desk = Desk(try SmallProject())
        let schedule = Schedule(stages: [.init(compressionRate: 0, shots: 0, epochs: 1)])
        #expect(
            desk.ask(.startTraining(schedule)) { $0.failure }
                == "The training cannot start: The project is not loaded. Correct what its message "
                + "names, and open it again.")
        let failed = desk.ask(.compare(recordID: "test-0", model: .base)) { message in
            if case .comparisonFailed(let id, _) = message { id } else { nil }
        }
        #expect(failed == "test-0")
    }

    @Test func aScheduleEditGivesNewTotals() throws {
        let desk = Desk(try SmallProject())
        var schedule = try #require(desk.load()).schedule
        let before = try #require(desk.ask(.plan(schedule, revision: 1)) { $0.plan })
        #expect(before.stages.map(\.stepCount) == [6, 6, 12])
        #expect(before.recordCount == 24)
        #expect(before.meanOutputTokens > 3)
        schedule.stages[0] = .init(compressionRate: 0.5, shots: 0, epochs: 3)
        schedule.stages.removeLast()
        let after = try #require(desk.ask(.plan(schedule, revision: 2)) { $0.plan })
        #expect(after.revision == 2)
        #expect(after.stages.map(\.stepCount) == [9, 6])
        #expect(after.stages[0].inputTokensPerRecord < before.stages[0].inputTokensPerRecord)
        #expect(after.stages[1] == before.stages[1])
        schedule.stages.append(.init(compressionRate: 0, shots: 0, epochs: 4))
        let again = try #require(desk.ask(.plan(schedule, revision: 3)) { $0.plan })
        #expect(again.stages[2] == before.stages[2])
    }

    @Test func planNumbersAreThoseOfARun() throws {
        let project = try SmallProject()
        let desk = Desk(project)
        let schedule = try #require(desk.load()).schedule
        let plan = try #require(desk.ask(.plan(schedule, revision: 1)) { $0.plan })
        let summaries = try project.plan().summaries
        #expect(plan.stages == summaries)
    }

    @Test func ofManyEditsTheNewestIsAnswered() throws {
        let desk = Desk(try SmallProject())
        var schedule = try #require(desk.load()).schedule
        for revision in 1...50 {
            schedule.stages[0].epochs = revision
            desk.services.send(.plan(schedule, revision: revision))
        }
        let newest = desk.wait { message in
            message.plan.flatMap { $0.revision == 50 ? $0 : nil }
        }
        #expect(newest?.stages[0].stepCount == 150)
        let answered = desk.messages.compactMap(\.plan?.revision)
        #expect(answered == answered.sorted())
        #expect(answered.count < 50)
    }

    @Test(arguments: [nil, 0, 1, 2])
    func aPreviewsPartsAddUpToTheWholePrompt(stage: Int?) throws {
        let project = try SmallProject()
        let desk = Desk(project)
        let schedule = try #require(desk.load()).schedule
        let prepared = try project.prepared()
        for record in [project.training[3].id, project.test[1].id] {
            let preview = try #require(
                desk.ask(
                    .recordPreview(
                        recordID: record, stage: stage, schedule: schedule, revision: 4)
                ) { $0.preview })
            #expect(preview.recordID == record)
            #expect(preview.stage == stage)
            #expect(preview.revision == 4)
            let text = preview.parts.map(\.span.text).joined()
            #expect(
                preview.promptTokenCount == prepared.model.encoder.encode(prompt: text).count)
            #expect(preview.output.hasPrefix("=FIND("))
            #expect(preview.outputTokenCount > 3)
            #expect((preview.tokenCount(of: .template) > 0) == (stage != 2))
            #expect((preview.tokenCount(of: .examples) > 0) == (stage != 2))
        }
    }

    @Test func anUnknownRecordHasNoPreview() throws {
        let desk = Desk(try SmallProject())
        let schedule = try #require(desk.load()).schedule
        let text = desk.ask(
            .recordPreview(recordID: "nobody", stage: 0, schedule: schedule, revision: 1)
        ) { message in
            if case .recordPreviewFailed(_, _, _, let text) = message { text } else { nil }
        }
        #expect(text?.contains("\"nobody\"") == true)
    }

    /// The Schedule pane shows them beside the schedule's own.
    @Test func warningsOfTheDataComeWithProjectAndPlan() throws {
        var options = SmallProject.Options()
        options.hasTest = false
        options.contextLength = 1_024
        let desk = Desk(try SmallProject(options))
        let snapshot = try #require(desk.load())
        #expect(snapshot.warnings.count == 1)
        #expect(snapshot.warnings[0].hasPrefix("There is no test split: the comparison will"))
        var schedule = snapshot.schedule
        schedule.stages.remove(at: 1)
        schedule.stages[0].shots = 40
        let plan = try #require(desk.ask(.plan(schedule, revision: 1)) { $0.plan })
        #expect(plan.warnings.count == 3)
        #expect(plan.warnings[0].contains("the prompt goes from full to nothing at once"))
        #expect(plan.warnings[1].contains("but the schedule asks for 40"))
        #expect(plan.warnings[2] == snapshot.warnings[0])
    }

    @Test func aSavedScheduleLeavesTheCommentsAlone() throws {
        let project = try SmallProject()
        let desk = Desk(project)
        var schedule = try #require(desk.load()).schedule
        schedule.stages[1] = .init(compressionRate: 0.3, shots: 2, epochs: 5)
        let saved = desk.ask(.saveSchedule(schedule, revision: 9)) { message in
            if case .scheduleSaved(let revision) = message { revision } else { nil }
        }
        #expect(saved == 9)
        let text = try project.read("project.yaml")
        #expect(text.hasPrefix("# A project for tests.\n"))
        #expect(text.contains("  # Three stages.\n"))
        #expect(text.contains("    - {tau: 0.3, shots: 2, epochs: 5}\n"))
        #expect(try project.load().file.schedule.schedule == schedule)
    }

    @Test func aScheduleThatCannotBeSavedSaysSo() throws {
        let project = try SmallProject()
        let desk = Desk(project)
        let schedule = try #require(desk.load()).schedule
        try project.write("project.yaml", "training: [")
        let text = desk.ask(.saveSchedule(schedule, revision: 1)) { $0.failure }
        #expect(text?.hasPrefix("The schedule is not saved: ") == true)
        #expect(try project.read("project.yaml") == "training: [")
    }
}
