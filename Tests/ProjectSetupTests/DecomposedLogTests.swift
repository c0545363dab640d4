import JSONText
import TestSupport
import Testing

@testable import ProjectSetup

@Suite struct DecomposedLogTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func theOutlineShowsSpansConfidenceNotesAndLeftOutLines() throws {
        let questions = ["Where is Rome?", "Who was Ada?", "Is it 7 or 12?", "Why not now?"]
        let lines = questions.map {
            "{\"prompt\": \"Answer in one word. Never explain.\\n\\n\($0)\", "
                + "\"completion\": \"x\"}\n"
        }
        let file = try folder.write("log.jsonl", lines.joined() + "{}}\n")
        let log = try DecomposedLog(file, skipsInvalid: true, takesTurnsAsExamples: false)
        let reason = try #require(log.log.problems.first?.what)
        #expect(
            log.text == """
                log.jsonl: 4 records (prompt and completion ("prompt")), 1 template
                  template 1  4 records

                confidence  records
                0.8 to 0.9  4

                Record log:1 (log.jsonl, line 1):
                  template  -               36 bytes  Answer in one word. Never explain.
                  query     -               14 bytes  Where is Rome?

                Left out 1 line:
                  log.jsonl, line 5: \(reason)
                """)
        let json = log.json
        #expect(
            json.objectValue?.members.map(\.key)
                == ["templates", "records", "notes", "skipped_lines"])
        #expect(
            json["skipped_lines"]
                == JSONValue.array([
                    ["file": "log.jsonl", "line": 5, "reason": .string(reason)]
                ]))
        let spans: JSONValue = [
            [
                "kind": "template", "role": nil, "text": "Answer in one word. Never explain.\n\n",
            ],
            ["kind": "query", "role": nil, "text": "Where is Rome?"],
        ]
        let first: JSONValue = ["id": "log:1", "confidence": 0.8, "spans": spans]
        #expect(json["records"]?.arrayValue?.first == first)
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("data/promptintern-mbpp"),
            Comment(rawValue: SharedFixtures.reason)))
    func theAuthorsLogHasOneTemplate() throws {
        let log = try DecomposedLog(
            SharedFixtures.url("data/promptintern-mbpp/mbpp_test_baseline.jsonl"),
            skipsInvalid: false, takesTurnsAsExamples: false)
        #expect(log.json["templates"]?.intValue == 1)
        for (record, prompt) in zip(log.json["records"]?.arrayValue ?? [], log.log.prompts) {
            let spans = record["spans"]?.arrayValue ?? []
            #expect(
                spans.compactMap { $0["text"]?.stringValue }.joined()
                    == prompt.turns.map(\.text).joined())
        }
    }
}
