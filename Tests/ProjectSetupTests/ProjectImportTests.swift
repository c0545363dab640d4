import Foundation
import JSONText
import Project
import Prompts
import RunControl
import TestSupport
import Testing

@testable import ProjectSetup

@Suite struct ProjectImportTests {
    private let folder: TemporaryFolder
    private let log: URL
    private let output: URL

    init() throws {
        folder = try TemporaryFolder()
        log = folder.url.appending(path: "log.jsonl")
        output = folder.url.appending(path: "out", directoryHint: .isDirectory)
        // Any folder is model enough for records to load.
        _ = try folder.write("model/config.json", "{}")
    }

    private func importing(_ change: (inout ProjectImport) -> Void = { _ in }) throws
        -> ProjectImport
    {
        var value = ProjectImport(shares: try SplitShares(), workingFolder: folder.url)
        value.modelPath = "model"
        change(&value)
        return value
    }

    private func write(_ lines: [JSONValue]) throws {
        _ = try folder.write("log.jsonl", lines.map { $0.text() + "\n" }.joined())
    }

    /// Questions with nothing in common, which would be template.
    private func question(_ index: Int) -> String {
        let starts = ["Where is", "Who was", "Tell me about", "Why not", "How does one find"]
        let ends = ["Rome?", "Ada!", "an apple, please.", "5 of 12?", "water, then", "the sea;"]
        return "\(starts[index % 5]) \(index) \(ends[index % 6])"
    }

    private func completions(_ template: String, _ count: Int, _ word: String) -> [JSONValue] {
        (0..<count).map {
            [
                "prompt": .string("\(template)\n\nQuestion: \(question($0))\nAnswer:"),
                "completion": .string(" \(word) \($0)"),
            ]
        }
    }

    private func loaded(_ folder: URL) throws -> LoadedProject {
        try LoadedProject.load(folder: folder)
    }

    // MARK: Round trips

    /// Goal: nothing of a log is lost or changed.
    ///
    /// Method: the written project is loaded, and each
    /// record rendered with the full template and the examples that the log showed it.
    private func expectRoundTrip(_ url: URL, shots: Int) throws {
        let report = try importing().run(url, output: output)
        let project = try #require(report.projects.first)
        #expect(report.projects.count == 1)
        #expect(project.shots == shots)
        #expect(
            project.notes.first
                == "Every prompt comes back from template, examples and query byte by byte.")
        let loaded = try loaded(output)
        let records = loaded.training + loaded.heldOut
        let source = try DecomposedLog(url, skipsInvalid: false, takesTurnsAsExamples: false)
        let prompts = source.log.prompts
        #expect(records.count == prompts.count)
        let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
        for (prompt, original) in zip(prompts, source.decomposition.records) {
            let record = try #require(byID[prompt.id])
            let spans = loaded.layout.render(
                record, templateTexts: loaded.layout.templateTexts(for: record),
                examples: original.examples)
            #expect(
                spans.joinedText.utf8.elementsEqual(prompt.turns.map(\.text).joined().utf8))
            // Spans of one role after the other are the messages.
            #expect(spans.map(\.role).removingRepeats() == prompt.turns.map(\.role))
            #expect(record.output.utf8.elementsEqual(prompt.output.utf8))
        }
        try expectQueryIsTheSameInEveryStage(loaded)
    }

    private func expectQueryIsTheSameInEveryStage(_ project: LoadedProject) throws {
        let plan = try StagePlan(
            schedule: project.file.schedule.schedule,
            input: PlanInput(
                layout: project.layout, records: project.training, bank: project.bank,
                countTokens: { $0.split(separator: " ").count }))
        let last = plan.stages.count - 1
        for index in project.training.indices {
            let alone = try plan.renderedQueryOnly(project.training[index])
            let stages = try plan.stages.indices.map { try plan.rendered(record: index, stage: $0) }
            #expect(
                stages.allSatisfy {
                    let query = $0.filter { $0.kind == .query }.joinedText
                    return query.utf8.elementsEqual(alone.joinedText.utf8)
                })
            #expect(stages[last] == alone)
        }
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("data/promptintern-mbpp"),
            Comment(rawValue: SharedFixtures.reason)))
    func theAuthorsLogComesBackFromItsProject() throws {
        try expectRoundTrip(
            SharedFixtures.url("data/promptintern-mbpp/mbpp_test_baseline.jsonl"), shots: 0)
        let project = try loaded(output)
        #expect(project.training.count == 400)
        #expect(project.validation.count == 50)
        #expect(project.test.count == 50)
        #expect(project.file.data.layout == "layout.json")
        #expect(project.dataHashes.map(\.name).contains("layout.json"))
        #expect(project.file.evaluation.stop.isEmpty)
        // Template stands inside the query's message: the cut is kept with the record.
        #expect(project.training.allSatisfy { $0.queryPieces.count == 2 })
    }

    @Test func theSamplesLogComesBackFromItsProject() throws {
        let url = SharedFixtures.projectRoot.appending(
            path: "sample-data/formulas/raw-log.jsonl")
        try expectRoundTrip(url, shots: 4)
        let project = try loaded(output)
        #expect(project.file.data.format.output == "\n{output}")
        #expect(project.training.allSatisfy { $0.examples.isEmpty })
        #expect(
            Set(project.training.map(\.output)).isDisjoint(with: project.heldOut.map(\.output)))
    }

    // MARK: Shapes

    @Test func aPlainPromptNeedsNoLayoutFile() throws {
        try write(completions("Answer in one word. Never explain.", 20, "apple"))
        let report = try importing().run(log, output: output)
        #expect(
            report.projects.first?.files == [
                "project.yaml", "template.txt", "train.jsonl", "validation.jsonl", "test.jsonl",
            ])
        let project = try loaded(output)
        #expect(project.file.data.template == .file("template.txt"))
        #expect(project.file.data.format.output == "{output}")
        let record = try #require(project.training.first)
        let spans = project.layout.render(
            record, templateTexts: project.layout.templateTexts(), examples: [])
        let index = try #require(Int(record.id.dropFirst("log:".count))) - 1
        #expect(
            spans.joinedText
                == "Answer in one word. Never explain.\n\nQuestion: \(question(index))\nAnswer:")
        #expect(record.output == " apple \(index)")
    }

    @Test func theReportTellsWhatWasReadAndWritten() throws {
        try write(completions("Answer in one word. Never explain.", 20, "apple"))
        let report = try importing().run(log, output: output)
        let path = output.standardizedFileURL.path
        #expect(
            report.text == """
                log.jsonl: 20 records (prompt and completion ("prompt")), 1 template

                \(path) (template 1)
                  20 records: 16 training, 2 validation, 2 test
                  wrote project.yaml, template.txt, train.jsonl, validation.jsonl, test.jsonl
                  Every prompt comes back from template, examples and query byte by byte.
                  The prompts hold no examples, so schedule.shots is 0.
                  No held-out output occurs in the training records.

                See the stages with: promptintern plan \(path)
                """)
    }

    @Test func rolesNeedALayoutFile() throws {
        try write(
            (0..<12).map { index in
                [
                    "messages": [
                        ["role": "system", "content": "Answer in one word. Never explain."],
                        ["role": "user", "content": .string("What is \(index) or \(index * 7)?")],
                        ["role": "assistant", "content": .string("Word\(index)")],
                    ]
                ]
            })
        _ = try importing().run(log, output: output)
        let project = try loaded(output)
        #expect(project.layout.parts.map(\.role) == ["system", "user"])
        #expect(project.file.schedule.shots == 0)
    }

    @Test func theModelsChatTemplateIsPointedOutAndNotUsed() throws {
        try write(completions("Answer in one word. Never explain.", 20, "apple"))
        _ = try folder.write("chatty/config.json", "{}")
        _ = try folder.write("chatty/chat_template.jinja", "{{ messages[0].content }}")
        let model = folder.url.appending(path: "chatty").path
        let report = try importing { $0.modelPath = model }.run(log, output: output)
        #expect(
            report.projects[0].notes.last
                == "The model has a chat template, which is not used: for prompts as a chat, set "
                + "data.chat_template to model.")
        let text = try String(
            contentsOf: output.appending(path: "project.yaml"), encoding: .utf8)
        #expect(text.contains("\n  chat_template: none\n"))
    }

    @Test func severalTemplatesGiveAProjectEach() throws {
        let first = completions("Answer in one word. Never explain anything at all.", 12, "apple")
        let second = completions("Translate into French and keep all names.", 7, "ship")
        try write(first + second)
        let report = try importing().run(log, output: output)
        #expect(report.projects.map(\.recordCount) == [12, 7])
        #expect(
            report.projects.map(\.folder)
                == ["template-1", "template-2"].map { output.appending(path: $0).path })
        #expect(
            try loaded(output.appending(path: "template-2")).layout.templateTexts()
                == ["Translate into French and keep all names."])
        let other = folder.url.appending(path: "picked")
        let picked = try importing { $0.template = 2 }.run(log, output: other)
        #expect(picked.projects.map(\.recordCount) == [7])
        #expect(picked.leftOutCount == 12)
        #expect(
            picked.text.contains(
                "12 records are in no project: of another template than the one asked for, or of "
                    + "none."))
        #expect(try loaded(other).file.name == "picked")
    }

    // MARK: Records

    @Test func recordsAreCopiedWithTheirSplits() throws {
        try write([
            [
                "id": "a", "template": "Be brief.", "query": "q1", "output": "o1",
                "examples": [["input": "i", "output": "o"]], "meta": ["k": [1, 2]],
            ],
            ["id": "b", "template": "Be brief.", "query": "q2", "output": "o2", "split": "test"],
            ["id": "c", "template": "Be brief.", "query": "q3", "output": "O2"],
            ["id": "d", "template": "Be brief.", "query": "q4", "output": "o1", "split": "test"],
            ["id": "e", "template": "Be brief.", "query": "q5", "output": "o5", "split": "train"],
        ])
        let report = try importing().run(log, output: output)
        let project = try loaded(output)
        #expect(project.training.map(\.id) == ["e"])
        // Those without a split follow their twins.
        #expect(project.test.map(\.id) == ["a", "b", "c", "d"])
        #expect(project.test[0].examples == [Example(input: "i", output: "o")])
        #expect(project.layout.templateTexts() == ["Be brief."])
        #expect(
            report.projects.first?.notes.last
                == "There are no validation records: training will show no held-out loss.")
    }

    @Test func recordsWithoutTrainingAreRefused() throws {
        try write([["query": "q", "output": "o", "split": "test"]])
        #expect(
            message { _ = try importing().run(log, output: output) }
                == "No record is left to train on: all are held out by their \"split\", or follow "
                + "a record with the same output or query that is. log.jsonl. Mark some with "
                + "\"split\": \"train\".")
        #expect(!FileManager.default.fileExists(atPath: output.path))
    }

    @Test func recordsKeepAllThatTheyHave() throws {
        try write(
            (0..<20).map {
                [
                    "id": .string("r\($0)"), "query": .string("q\($0)"),
                    "output": .string("o\($0)"), "meta": ["k": [1, .integer($0)]],
                ]
            })
        let report = try importing().run(log, output: output)
        #expect(
            report.projects.first?.notes == [
                "The records have no template: set data.template in project.yaml to the "
                    + "instructions that are to be trained in.",
                "The query block is \"Question: {query}\\nAnswer:\" and the rest of data.format as "
                    + "usual: set them in project.yaml to what production sends.",
                "No held-out output occurs in the training records.",
            ])
        let project = try loaded(output)
        let records = (project.training + project.heldOut).sorted {
            $0.source.line < $1.source.line
        }
        for record in records {
            let number = try #require(Int(record.id.dropFirst()))
            #expect(record.meta?["k"] == JSONValue.array([1, .integer(number)]))
        }
        #expect(project.training.count == 16)
        #expect(project.heldOut.count == 4)
    }

    // MARK: Bad input

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func filesThatAreThereAreNeverReplaced() throws {
        try write(completions("Answer in one word. Never explain.", 20, "apple"))
        let file = try folder.write("out/train.jsonl", "mine\n")
        #expect(
            message { _ = try importing().run(log, output: output) }
                == "The folder already holds train.jsonl. \(output.standardizedFileURL.path): left "
                + "as it is. Choose another folder, move these files away, or pass --update to "
                + "fill a project of this log anew.")
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine\n")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: output.path) == ["train.jsonl"])
    }

    @Test func aLogWithoutATemplateIsRefused() throws {
        try write([
            ["prompt": "Sing me a song of autumn.", "completion": "la"],
            ["prompt": "12 + 4 =", "completion": "16"],
        ])
        #expect(
            message { _ = try importing().run(log, output: output) }
                == "The 2 prompts share no template, so there is nothing to train into a model. "
                + "log.jsonl. Import a log whose prompts begin with the same instructions, or "
                + "write records with a \"template\".")
    }

    @Test func aTemplateThatIsNotThereIsRefused() throws {
        try write(completions("Answer in one word. Never explain.", 20, "apple"))
        #expect(
            message { _ = try importing { $0.template = 3 }.run(log, output: output) }
                == "There is no template 3: the log has 1. log.jsonl. Pass --template with a "
                + "number from 1 to 1.")
    }

    @Test func badLinesAreRefusedOrListed() throws {
        let lines = completions("Answer in one word. Never explain.", 20, "apple")
        let good = lines.map { $0.text() + "\n" }.joined()
        _ = try folder.write("log.jsonl", good + "{\"prompt\": \"x\"}\nnot JSON\n")
        #expect(
            message { _ = try importing().run(log, output: output) }.hasPrefix(
                "Record has no \"completion\" field.\nlog.jsonl, line 21\n"))
        let report = try importing { $0.skipsInvalid = true }.run(log, output: output)
        #expect(report.recordCount == 20)
        #expect(
            report.text.contains(
                "\n\nLeft out 2 lines:\n  log.jsonl, line 21: Record has no \"completion\" field.\n"
                    + "  log.jsonl, line 22: Line is not JSON: "))
        #expect(report.json["skipped_lines"]?.arrayValue?.count == 2)
    }
}

extension Array where Element: Equatable {
    /// Without elements that are equal to the one before.
    fileprivate func removingRepeats() -> [Element] {
        indices.filter { $0 == 0 || self[$0] != self[$0 - 1] }.map { self[$0] }
    }
}
