import Evaluation
import Foundation
import Judging
import Kernels
import LanguageModel
import Prompts
import RunEvents
import RunStore
import RunTestSupport
import TestSupport
import Testing

@testable import RunControl

/// Measures on a base without an adapter, where tuned and base are the same: no training is needed.
@Suite struct MeasureTests {
    private static let bootstrap = Bootstrap(resampleCount: 200)

    private func comparison(_ project: SmallProject) throws -> Comparison {
        let prepared = try project.prepared()
        return try Comparison(
            prepared, schedule: prepared.project.file.schedule.schedule, adapter: nil,
            threadCount: 1)
    }

    // MARK: Coverage

    @Test func sectionsStandAloneBeforeTheQuery() throws {
        let project = try SmallProject()
        let loaded = try project.load()
        let sections = loaded.templateSections
        #expect(sections.map(\.section.title).count == 2)
        #expect(
            sections[1].section.title == "- FIND(name) looks a name up in the t...")
        // The blank line behind the first section is the layout's own.
        #expect(sections[0].texts[0].hasSuffix("equals sign."))
        let plan = try project.plan().stagePlan
        let prompt = try plan.rendered(loaded.test[0], templateTexts: sections[1].texts)
            .joinedText
        #expect(prompt.hasPrefix("- FIND(name) looks"))
        #expect(prompt.hasSuffix("capital letters.\n\nQuestion: Where is TE0X?\nAnswer:"))
    }

    /// By the losses of prompts that are put together by hand and computed one by one.
    @Test func coverageIsWhatTheSectionTakesOffTheLoss() throws {
        let project = try SmallProject()
        let records = try project.load().test
        let report = try comparison(project).measureCoverage(
            records, split: "test", bootstrap: Self.bootstrap)
        #expect(report.isComplete && report.sections.count == 2 && report.recordCount == 6)
        let prepared = try project.prepared()
        let model = try prepared.model.makeTransformer(
            storage: prepared.storage, adapterRank: 0, compute: Compute(threadCount: 1))
        func meanLoss(_ lead: String) -> Double {
            let losses = records.map { record -> Double in
                let sequence = prepared.encoder.encode(
                    prompt: "\(lead)Question: \(record.query)\nAnswer:",
                    completion: " \(record.output)")
                let values = model.losses(SegmentForest([sequence], sharing: false))
                return values.reduce(0) { $0 + Double($1) } / Double(values.count)
            }
            return losses.reduce(0, +) / Double(losses.count)
        }
        let parts = SmallProject.template.components(separatedBy: "\n\n")
        for (section, part) in zip(report.sections, parts) {
            let expected = meanLoss("") - meanLoss(part + "\n\n")
            #expect(abs(section.coverage.base.value - expected) < 2e-3, "\(section.title)")
            #expect(section.coverage.base == section.coverage.tuned)
            // The same model needs a section as much as before: nothing is covered.
            if let coverage = section.coverage.coverage { #expect(coverage.value == 0) }
        }
        #expect(report.sections[0].tokenCount > 10)
    }

    @Test func aStopKeepsTheSectionsBeforeIt() throws {
        let project = try SmallProject()
        var told: [MeasureProgress] = []
        let report = try comparison(project).measureCoverage(
            project.load().test, split: "test", bootstrap: Self.bootstrap,
            progress: { progress in
                told.append(progress)
                return progress.done == 1 ? .stop : .more
            })
        #expect(report.sections.count == 1 && !report.isComplete && report.sectionCount == 2)
        #expect(told.last == MeasureProgress(kind: .coverage, done: 1, count: 2))
        #expect(told.last?.text == "coverage, section 1 of 2")
        let none = try comparison(project).measureCoverage(
            project.load().test, split: "test", progress: { _ in .stop })
        #expect(none.sections.isEmpty)
    }

    // MARK: Rules

    @Test func rulesAreAskedInThreeWays() throws {
        let project = try SmallProject()
        let probes = [
            RuleProbe(name: "anything", query: "Where is QQ?", predicate: .matches("^"), line: 1),
            RuleProbe(
                name: "impossible", query: "Where is RR?", predicate: .contains("\u{1}"), line: 2),
        ]
        var told: [MeasureProgress] = []
        let report = try #require(
            try comparison(project).tryRules(probes, file: "p.jsonl") {
                told.append($0)
                return .more
            })
        #expect(report.rows.map(\.fate) == [.kept, .neverHeld])
        #expect(told.map(\.done) == [1, 2, 3, 4, 5, 6] && told.allSatisfy { $0.count == 6 })
        let answers = report.rows[0].answers
        #expect(answers.baseFullPrompt == answers.tunedFullPrompt)
        // The full prompt has template and examples in view, and changes the answer.
        #expect(answers.baseFullPrompt != answers.tunedQueryOnly)
        let stopped = try comparison(project).tryRules(probes, file: "p.jsonl") { _ in .stop }
        #expect(stopped == nil)
    }

    @Test func aProbeThatDoesNotFitIsNamedByItsLine() throws {
        let project = try SmallProject()
        let long = RuleProbe(
            name: "long", query: String(repeating: "Where is it? ", count: 200),
            predicate: .contains("x"), line: 7)
        let error = #expect(throws: RunControlError.self) {
            try comparison(project).tryRules([long], file: "p.jsonl")
        }
        #expect(error?.description.contains("record \"long\" (p.jsonl, line 7): ") == true)
    }

    // MARK: Forgetting

    @Test func theSameModelForgetsNothing() throws {
        let project = try SmallProject()
        try project.write(
            "off.jsonl",
            """
            {"id": "a", "query": "look a name up", "output": " in the table"}
            {"id": "b", "template": "Write the formula.", "query": "Where", "output": " is"}
            {"query": "nothing else"}

            """)
        try project.write(
            "project.yaml", project.read("project.yaml") + "  off_task: off.jsonl\n")
        let queries = try #require(try project.load().offTaskQueries())
        let report = try #require(
            try comparison(project).measureForgetting(queries, bootstrap: Self.bootstrap))
        #expect(report.answerCount == 3 && report.unchangedCount == 3 && report.changes.isEmpty)
        let losses = try #require(report.losses)
        #expect(losses.recordCount == 2 && losses.difference.value == 0)
        // Query and output stand as they are: no format of the project around them.
        let prepared = try project.prepared()
        let model = try prepared.model.makeTransformer(
            storage: prepared.storage, adapterRank: 0, compute: Compute(threadCount: 1))
        let expected = [
            ("look a name up", " in the table"), ("Write the formula.\n\nWhere", " is"),
        ].map { prompt, completion -> Double in
            let values = model.losses(
                SegmentForest(
                    [prepared.encoder.encode(prompt: prompt, completion: completion)],
                    sharing: false))
            return values.reduce(0) { $0 + Double($1) } / Double(values.count)
        }
        #expect(abs(losses.base - (expected[0] + expected[1]) / 2) < 1e-3)
        #expect(
            try comparison(project).measureForgetting(queries) { _ in .stop } == nil)
    }

    // MARK: Chats

    /// Everything that is asked goes through the project's chat template, in its layout's roles.
    @Test func aChatTemplateDressesWhatIsMeasured() throws {
        var options = SmallProject.Options()
        options.hasChatTokens = true
        options.contextLength = 1_024
        let project = try SmallProject(options)
        try project.write(
            "model/chat_template.jinja",
            """
            {% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content }}<|im_end|>
            {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
            """)
        try project.write(
            "layout.json",
            """
            {"parts": [
                {"kind": "template", "role": "system", "text": "Rules.\\n\\nMore.", "trailing": "!"},
                {"kind": "query", "role": "user", "text": "Q: {query}"}]}
            """)
        try project.replace(
            in: "project.yaml", "  template: template.txt",
            with: "  layout: layout.json\n  chat_template: model")
        let comparison = try comparison(project)
        let query = OffTaskQuery(
            id: "a", template: "Be kind.", query: "2 + 2?", output: "4",
            source: RecordSource(file: "o.jsonl", line: 1))
        #expect(
            try comparison.prompt(of: query).joinedText
                == "<|im_start|>system\nBe kind.!<|im_end|>\n<|im_start|>user\n2 + 2?<|im_end|>\n"
                + "<|im_start|>assistant\n")
        let loaded = try project.load()
        #expect(loaded.templateSections.map(\.texts) == [["Rules."], ["More."]])
        #expect(
            try comparison.plan.rendered(loaded.test[0], templateTexts: ["More."]).joinedText
                == "<|im_start|>system\nMore.!<|im_end|>\n<|im_start|>user\nQ: Where is TE0X?"
                + "<|im_end|>\n<|im_start|>assistant\n")
        let report = try comparison.measureForgetting([query], bootstrap: Self.bootstrap)
        #expect(report?.unchangedCount == 1 && report?.losses?.difference.value == 0)
    }

    // MARK: Gap

    private func metrics(
        _ step: Int, _ arm: PromptArm, _ loss: Double, model: ModelState = .tuned,
        split: String = "validation", records: Int = 30
    ) -> EvaluationMetrics {
        EvaluationMetrics(
            step: step, stage: step / 10, arm: arm, model: model, split: split,
            recordCount: records, loss: loss, inputTokensPerRecord: 1)
    }

    @Test func theGapIsReadFromTheLooksAtTheValidationRecords() throws {
        let gap = try #require(
            InternalizationGap([
                metrics(0, .fullPrompt, 0.1, model: .base, split: "test"),
                metrics(0, .fullPrompt, 1.75, model: .base), metrics(0, .queryOnly, 3),
                metrics(0, .fullPrompt, 2), metrics(10, .stagePrompt, 0.2),
                metrics(10, .queryOnly, 2), metrics(10, .fullPrompt, 1.5),
                metrics(20, .queryOnly, 1), metrics(20, .queryOnly, 0.5, records: 60),
                metrics(20, .fullPrompt, 0.25, records: 60),
            ]))
        #expect(gap.recordCount == 30 && gap.split == "validation")
        #expect(gap.points.map(\.step) == [0, 10, 20])
        #expect(gap.points.map(\.stage) == [0, 1, 2])
        #expect(gap.points.map(\.fullPrompt) == [2, 1.5, nil])
        #expect(gap.reference == .init(model: "tuned", step: 10, loss: 1.5))
        #expect(gap.gaps == [1.5, 0.5, -0.5])
    }

    @Test func withoutAFullPromptThereIsNoGap() {
        #expect(InternalizationGap([]) == nil)
        #expect(InternalizationGap([metrics(0, .queryOnly, 1)]) == nil)
        #expect(InternalizationGap([metrics(0, .fullPrompt, 1)]) == nil)
    }

    // MARK: What there is no data for

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func whatCannotBeMeasuredIsSaid() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let prepared = try project.prepared(store)
        #expect(
            failure { _ = try RunMeasuring(prepared, store: store, runID: nil) }
                == "There is nothing to measure yet. \(project.url.path). Train a run first "
                + "(promptintern train), and set evaluation.probes and evaluation.off_task.")
        let run = try store.createRun(
            NewRun(
                name: "r", projectFolder: project.load().folder.path, projectName: "small",
                configJSON: "{}", scheduleJSON: "[]", seed: 1, dataHashesJSON: "{}",
                toolVersion: "1", baseModelPath: "m", baseModelHash: "h"))
        let measuring = try RunMeasuring(prepared, store: store, runID: nil)
        #expect(measuring.runID == run.id)
        #expect(try measuring.availableKinds() == [])
        #expect(
            failure { try measuring.measure() }.hasPrefix("There is nothing to measure yet. "))
        #expect(
            failure { try measuring.measure([.gap]) }
                == "Run 1 has no losses of the query alone and of the full prompt on validation "
                + "records. Set data.validation and train again, or leave out --gap.")
        #expect(
            failure { try measuring.measure([.rules]) }
                == "Run 1 has not saved an adapter yet. Train it to its first checkpoint.")
        #expect(
            failure { _ = try RunMeasuring(prepared, store: store, runID: 7) }.hasPrefix(
                "There is no run 7."))
    }

    @Test func filesOfMeasuresAreReadAndRefused() throws {
        let project = try SmallProject()
        #expect(try project.load().ruleProbes() == nil)
        #expect(try project.load().offTaskQueries() == nil)
        try project.write("p.jsonl", "{}\n")
        try project.write(
            "project.yaml", project.read("project.yaml") + "  probes: p.jsonl\n")
        #expect(
            failure { _ = try project.load().ruleProbes() }.hasPrefix(
                "Line 1: It has no text \"name\".\np.jsonl\n"))
        let url = project.url.appending(path: "p.jsonl")
        try Data([0xFF, 0x0A]).write(to: url)
        #expect(
            failure { _ = try project.load().ruleProbes() }.hasPrefix(
                "The file cannot be read: it is not UTF-8 text.\np.jsonl\n"))
    }
}
