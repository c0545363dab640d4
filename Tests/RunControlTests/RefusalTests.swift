import Foundation
import LanguageModel
import RunTestSupport
import Testing

@testable import RunControl

/// What is refused before anything is written.
@Suite struct RefusalTests {
    @Test func aPromptLongerThanTheContextIsRefusedWithRecordAndNumbers() throws {
        var options = SmallProject.Options()
        options.stages = [(1.0, 0, 1)]
        let project = try SmallProject(options)
        let long = SmallProject.Record(
            id: "long", query: String(repeating: "Where is it? ", count: 200), output: "=FIND(A)")
        try project.write(
            "train.jsonl", SmallProject.lines(project.training.prefix(2) + [long]))
        let store = try project.openStore()
        let prepared = try project.prepared(store)
        let plan = try prepared.plan(prepared.project.file.schedule.schedule)
        let spans = try plan.rendered(record: 2, stage: 0)
        let tokens = prepared.sequence(prepared.project.training[2], spans).tokens.count
        let record = prepared.project.training[2]
        let alone = prepared.sequence(record, try plan.renderedQueryOnly(record)).tokens.count
        let error = #expect(throws: RunControlError.self) { try project.train(store) }
        #expect(
            error?.description
                == """
                1 record does not fit into the model's context of 256 tokens, with the answer:
                record "long" (train.jsonl, line 3): \(tokens) tokens in stage 0, \(alone) with its \
                query alone
                Take out the records whose query alone is too long.
                """)
        #expect(try store.runs().isEmpty)
        #expect(
            !FileManager.default.fileExists(
                atPath: project.url.appending(path: ".promptintern/runs").path))
    }

    @Test func aHeldOutPromptLongerThanTheContextIsRefusedToo() throws {
        let project = try SmallProject()
        let long = SmallProject.Record(
            id: "long", query: String(repeating: "Where is it? ", count: 200), output: "=FIND(A)")
        try project.write("test.jsonl", SmallProject.lines([long]))
        let store = try project.openStore()
        let error = #expect(throws: RunControlError.self) { try project.train(store) }
        #expect(
            error?.description.contains("\nrecord \"long\" (test.jsonl, line 1): ") == true)
        #expect(try store.runs().isEmpty)
    }

    /// One message for all: those that fit as a query alone, and those that never will.
    @Test func allPromptsThatAreTooLongAreListed() throws {
        var options = SmallProject.Options()
        options.contextLength = 128
        let project = try SmallProject(options)
        let words = { (count: Int) in String(repeating: "Where is it? ", count: count) }
        let long = [("hopeless", 200), ("fitting", 12)].map { id, count in
            SmallProject.Record(id: id, query: words(count), output: "=FIND(A)")
        }
        try project.write(
            "train.jsonl",
            SmallProject.lines([long[0]] + project.training.prefix(1) + [long[1]]))
        let error = #expect(throws: RunControlError.self) { try project.plan() }
        guard case .promptsTooLong(let prompts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let named = prompts.entries.filter { ["hopeless", "fitting"].contains($0.recordID) }
        #expect(named.map(\.source) == ["train.jsonl, line 1", "train.jsonl, line 3"])
        #expect(named.map { $0.queryTokens > 128 } == [true, false])
        #expect(named.allSatisfy { $0.tokens > 128 && $0.stage == 0 })
        let text = error?.description ?? ""
        #expect(text.contains("Take out the records whose query alone is too long. For the others"))
    }

    @Test func ofManyTooLongPromptsTwentyAreNamed() {
        let entries = (0..<23).map {
            TooLongPrompts.Entry(
                recordID: "r\($0)", source: "t.jsonl, line \($0)", tokens: 9, stage: nil,
                queryTokens: 2)
        }
        let text = RunControlError.promptsTooLong(TooLongPrompts(entries: entries, limit: 4))
            .description
        #expect(text.contains("record \"r19\" (t.jsonl, line 19): 9 tokens\nand 3 more\n"))
        #expect(text.hasSuffix("Shorten the template, use fewer examples, or take them out."))
    }

    @Test func aTokenizerThatIsLargerThanTheModelIsRefused() throws {
        var options = SmallProject.Options()
        options.vocabularySurplus = -1
        let project = try SmallProject(options)
        let error = #expect(throws: RunControlError.self) { try project.prepared() }
        let path = project.url.appending(path: "model/tokenizer.json").standardizedFileURL.path
        let size = try SmallProject().prepared().model.tokenizer.vocabularySize
        #expect(
            error?.description
                == "\(path): the tokenizer knows \(size) tokens, but the model only \(size - 1). "
                + "Use the tokenizer.json that came with the model.")
    }

    @Test func aModelOfAnUnknownFamilyIsRefused() throws {
        let project = try SmallProject()
        try project.replace(
            in: "model/config.json", "\"model_type\": \"llama\"",
            with: "\"model_type\": \"mamba\"")
        let error = #expect(throws: ModelError.self) { try project.prepared() }
        let path = project.url.appending(path: "model/config.json").standardizedFileURL.path
        #expect(
            error?.description
                == "\(path): model_type \"mamba\" is not supported. Supported: llama, mistral, "
                + "qwen2, qwen3, mixtral, qwen3_moe.")
    }

    @Test func aMissingModelFolderIsNamedWithTheSetting() throws {
        let project = try SmallProject()
        try FileManager.default.removeItem(at: project.url.appending(path: "model"))
        let error = #expect(throws: (any Error).self) { try project.prepared() }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("model"))
        #expect(text.contains("does not exist") || text.contains("is missing"))
    }

    @Test func aProjectWithoutTrainingRecordsIsRefused() throws {
        let project = try SmallProject()
        let lines = SmallProject.lines(project.training).replacing(
            "\"query\"", with: "\"split\":\"test\",\"query\"")
        try project.write("train.jsonl", lines)
        let error = #expect(throws: RunControlError.self) { try project.load() }
        let path = project.url.appending(path: "train.jsonl").standardizedFileURL.path
        #expect(
            error?.description
                == "\(path) has no record to train on. Add records, or point data.train to another "
                + "file.")
    }

    @Test func filesOfOneNameInSeveralFoldersKeepTheirSplits() throws {
        let project = try SmallProject()
        try project.write("a/data.jsonl", project.read("train.jsonl"))
        try project.write("b/data.jsonl", project.read("validation.jsonl"))
        try project.write("c/data.jsonl", project.read("test.jsonl"))
        try project.replace(in: "project.yaml", "train: train.jsonl", with: "train: a/data.jsonl")
        try project.replace(
            in: "project.yaml", "validation: validation.jsonl", with: "validation: b/data.jsonl")
        try project.replace(in: "project.yaml", "test: test.jsonl", with: "test: c/data.jsonl")
        let loaded = try project.load()
        #expect(loaded.training.map(\.id) == project.training.map(\.id))
        #expect(loaded.validation.map(\.id) == project.validation.map(\.id))
        #expect(loaded.test.map(\.id) == project.test.map(\.id))
    }
}
