import Foundation
import JSONText
import Kernels
import TestSupport
import Testing

@testable import Conformance

/// Folders of chat templates with their conversations.
struct ChatTemplateConformanceTests {
    private let folder: TemporaryFolder
    private let conformance = Conformance(compute: Compute(threadCount: 1))

    init() throws {
        folder = try TemporaryFolder()
        _ = try folder.write(
            "in/a.jinja",
            "{{ strftime_now('%Y') }}{% if not messages %}{{ raise_exception('none') }}{% endif %}"
                + "{{ messages[0].content }}{{ end }}")
        _ = try folder.write(
            "in/a.json",
            """
            {"made_with": "x", "now": "2026-11-23 12:00", "rows": [
              {"case": "one", "messages": [{"content": "é"}], "arguments": {"end": "."}, \
            "text": "2026é."},
              {"case": "none", "messages": [], "error": "none"}]}
            """)
    }

    private var input: URL { folder.url.appending(path: "in") }

    @Test func equalRowsPass() throws {
        let report = try conformance.run(input, output: nil)
        #expect(report.isPassed)
        #expect(report.checks.map(\.kind) == ["a, texts", "a, errors"])
        #expect(report.checks.map(\.count) == [1, 1])
    }

    @Test func unequalRowsAreCounted() throws {
        let file = input.appending(path: "a.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        // Another spelling of the same letter is another text.
        _ = try folder.write(
            "in/a.json",
            text.replacingOccurrences(of: "2026é.", with: "2026e\u{301}.")
                .replacingOccurrences(of: #""error": "none""#, with: #""error": "other""#))
        let report = try conformance.run(input, output: nil)
        #expect(!report.isPassed)
        #expect(report.checks.map(\.largestDifference) == [1, 1])
    }

    @Test func computedFilesHaveTheReferencesForm() throws {
        let output = folder.url.appending(path: "out")
        _ = try conformance.run(input, output: output)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: output.path) == ["a.json"])
        let computed = try JSONValue.parse(
            Array(Data(contentsOf: output.appending(path: "a.json"))))
        #expect(
            try computed
                == JSONValue.parse(Array(Data(contentsOf: input.appending(path: "a.json")))))
    }

    @Test func refusedTemplateIsEveryRowsError() throws {
        _ = try folder.write("in/a.jinja", "{% include 'x' %}")
        let output = folder.url.appending(path: "out")
        let report = try conformance.run(input, output: output)
        #expect(report.checks.map(\.largestDifference) == [1, 1])
        let computed = try JSONValue.parse(
            Array(Data(contentsOf: output.appending(path: "a.json"))))
        let error =
            "The chat template uses the tag 'include', line 1, which is not supported. Rewrite "
            + "that line, or do without the template."
        #expect(computed["rows"]?.arrayValue?.allSatisfy { $0["error"] == .string(error) } == true)
    }

    @Test func errorsAloneCanPass() throws {
        _ = try folder.write("in/a.json", #"{"rows": [{"messages": [], "error": "none"}]}"#)
        let report = try conformance.run(input, output: nil)
        #expect(report.isPassed)
        #expect(report.checks.map(\.kind) == ["a, errors"])
        _ = try folder.write("in/a.json", #"{"rows": []}"#)
        #expect(try !conformance.run(input, output: nil).isPassed)
    }

    @Test func referenceIsNeverOverwritten() {
        #expect(
            throws: ConformanceError.cannotWrite(
                path: input.path, reason: "it is the reference folder itself")
        ) { try conformance.run(input, output: input) }
    }

    @Test func fileWithoutRowsIsRefused() throws {
        let file = try folder.write("in/a.json", "{}")
        #expect(
            throws: ConformanceError.unreadable(path: file.path, reason: "it has no rows")
        ) { try conformance.run(input, output: nil) }
        _ = try folder.write("in/a.json", #"{"now": "soon", "rows": []}"#)
        #expect(
            throws: ConformanceError.unreadable(
                path: file.path, reason: "\"now\" is not a time such as 2026-11-23 12:00")
        ) { try conformance.run(input, output: nil) }
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("fixtures/chat-templates"),
            Comment(rawValue: SharedFixtures.reason)))
    func sharedTemplatesPass() throws {
        let report = try conformance.run(
            SharedFixtures.url("fixtures/chat-templates"), output: nil)
        #expect(report.isPassed)
        #expect(report.checks.map(\.count).reduce(0, +) == 50)
    }
}
