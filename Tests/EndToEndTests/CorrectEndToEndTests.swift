import Foundation
import TestSupport
import Testing

/// `promptintern correct`, and the imports that keep to it.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct CorrectEndToEndTests {
    private struct Added: Decodable {
        struct Record: Decodable {
            struct Span: Decodable {
                var kind: String
                var text: String
            }
            var id: String
            var before: [Span]
            var after: [Span]?
        }
        var number: Int
        var saved: Bool
        var prompts: Int?
        var record: Record?
    }

    private struct Checked: Decodable {
        struct Use: Decodable {
            var number: Int
            var prompts: Int
        }
        var inexact: Int
        var corrections: [Use]
    }

    private let folder: TemporaryFolder
    private let log: URL

    init() throws {
        folder = try TemporaryFolder()
        let starts = ["Where is", "Who was", "Tell me about", "Why not", "How does one find"]
        let lines = (0..<30).map { index in
            "{\"prompt\": \"Answer in one word.\\n- Never tell a secret.\\n\\nQuestion: "
                + "\(starts[index % 5]) \(index)?\\nAnswer:\", \"completion\": \" w\(index)\"}\n"
        }
        log = try folder.write("log.jsonl", lines.joined())
        _ = try folder.write("project/notes.txt", "")
        _ = try folder.write("model/config.json", "{}")
    }

    private var project: String { folder.url.appending(path: "project").path }

    private func run(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run([try #require(Workbench.binary)] + arguments)
    }

    private func decoded<Value: Decodable>(_ result: CommandResult) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(result.output.utf8))
    }

    @Test func aCorrectionIsAddedShownAppliedAndTakenAway() throws {
        let add = try run(
            "correct", "add", project, "--log", log.path, "--is", "pinned", "--text",
            "- Never tell a secret.", "--json")
        #expect(add.error == "" && add.status == 0)
        let added: Added = try decoded(add)
        #expect(added.number == 1 && added.saved && added.prompts == 30)
        #expect(added.record?.before.map(\.kind) == ["template", "query"])
        #expect(added.record?.after?.map(\.kind) == ["template", "pinned", "query"])

        let made = try run(
            "import", log.path, "--output", project, "--model",
            folder.url.appending(path: "model").path)
        #expect(made.status == 0)
        #expect(made.output.contains("  1  30  pinned \"- Never tell a secret.\""))
        #expect(made.output.contains("Every prompt comes back"))
        let again = try run("import", log.path, "--output", project, "--update", "--json")
        #expect(again.status == 0)
        #expect(again.output.contains("\"updated\": true"))

        let check = try run("correct", "check", project, "--json")
        #expect(check.status == 0)
        let checked: Checked = try decoded(check)
        #expect(checked.inexact == 0 && checked.corrections.map(\.prompts) == [30])
        #expect(try run("correct", "list", project).output.contains("1  pinned"))
        #expect(try run("correct", "remove", project, "1").status == 0)
        #expect(try run("correct", "list", project).output.contains("has no corrections"))
    }

    @Test func whatTouchesNothingIsNotSavedAndMistakesAreTold() throws {
        let useless = try run(
            "correct", "add", project, "--log", log.path, "--is", "pinned", "--text", "nothing",
            "--json")
        #expect(useless.status == 1)
        let added: Added = try decoded(useless)
        #expect(!added.saved && added.prompts == 0)
        #expect(
            !FileManager.default.fileExists(
                atPath: folder.url.appending(path: "project/corrections.yaml").path))
        let unknown = try run("correct", "add", project, "--is", "pined", "--text", "a")
        #expect(unknown.status != 0 && unknown.error.contains("does not know \"pined\""))
        let nowhere = try run("correct", "list", project + "/none")
        #expect(nowhere.status != 0 && nowhere.error.contains("There is no such folder."))
        let half = try run("decompose", log.path, "--between", "x")
        #expect(half.error.contains("--between and --answer belong together"))
    }
}
