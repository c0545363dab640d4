import Foundation
import Testing

/// The user story that the workbench exists for, keys in, screen out.
@Suite(.serialized, .enabled(if: Workbench.canRun, Workbench.reason))
struct WorkbenchEndToEndTests {
    /// Generous: a machine may be busy, and a wait ends as soon as the text is there.
    private static let trainingSeconds = 900.0
    /// Keys must be answered at once also while a training uses every core.
    private static let responseSeconds = 5.0

    @Test(.timeLimit(.minutes(20)))
    func aRunIsPlannedTrainedComparedAndFoundAgain() throws {
        let workbench = try Workbench(width: 120, height: 40, trainingRecords: 96)
        let terminal = workbench.terminal
        try workbench.open()
        try changeTheSchedule(terminal)
        try train(terminal)
        try compare(terminal)
        try terminal.press("q")
        #expect(try workbench.waitForShell() == 0)
        try findTheRunAgain(workbench)
    }

    /// Less template in the second stage; the exact numbers follow.
    private func changeTheSchedule(_ terminal: TmuxSession) throws {
        try terminal.press("2")
        try terminal.wait(for: "exact numbers") { $0.contains("0.67") && !$0.contains("~") }
        try terminal.press("Down", "Left")
        try terminal.wait(for: "the changed rate with exact numbers") {
            $0.contains("0.62") && !$0.contains("~")
        }
        try terminal.press("s")
        try terminal.wait(for: "as in the project's file")
    }

    /// To the end of the last stage; other panes answer meanwhile.
    private func train(_ terminal: TmuxSession) throws {
        try terminal.press("3", "s")
        try terminal.wait(for: "a first step", seconds: Self.trainingSeconds) {
            $0.range(of: "step +[0-9]+ of", options: .regularExpression) != nil
        }
        try terminal.press("1")
        try terminal.wait(for: "Records", seconds: Self.responseSeconds)
        try terminal.press("3")
        try terminal.wait(for: "Progress", seconds: Self.responseSeconds)
        try terminal.wait(for: "✓ finished", seconds: Self.trainingSeconds)
        // Stage borders and the curves' names are part of the picture.
        let screen = try terminal.screen()
        #expect(screen.contains("validation, query only"))
        #expect(screen.contains("0.62"))
    }

    /// Two answers to one held-out record, each with its judgement.
    private func compare(_ terminal: TmuxSession) throws {
        try terminal.press("4")
        try terminal.wait(for: "Last evaluation")
        try terminal.press("Enter")
        try terminal.wait(for: "two judged answers", seconds: 60) {
            $0.matches(of: /✓ match|✗ differs/).count == 2
        }
    }

    /// The next day.
    private func findTheRunAgain(_ workbench: Workbench) throws {
        let terminal = workbench.terminal
        try workbench.open()
        try terminal.press("5")
        try terminal.wait(for: "✓ finished")
        try terminal.press("Enter")
        try terminal.wait(for: "train", seconds: 20)
        try terminal.press("q")
        #expect(try workbench.waitForShell() == 0)
        let saved = try String(
            contentsOf: workbench.project.appending(path: "project.yaml"), encoding: .utf8)
        #expect(saved.contains("0.62"))
    }
}
