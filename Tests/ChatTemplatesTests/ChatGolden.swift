import Foundation
import JSONText
import Testing

@testable import ChatTemplates

/// What Jinja2 renders, from chat_golden.json.
struct ChatGolden {
    /// One rendering with what has to come of it.
    struct Row: Sendable {
        let name: String
        let template: String
        let arguments: [String: JSONValue]
        let now: LocalTime
        let expected: JSONValue

        /// Fails the test where the renderer gives another text, or another error.
        func check() {
            let found = Self.render(template, arguments, now)
            #expect(
                sameBytes(found.text() + "", Self.outcome(of: expected).text()),
                "\(name)")
        }

        /// A text or an error, by its kind, as an object of one member.
        static func render(
            _ template: String, _ arguments: [String: JSONValue], _ now: LocalTime
        ) -> JSONValue {
            do {
                let template = try ChatTemplate(source: template)
                return ["text": .string(try template.render(arguments, now: now))]
            } catch let error as ChatTemplateError {
                return ["error": .string(error.jinjaMessage)]
            } catch {
                return ["unexpected": .string("\(error)")]
            }
        }

        static func outcome(of row: JSONValue) -> JSONValue {
            row["text"].map { ["text": $0] } ?? ["error": row["error"] ?? .null]
        }
    }

    let small: [Row]
    let families: [String: [Row]]

    static let shared: ChatGolden? = try? ChatGolden()

    private init() throws {
        let url = try #require(
            Bundle.module.url(
                forResource: "chat_golden", withExtension: "json", subdirectory: "Resources"))
        let golden = try JSONValue.parse(Array(Data(contentsOf: url)))
        let now = try #require(LocalTime(golden["now"]?.stringValue ?? ""))
        let variables = members(golden["variables"])
        small = try (golden["small"]?.arrayValue ?? []).map { row in
            let template = try #require(row["template"]?.stringValue)
            return Row(
                name: template, template: template, arguments: variables, now: now, expected: row)
        }
        let conversations = members(golden["conversations"])
        var families: [String: [Row]] = [:]
        for family in golden["families"]?.arrayValue ?? [] {
            let name = try #require(family["name"]?.stringValue)
            let template = try #require(family["template"]?.stringValue)
            families[name] = try (family["rows"]?.arrayValue ?? []).map { row in
                let conversation = try #require(row["case"]?.stringValue)
                return Row(
                    name: "\(name), \(conversation)", template: template,
                    arguments: members(conversations[conversation]), now: now, expected: row)
            }
        }
        self.families = families
    }
}

/// An object's members by their names.
func members(_ value: JSONValue?) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for member in value?.objectValue?.members ?? [] { result[member.key] = member.value }
    return result
}

/// Whether two texts are the same bytes; Swift's == would let spellings of "é" pass.
func sameBytes(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
