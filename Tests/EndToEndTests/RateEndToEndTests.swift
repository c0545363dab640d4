import Foundation
import RunTestSupport
import TestSupport
import Testing

/// Rating by key in a real terminal, and by file without one.
@Suite(.serialized, .enabled(if: Workbench.canRun, Workbench.reason))
struct RateEndToEndTests {
    private let project: SmallProject
    private let terminal: TmuxSession
    private let settings: String

    /// Six pairs, of which the last has equal answers and one would steer the terminal.
    init() throws {
        project = try SmallProject()
        _ = try project.storeAnswers(
            project.openStore(), queryOnly: { $0 == 5 ? "same" : "short \($0)" },
            full: { $0 == 5 ? "same" : "full \($0) \u{1B}[2J\u{1B}[31m" })
        terminal = try TmuxSession(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try terminal.wait(for: "ready$")
        settings = try terminal.lineSettings()
    }

    private func start(_ options: String = "") throws {
        let binary = try #require(Workbench.binary)
        try terminal.run(
            "clear; \(binary) rate \(project.url.path) \(options); echo left-with-$?")
        try terminal.wait(for: "Pair 1 of 5")
    }

    /// Presses a key once the pair is there.
    private func press(_ key: String, at pair: Int) throws {
        try terminal.wait(for: "Pair \(pair) of")
        try terminal.wait(for: "q stop") { screen in
            // The keys stand below the pair that was shown last.
            guard let shown = screen.range(of: "Pair \(pair) of", options: .backwards) else {
                return false
            }
            return screen[shown.upperBound...].contains("q stop")
        }
        // Any earlier it would not count.
        try terminal.press(key)
    }

    private func result() throws -> String {
        let result = try CommandResult.run([
            try #require(Workbench.binary), "rate", project.url.path, "--result",
        ])
        #expect(result.status == 0)
        return result.output
    }

    @Test func ratingsAreKeptAndTold() throws {
        try start()
        let screen = try terminal.screen()
        #expect(!screen.contains("query-only") && !screen.contains("tuned"))
        // What an answer would do to the terminal is shown instead.
        #expect(screen.contains("full 0 ␛[2J␛[31m"))
        try press("1", at: 1)
        try press("=", at: 2)
        try press("s", at: 3)
        try press("q", at: 4)
        try terminal.wait(for: "left-with-0")
        #expect(try terminal.lineSettings() == settings)
        let text = try result()
        #expect(text.contains("3 pairs not rated yet"), "\(text)")
        #expect(text.contains("tied 2 (1 of equal answers)"), "\(text)")
        #expect(text.contains("Verdict: "))
    }

    @Test func undoTakesBack() throws {
        try start()
        try press("2", at: 1)
        try press("u", at: 2)
        try terminal.wait(for: "the first pair again") { screen in
            guard let second = screen.range(of: "Pair 2 of 5") else { return false }
            return screen[second.upperBound...].contains("Pair 1 of 5")
        }
        try terminal.press("q")
        try terminal.wait(for: "left-with-0")
        #expect(try result().contains("5 pairs not rated yet"))
    }

    @Test func specialKeysRateNothing() throws {
        try start()
        // F1 and a shifted arrow send sequences with a 1 and a 2 in them.
        try terminal.press("F1", "S-Up", "F5", "Up", "Delete")
        try terminal.press("q")
        try terminal.wait(for: "left-with-0")
        #expect(try result().contains("5 pairs not rated yet"))
    }

    @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129)])
    func aSignalGivesTheTerminalBack(number: Int32, status: Int) throws {
        try start()
        try press("1", at: 1)
        try terminal.wait(for: "Pair 2 of 5")
        try terminal.sendSignal(number)
        try terminal.wait(for: "left-with-\(status)")
        try terminal.wait(for: "The ratings are kept")
        #expect(try terminal.lineSettings() == settings)
        #expect(try result().contains("4 pairs not rated yet"))
    }

    @Test func interruptingGivesTheTerminalBack() throws {
        try start()
        try terminal.press("C-c")
        try terminal.wait(for: "left-with-130")
        #expect(try terminal.lineSettings() == settings)
    }

    @Test func aStoppedSittingGoesOn() throws {
        try start()
        try terminal.press("C-z")
        try terminal.wait(for: "Stopped")
        try terminal.run("clear; fg")
        try terminal.wait(for: "Pair 1 of 5")
        try press("1", at: 1)
        try press("q", at: 2)
        try terminal.wait(for: "4 pairs not rated yet")
        #expect(try terminal.lineSettings() == settings)
    }

    @Test func withoutATerminalAFileServes() throws {
        let binary = try #require(Workbench.binary)
        func rate(_ arguments: String...) throws -> CommandResult {
            try CommandResult.run([binary, "rate", project.url.path] + arguments)
        }
        let refused = try rate()
        #expect(refused.status != 0)
        #expect(refused.error.contains("Rating by key needs a terminal"))
        let file = project.url.appending(path: "pairs.jsonl")
        #expect(try rate("--export", file.path).status == 0)
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("\"better\":null", with: "\"better\":\"tie\"").write(
            to: file, atomically: true, encoding: .utf8)
        let read = try rate("--ratings", file.path, "--json")
        #expect(read.status == 0)
        #expect(read.error.contains("5 ratings taken"))
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any])
        #expect(json["ties"] as? Int == 6)
        #expect((json["win_rate"] as? [String: Any])?["value"] as? Double == 0.5)
        // All are rated: nothing to ask, and no terminal needed.
        #expect(try rate().status == 0)
    }
}
