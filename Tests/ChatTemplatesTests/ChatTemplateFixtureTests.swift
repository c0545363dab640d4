import Foundation
import JSONText
import TestSupport
import Testing

@testable import ChatTemplates

/// The shared reference templates with their conversations.
@Suite(
    .enabled(
        if: SharedFixtures.has("fixtures/chat-templates"),
        Comment(rawValue: SharedFixtures.reason)))
struct ChatTemplateFixtureTests {
    @Test(arguments: ["chatml", "llama3-headers", "mistral-inst", "phi", "tools-macro"])
    func allConversationsAreEqual(_ name: String) throws {
        let root = SharedFixtures.url("fixtures/chat-templates")
        let golden = try JSONValue.parse(
            Array(Data(contentsOf: root.appending(path: "\(name).json"))))
        let source = try String(
            contentsOf: root.appending(path: "\(name).jinja"), encoding: .utf8)
        let now = try #require(LocalTime(golden["now"]?.stringValue ?? ""))
        let rows = try #require(golden["rows"]?.arrayValue)
        #expect(rows.count == 10)
        for row in rows {
            var arguments = members(row["arguments"])
            arguments["messages"] = row["messages"]
            ChatGolden.Row(
                name: "\(name), \(row["case"]?.stringValue ?? "")", template: source,
                arguments: arguments, now: now, expected: row
            ).check()
        }
    }
}
