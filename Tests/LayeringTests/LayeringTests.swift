import Foundation
import Testing

@Suite struct LayeringTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func everyImportOfTheSourcesIsAllowed() throws {
        let lines = try ImportLine.all(under: Self.root)
        #expect(lines.count > 50, "The test found hardly any import: has Sources moved?")
        let targets = try Set(
            FileManager.default.contentsOfDirectory(
                atPath: Self.root.appending(path: "Sources").path))
        for line in lines {
            if let objection = LayeringRules.objection(to: line, targets: targets) {
                Issue.record("\(line.place): imports \(line.module), but \(objection).")
            }
        }
    }

    @Test func everyTargetNamedInTheRulesExists() throws {
        let sources = Self.root.appending(path: "Sources")
        let named = LayeringRules.engine.union(LayeringRules.screens)
            .union(LayeringRules.leaves.keys).union(LayeringRules.forbidden.keys)
            .union(LayeringRules.owners.values.joined())
        for name in named.sorted() {
            #expect(
                FileManager.default.fileExists(atPath: sources.appending(path: name).path),
                "LayeringRules.swift names \(name), which is no folder of Sources.")
        }
    }

    @Test(arguments: [
        ("Training", "GRDB", "the engine knows no database"),
        ("LanguageModel", "TerminalUI", "the engine knows no screen"),
        ("RunEvents", "Prompts", "RunEvents is a leaf"),
        ("Workbench", "CNcurses", "only CursesTerminal may import CNcurses"),
        ("RunControl", "GRDB", "only RunStore and Retrieval may import GRDB"),
        ("Workbench", "Training", "Workbench must not know Training"),
        ("Workbench", "CursesTerminal", "only promptintern may import CursesTerminal"),
    ])
    func forbiddenImportIsRefused(target: String, module: String, objection: String) {
        let line = ImportLine(target: target, module: module, place: "x.swift:1")
        let targets: Set<String> = ["Prompts", "Training", "TerminalUI", "CNcurses"]
        #expect(LayeringRules.objection(to: line, targets: targets) == objection)
    }

    @Test func importsAreFoundInEverySpelling() {
        let text = """
            // import Nothing
            import Foundation
            @preconcurrency import CNcurses
            package import struct TerminalUI.Cell
            let text = "import X"
            """
        let lines = ImportLine.all(in: text, target: "T", path: "T.swift")
        #expect(lines.map(\.module) == ["Foundation", "CNcurses", "TerminalUI"])
        #expect(lines.map(\.place) == ["T.swift:2", "T.swift:3", "T.swift:4"])
    }
}
