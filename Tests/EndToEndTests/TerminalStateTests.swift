import Foundation
import Testing

/// However the workbench ends, the terminal is as it was before.
@Suite(.serialized, .enabled(if: Workbench.canRun, Workbench.reason))
struct TerminalStateTests {
    @Test func quittingRestoresTheTerminal() throws {
        let workbench = try Workbench()
        let before = try workbench.terminal.lineSettings()
        try workbench.open()
        try workbench.terminal.press("q")
        #expect(try workbench.waitForShell() == 0)
        #expect(try workbench.terminal.flags() == .shell)
        #expect(try workbench.terminal.lineSettings() == before)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func beingAskedToEndRestoresTheTerminal(signal: Int32) throws {
        let workbench = try Workbench()
        let before = try workbench.terminal.lineSettings()
        try workbench.open()
        try workbench.terminal.sendSignal(signal)
        try workbench.waitForShell()
        #expect(try workbench.terminal.flags() == .shell)
        #expect(try workbench.terminal.lineSettings() == before)
    }

    @Test(arguments: [SIGTRAP, SIGSEGV, SIGILL, SIGABRT])
    func aCrashRestoresTheTerminalAndKeepsItsStatus(signal: Int32) throws {
        let workbench = try Workbench()
        let before = try workbench.terminal.lineSettings()
        try workbench.open()
        try workbench.terminal.sendSignal(signal)
        #expect(try workbench.waitForShell() == 128 + Int(signal))
        let screen = try workbench.terminal.screen()
        #expect(screen.contains("PromptIntern Workbench crashed; the terminal is restored"))
        #expect(try workbench.terminal.flags() == .shell)
        #expect(try workbench.terminal.lineSettings() == before)
    }

    @Test func stoppingGivesTheTerminalBackAndContinuingTakesItAgain() throws {
        let workbench = try Workbench()
        try workbench.open()
        let screen = try workbench.settledScreen()
        try workbench.terminal.press("C-z")
        try workbench.terminal.wait(for: .shell)
        try workbench.terminal.wait(for: "Stopped")
        try workbench.terminal.run("fg; echo left-again-$?")
        try workbench.terminal.waitUntilTaken()
        try workbench.terminal.wait(for: "the screen from before") { $0 == screen }
        try workbench.terminal.press("q")
        // Below what the shell wrote meanwhile, not over it.
        let after = try workbench.terminal.wait(for: "left-again-0")
        #expect(after.contains("left-with-148"))
        #expect(try workbench.terminal.flags() == .shell)
    }

    @Test func aTinyTerminalIsSurvivedAndOutgrown() throws {
        let workbench = try Workbench()
        try workbench.open()
        // A pane that was never shown asks for its numbers when it first is.
        try workbench.terminal.press("2", "3", "4", "5", "1")
        // Of 1,080 records the last stage's length may come after a second of standing still.
        try workbench.terminal.wait(for: "3: ~")
        let screen = try workbench.settledScreen()
        for (width, height) in [(20, 5), (1, 1), (2, 1), (300, 90), (100, 30)] {
            try workbench.terminal.resize(width: width, height: height)
            for pane in ["2", "3", "4", "5", "1"] { try workbench.terminal.press(pane) }
        }
        try workbench.terminal.wait(for: "the screen from before") { $0 == screen }
        try workbench.terminal.press("q")
        #expect(try workbench.waitForShell() == 0)
    }

    @Test func withoutATerminalItSaysWhatToDo() throws {
        let workbench = try Workbench()
        let result = try CommandResult.run([Workbench.binary ?? "", workbench.project.path])
        #expect(result.status != 0)
        #expect(result.error.contains("The workbench needs a terminal, but standard input is none"))
    }

    @Test(arguments: [
        ("dumb", "The terminal \"dumb\" (environment variable TERM) cannot place its cursor."),
        ("vt9000", "The terminal \"vt9000\" (environment variable TERM) has no terminfo entry"),
    ])
    func aTerminalThatCannotShowItIsNamed(name: String, message: String) throws {
        let workbench = try Workbench(width: 200)
        try workbench.terminal.run(
            "clear; TERM=\(name) \(Workbench.binary ?? "") \(workbench.project.path); "
                + "echo left-with-$?")
        #expect(try workbench.waitForShell() != 0)
        #expect(try workbench.terminal.screen().contains(message))
        #expect(try workbench.terminal.flags() == .shell)
    }
}
