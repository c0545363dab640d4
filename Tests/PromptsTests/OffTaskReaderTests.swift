import Foundation
import TestSupport
import Testing

@testable import Prompts

@Suite struct OffTaskReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, skipsInvalid: Bool = false) throws -> [OffTaskQuery] {
        try OffTaskReader(skipsInvalid: skipsInvalid).read(folder.write("off_task.jsonl", text))
    }

    private func message(_ text: String) -> String {
        do {
            return "\(try read(text).count) queries"
        } catch {
            return "\(error)"
        }
    }

    @Test func everythingButTheQueryMayBeAbsent() throws {
        let queries = try read(
            """
            {"id": "a", "template": "Be brief.", "query": "2 + 2?", "output": " 4"}

            {"query": "Capital of Peru?", "output": null}
            """)
        #expect(
            queries == [
                OffTaskQuery(
                    id: "a", template: "Be brief.", query: "2 + 2?", output: " 4",
                    source: RecordSource(file: "off_task.jsonl", line: 1)),
                OffTaskQuery(
                    id: "off_task:3", query: "Capital of Peru?",
                    source: RecordSource(file: "off_task.jsonl", line: 3)),
            ])
    }

    @Test func allBadLinesAreToldAtOnce() throws {
        let text = """
            {"query": "  "}
            {"query": "q", "output": ""}
            {"id": "x", "query": "q"}
            {"id": "x", "query": "q"}
            {"output": "o"}
            no JSON
            {"query": 3}
            """
        let message = message(text)
        for part in [
            "Record has an empty \"query\" field.\noff_task.jsonl, line 1\n",
            "Record has an empty \"output\" field.\noff_task.jsonl, line 2\n",
            "Record has the id \"x\", which off_task.jsonl, line 3 already has.\n",
            "Record has no \"query\" field.\noff_task.jsonl, line 5\n",
            "off_task.jsonl, line 6\n", "Field \"query\" is a number, not a string.\n",
        ] {
            #expect(message.contains(part), "\(part) is not in \(message)")
        }
        #expect(try read(text, skipsInvalid: true).map(\.id) == ["x"])
    }

    @Test func aFileWithoutAQueryIsRefused() throws {
        #expect(
            message("\n \n")
                == "The file holds no records.\noff_task.jsonl\nWrite one JSON object a line.")
        #expect(throws: PromptsError.noRecords(file: "off_task.jsonl")) {
            try read("nothing\n", skipsInvalid: true)
        }
        let missing = folder.url.appending(path: "none.jsonl")
        #expect(
            throws: PromptsError.unreadableFile(file: "none.jsonl", reason: "it does not exist")
        ) { try OffTaskReader().read(missing) }
    }
}
