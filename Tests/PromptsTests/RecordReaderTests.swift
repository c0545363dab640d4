import Foundation
import JSONText
import TestSupport
import Testing

@testable import Prompts

@Suite struct RecordReaderTests {
    private let folder: TemporaryFolder
    private let good = #"{"query":"q","output":"o"}"#

    init() throws { folder = try TemporaryFolder() }

    private func message(_ text: String) throws -> String {
        try message(Data(text.utf8))
    }

    private func message(_ data: Data) throws -> String {
        let url = try folder.write("train.jsonl", data)
        do {
            _ = try RecordReader().read(url)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func recordKeepsAllItsFieldsAndItsLine() throws {
        let url = try folder.write(
            "train.jsonl",
            """
            {"id":"a","template":"T","examples":[{"input":"i","output":"o"}],"query":"q","output":"1","split":"validation","meta":{"k":1}}

            {"query":"q2","output":"2"}
            {"id":7,"query":"q3","output":"3","template":null}
            """)
        let records = try RecordReader().read(url).records
        #expect(
            records[0]
                == PromptRecord(
                    id: "a", template: "T", examples: [Example(input: "i", output: "o")],
                    query: "q", output: "1", split: .validation,
                    meta: JSONObject([.init(key: "k", value: 1)]),
                    source: RecordSource(file: "train.jsonl", line: 1)))
        #expect(records.map(\.id) == ["a", "train:3", "7"])
        #expect(records[1].source.line == 3)
        #expect(
            records[0].json
                == (try JSONValue.parse(JSONValue.object(records[0].json).text())).objectValue)
    }

    @Test func lineThatIsNotJSON() throws {
        #expect(
            try message(good + "\n{\"query\": oops}\n") == """
                Line is not JSON: Expected a value (column 11).
                train.jsonl, line 2
                Correct the line, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
    }

    @Test func missingFieldIsNamedWithTheNumberOfLines() throws {
        #expect(
            try message(
                [good, #"{"query":"a"}"#, #"{"query":"b"}"#, #"{"query":"c"}"#]
                    .joined(separator: "\n")) == """
                    Record has no "output" field.
                    train.jsonl, line 2
                    Add the field, or pass --skip-invalid to leave such lines out; 3 lines are affected.
                    """)
    }

    @Test func emptyOutput() throws {
        #expect(
            try message(#"{"query":"a","output":" \n"}"#) == """
                Record has an empty "output" field.
                train.jsonl, line 1
                Fill the field, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
    }

    @Test func lineOfTenMegabytes() throws {
        let line = #"{"query":"q","output":""# + String(repeating: "x", count: 10_000_000) + "\"}"
        #expect(
            try message(good + "\n" + line + "\n" + #"{"id":"z","query":"q","output":"o"}"#) == """
                Line is 10 MB long; lines of 10 MB and more are not read.
                train.jsonl, line 2
                Shorten the line, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
        let reading = try RecordReader(skipsInvalid: true).read(
            folder.url.appending(path: "train.jsonl"))
        #expect(reading.records.map(\.source.line) == [1, 3])
        #expect(reading.problems.map(\.source.line) == [2])
    }

    @Test func bytesThatAreNotUTF8() throws {
        #expect(
            try message(Data(#"{"query":"a"#.utf8) + [0xFF, 0xFE] + Data(#"","output":"o"}"#.utf8))
                == """
                Line is not UTF-8: byte 12 starts no character.
                train.jsonl, line 1
                Save the file as UTF-8, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
    }

    @Test func sameIDTwice() throws {
        #expect(
            try message(
                #"{"id":"a","query":"q","output":"o"}"# + "\n"
                    + #"{"id":"a","query":"r","output":"o"}"#) == """
                    Record has the id "a", which train.jsonl, line 1 already has.
                    train.jsonl, line 2
                    Give each record an id of its own, or pass --skip-invalid to leave such lines out; 1 line is affected.
                    """)
    }

    @Test func otherBadLinesAreNamedToo() throws {
        #expect(
            try message(#"{"query":1,"output":"o"}"#).hasPrefix(
                "Field \"query\" is a number, not a string.\n"))
        #expect(
            try message(#"{"query":"q","output":"o","split":"dev"}"#).hasPrefix(
                "Record has the split \"dev\", which is not known.\n"))
        #expect(
            try message(#"{"messages":[]}"#) == """
                Line is chat ("messages"), not a record.
                train.jsonl, line 1
                Import the log first (promptintern import), or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
        #expect(try message("[1]").hasPrefix("Line is a list, not a JSON object.\n"))
        #expect(
            try message(#"{"query":"q","output":"o","examples":[{"input":"i"}]}"#).hasPrefix(
                "Record has no \"output\" field.\n"))
    }

    @Test func problemsOfSeveralKindsAreAllReportedAtOnce() throws {
        let text = try message("nonsense\n{}\n{}\n" + #"{"query":"a","output":""}"#)
        #expect(text.components(separatedBy: "\n\n").count == 3)
        #expect(text.contains("train.jsonl, line 1\n"))
        #expect(text.contains("2 lines are affected."))
        let url = folder.url.appending(path: "train.jsonl")
        #expect(try RecordReader(skipsInvalid: true).read(url).problems.count == 4)
    }

    @Test func emptyAndMissingFiles() throws {
        #expect(
            try message("\n \n") == """
                The file holds no records.
                train.jsonl
                Write one JSON object a line.
                """)
        let missing = folder.url.appending(path: "absent.jsonl")
        #expect(
            throws: PromptsError.unreadableFile(file: "absent.jsonl", reason: "it does not exist")
        ) { try RecordReader().read(missing) }
    }

    @Test func linesLongerThanAChunkAreReadWhole() throws {
        let long = String(repeating: "é", count: 1_500_000)
        let url = try folder.write(
            "train.jsonl", "{\"query\":\"\(long)\",\"output\":\"o\"}\r\n\(good)\r\n")
        let records = try RecordReader().read(url).records
        #expect(records[0].query == long)
        #expect(records[1].source.line == 2)
    }
}

@Suite struct PromptImporterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func log(_ text: String) throws -> PromptImporter.Log {
        try PromptImporter().read(try folder.write("log.jsonl", text))
    }

    private func message(_ text: String) throws -> String {
        do {
            _ = try log(text)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func chatKeepsRolesAndTurns() throws {
        let log = try log(
            #"{"messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":"A"}],"tools":[1]}"#
        )
        #expect(log.format == .chat)
        #expect(
            log.prompts == [
                ImportedPrompt(
                    id: "log:1",
                    turns: [.init(role: "system", text: "S"), .init(role: "user", text: "ab")],
                    output: "A", tools: [1], source: RecordSource(file: "log.jsonl", line: 1))
            ])
    }

    @Test func completionHasOneTurnWithoutRole() throws {
        let log = try log(#"{"prompt":"P","completion":" C"}"#)
        #expect(log.format == .completion)
        #expect(log.prompts[0].turns == [.init(role: nil, text: "P")])
        #expect(log.prompts[0].output == " C")
    }

    @Test func wrongKindsOfFilesAreRefusedByName() throws {
        #expect(
            try message("Dear model, ...\n") == """
                The file is plain text, not JSON lines.
                log.jsonl, line 1
                Write one JSON object a line: {"prompt": ..., "completion": ...} or {"messages": [...]}; \
                or say how the text is cut, with --between LINE (what stands between two prompts) and \
                --answer TEXT (what an answer follows).
                """)
        #expect(
            try message("[{}]") == """
                The file is one JSON list, not JSON lines.
                log.jsonl, line 1
                Write each element on a line of its own.
                """)
        #expect(
            try message(#"{"text":"a"}"#) == """
                The format is not known: the line has only "text".
                log.jsonl, line 1
                Write "messages" (a chat), "prompt" and "completion", or "query" and "output".
                """)
        #expect(
            try message(#"{"query":"a","output":"b"}"#) == """
                The file already holds records with a query and an output.
                log.jsonl
                Use it as it is: nothing has to be imported.
                """)
        #expect(
            try message(#"{"prompt":"P","completion":"C"}"# + "\n" + #"{"messages":[]}"#) == """
                The file mixes formats: prompt and completion ("prompt") (line 1) and chat ("messages") (line 2).
                log.jsonl, line 2
                Write each format to a file of its own.
                """)
    }

    @Test func chatsThatCannotBeLearntFromAreNamed() throws {
        let user = #"{"role":"user","content":"u"}"#
        #expect(
            try message("{\"messages\":[\(user)]}") == """
                Chat ends with a message of the role "user": there is no answer to learn.
                log.jsonl, line 1
                Add the answer, or pass --skip-invalid to leave such lines out; 1 line is affected.
                """)
        #expect(
            try message(
                #"{"messages":[{"role":"user","content":[{"type":"image_url"}]},{"role":"assistant","content":"A"}]}"#
            )
            .hasPrefix("Message holds a part of the type \"image_url\": only text can be used.\n"))
        #expect(
            try message("{\"messages\":[\(user),{\"role\":\"assistant\",\"content\":\"\"}]}")
                .hasPrefix(
                    "Record has an empty \"content\" field.\n"))
        #expect(
            try message(#"{"messages":[]}"#).hasPrefix("Record has an empty \"messages\" field.\n"))
    }
}
