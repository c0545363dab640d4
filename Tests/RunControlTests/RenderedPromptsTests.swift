import Prompts
import RunControl
import RunTestSupport
import Testing

/// What the prompts of a whole run show.
@Suite struct RenderedPromptsTests {
    /// A run's plan and the text of every training prompt, by stage and record.
    private func prompts(_ project: SmallProject) throws -> (RunPlan, [[String]]) {
        let plan = try project.plan()
        let stages = plan.stagePlan.stages.indices
        let texts = try stages.map { stage in
            try plan.prepared.project.training.indices.map {
                try plan.stagePlan.rendered(record: $0, stage: stage).joinedText
            }
        }
        return (plan, texts)
    }

    @Test func noPromptHoldsItsOwnAnswerOrAHeldOutOne() throws {
        let project = try SmallProject()
        let (plan, texts) = try prompts(project)
        let heldOut = project.validation + project.test
        for prompts in texts {
            for (record, text) in zip(project.training, prompts) {
                #expect(!text.contains(record.output))
                #expect(!heldOut.contains { text.contains($0.query) || text.contains($0.output) })
            }
        }
        // The rendered text is what the model is trained on.
        for (stage, prompts) in zip(plan.stages, texts) {
            for (sequence, text) in zip(stage.sequences, prompts) {
                let prompt = Array(sequence.tokens.prefix(sequence.promptCount))
                #expect(prompt == plan.prepared.model.encoder.encode(prompt: text))
            }
        }
        #expect(texts[0].allSatisfy { $0.components(separatedBy: "=FIND(").count == 3 })
        #expect(texts[2].allSatisfy { !$0.contains("=FIND(") })
    }

    @Test func twinsOfARecordAreNotItsExamples() throws {
        let project = try SmallProject()
        var records = Array(project.training.prefix(8))
        for record in records.prefix(4) {
            records.append(
                .init(id: record.id + "-twin", query: record.query, output: record.output))
            records.append(
                .init(
                    id: record.id + "-cousin", query: record.query + " Tell me.",
                    output: record.output))
        }
        try project.write("train.jsonl", SmallProject.lines(records))
        let (_, texts) = try prompts(project)
        for prompts in texts {
            for (record, text) in zip(records, prompts) {
                #expect(!text.contains(record.output))
            }
        }
    }

    @Test func heldOutRecordsSeeTrainingExamplesAlone() throws {
        let project = try SmallProject()
        let plan = try project.plan()
        let loaded = plan.prepared.project
        let full = try plan.stagePlan.renderedAll(
            loaded.heldOut, setting: PreparedProject.fullSetting(plan.stagePlan.schedule))
        for (record, spans) in zip(loaded.heldOut, full) {
            let others = loaded.heldOut.filter { $0.id != record.id }
            #expect(!spans.joinedText.contains(record.output))
            #expect(!others.contains { spans.joinedText.contains($0.query) })
            #expect(spans.filter { $0.kind == .examples }.count > 0)
        }
    }

    @Test func theQueryAloneIsTheLastStagesPromptByteForByte() throws {
        let project = try SmallProject()
        let plan = try project.plan()
        let loaded = plan.prepared.project
        for index in loaded.training.indices {
            let last = try plan.stagePlan.rendered(record: index, stage: 2)
            let alone = try plan.stagePlan.renderedQueryOnly(loaded.training[index])
            #expect(Array(last.joinedText.utf8) == Array(alone.joinedText.utf8))
        }
        for record in loaded.heldOut {
            let last = try plan.stagePlan.rendered(record, stage: 2)
            let alone = try plan.stagePlan.renderedQueryOnly(record)
            #expect(Array(last.joinedText.utf8) == Array(alone.joinedText.utf8))
            #expect(alone.joinedText == "Question: \(record.query)\nAnswer:")
        }
    }

    @Test func theQueryBlockIsTheSameInAllStages() throws {
        let project = try SmallProject()
        let (_, texts) = try prompts(project)
        for (index, record) in project.training.enumerated() {
            for prompts in texts {
                #expect(prompts[index].hasSuffix("Question: \(record.query)\nAnswer:"))
            }
        }
    }
}
