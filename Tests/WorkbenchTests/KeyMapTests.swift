import TerminalUI
import Testing

@testable import Workbench

@Suite struct KeyMapTests {
    @Test func noKeyHasTwoMeaningsInAContext() { #expect(KeyMap.default.conflicts == []) }

    @Test func conflictsAreNamed() {
        let keys = KeyMap([
            .init("a b", .up, in: .runs, "up", "Up"), .init("b", .down, in: .runs, "down", "Down"),
        ])
        #expect(keys.conflicts == ["b in runs is bound to up and to down."])
    }

    @Test func everyActionHasAKeyAndADescription() {
        let bound = Set(KeyMap.default.bindings.map(\.action))
        #expect(WorkbenchAction.allCases.filter { !bound.contains($0) } == [])
        for binding in KeyMap.default.bindings {
            #expect(!binding.title.isEmpty && !binding.description.isEmpty)
        }
    }

    @Test func everyContextCanBeLeft() {
        for context in KeyContext.allCases {
            let actions = KeyMap.default.bindings(in: context).map(\.action)
            #expect(actions.contains(.dismiss) || actions.contains(.quit), "\(context)")
        }
    }

    @Test func theTableIsPrintedForManuals() {
        let keys = KeyMap([
            .init("up k", .up, in: .runs, "up", "Run before"),
            .init("q ctrl-c", .quit, in: .everywhere, "quit", "Leave"),
        ])
        #expect(
            keys.text == """
                Everywhere
                  q ctrl-c  Leave

                Runs
                  ↑ k       Run before

                """)
        #expect(KeyMap.default.text.contains("  s ctrl-s"))
    }

    @Test func overlaysTakeAllKeys() {
        #expect(KeyMap.default.action(for: KeyPress("1"), in: .confirmation) == nil)
        #expect(KeyMap.default.action(for: KeyPress("1"), in: .runs) == .showPrompts)
    }
}
