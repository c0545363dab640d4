import TestSupport
import Testing

@testable import Prompts

@Suite struct PlainTextLogTests {
    private let folder: TemporaryFolder
    private let importer = PromptImporter(
        plainText: PlainTextRules(between: "----", answer: "Reply:"))

    init() throws { folder = try TemporaryFolder() }

    @Test func promptsAndAnswersAreCutWhereTheUserSays() throws {
        let url = try folder.write(
            "notes.txt",
            "Be brief.\n\nQ: Reply: or not?\nReply: yes\n\n----\r\n\n----\nBe brief.\n\nQ: two\n"
                + "Reply:\n line 1\n  line 2\n----\n")
        let log = try importer.read(url)
        #expect(log.format == .text)
        #expect(
            log.prompts == [
                ImportedPrompt(
                    id: "notes:1",
                    turns: [.init(role: nil, text: "Be brief.\n\nQ: Reply: or not?\nReply:")],
                    output: " yes", source: RecordSource(file: "notes.txt", line: 1)),
                ImportedPrompt(
                    id: "notes:9", turns: [.init(role: nil, text: "Be brief.\n\nQ: two\nReply:")],
                    output: "\n line 1\n  line 2",
                    source: RecordSource(file: "notes.txt", line: 9)),
            ])
    }

    @Test func aPlainTextBecomesTemplateAndQuery() throws {
        let starts = ["Where is", "Who was", "Tell me about", "Why not", "How does one find"]
        let blocks = (0..<20).map {
            "Answer in one word, in English, and never explain it.\n\nNote: \(starts[$0 % 5]) \($0)?\n"
                + "Reply: word \($0)"
        }
        let url = try folder.write("notes.txt", blocks.joined(separator: "\n----\n"))
        let result = PromptDecomposer().decompose(try importer.read(url).prompts)
        #expect(result.layouts.count == 1)
        #expect(result.records[3].spans.map(\.kind) == [.template, .query])
        #expect(result.promptRecords(template: 0)[3].query == "Why not 3?")
    }

    @Test func whatHasNoAnswerIsToldWithItsPlace() throws {
        let url = try folder.write("notes.txt", "a Reply: b\n----\nhello\n----\nc Reply:\n")
        let error = #expect(throws: PromptsError.self) { try importer.read(url) }
        #expect(
            try #require(error).description == """
                The text that begins here has no "Reply:", behind which its answer would be.
                notes.txt, line 3
                Add it, or pass another text as --answer, or pass --skip-invalid to leave such lines \
                out; 1 line is affected.

                Record has an empty "answer" field.
                notes.txt, line 5
                Fill the field, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
        var skipping = importer
        skipping.skipsInvalid = true
        let log = try skipping.read(url)
        #expect(log.prompts.map(\.output) == [" b"])
        #expect(log.problems.count == 2)
        #expect(throws: PromptsError.noRecords(file: "empty.txt")) {
            try importer.read(folder.write("empty.txt", "\n----\n\n"))
        }
    }
}
