import Foundation
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// Every pane as a picture of text.
///
/// `UPDATE_GOLDEN=1` writes the pictures anew; look at the
/// difference before it is committed.
@Suite struct ScreenGoldenTests {
    static let folder = SharedFixtures.projectRoot.appending(
        path: "Tests/WorkbenchTests/Resources/screens")
    static let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 40)]

    private func expectPicture(_ name: String, _ driver: WorkbenchDriver) throws {
        let size = driver.terminal.size
        let file = Self.folder.appending(path: "\(name)-\(size).txt")
        let picture = driver.text + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try Data(picture.utf8).write(to: file)
            return
        }
        let wanted = try String(contentsOf: file, encoding: .utf8)
        #expect(picture == wanted, "\(name) at \(size) is\n\(picture)")
    }

    @Test(arguments: sizes) func promptsShowThePartsOfAStage(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try expectPicture("prompts-0", driver)
        try driver.type("right")
        try expectPicture("prompts-1", driver)
        try driver.type("right right")
        try expectPicture("prompts-3", driver)
    }

    @Test(arguments: sizes) func scheduleShowsTokensAndCourse(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("2")
        try expectPicture("schedule", driver)
        driver.services.answers = false
        try driver.type("down right esc")
        try expectPicture("schedule-estimated", driver)
    }

    @Test(arguments: sizes) func stagesWithoutTemplatesShowProgressOrReason(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("2")
        var plan = FakeProject.plan(
            FakeProject.schedule, revision: driver.app.model.schedule.revision)
        plan.problems = [1: .pending, 2: .pending]
        try driver.push(
            .plan(plan), .compressing("compressing, section 3 of 12, stage tau 0.60"))
        try expectPicture("schedule-compressing", driver)
        plan.problems = [
            2: .failed(
                """
                Template part 1 cannot be shortened to tau 0.3 by "command" in stage 2.
                The compressor command failed: exit status 7. It said: no model
                sh shorten.sh
                Try it by hand with the template on its standard input.
                """)
        ]
        try driver.push(.compressingEnded, .plan(plan))
        try expectPicture("schedule-failed", driver)
    }

    @Test(arguments: sizes) func trainShowsCurveAndProgress(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("3")
        try expectPicture("train-idle", driver)
        try driver.train(to: 203)
        try expectPicture("train", driver)
        try driver.push(
            .runStatus(
                12, .failed,
                text: "The loss became NaN at step 204. The state of step 180 is kept; lower the "
                    + "learning rate in project.yaml and continue the run."))
        try expectPicture("train-failed", driver)
    }

    @Test(arguments: sizes) func compareShowsBothAnswers(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("4")
        try expectPicture("compare-empty", driver)
        try driver.train(to: 360)
        try driver.type("down enter")
        try expectPicture("compare", driver)
        try driver.push(.verdict(FakeProject.verdict))
        try expectPicture("compare-verdict", driver)
        try driver.type("v")
        try expectPicture("compare-verdict-report", driver)
    }

    @Test(arguments: sizes) func ratingHidesTheNames(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("4 r 1")
        try expectPicture("rating", driver)
        try driver.type("esc")
        try expectPicture("rating-result", driver)
    }

    @Test(arguments: sizes) func runsShowTheHistory(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("5 down")
        try expectPicture("runs", driver)
        try driver.type("x")
        try expectPicture("runs-delete", driver)
        try driver.type("n enter")
        try expectPicture("run", driver)
    }

    @Test(arguments: sizes + [Size(width: 200, height: 60)])
    func aMeasuredRunShowsWhatItHasTakenIn(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("5 down enter")
        try driver.push(.runOpened(FakeProject.measured))
        for _ in 0..<11 { try driver.type("down") }
        try expectPicture("run-measured", driver)
    }

    @Test(arguments: sizes) func helpListsTheKeysOfAPane(_ size: Size) throws {
        let driver = try WorkbenchDriver(size)
        try driver.type("2 ?")
        try expectPicture("help", driver)
    }

    @Test func aWideScreenUsesItsRoom() throws {
        let driver = try WorkbenchDriver(Size(width: 200, height: 60))
        try driver.train(to: 203)
        for (key, name) in [
            ("1", "prompts"), ("2", "schedule"), ("3", "train"), ("4", "compare"), ("5", "runs"),
        ] {
            try driver.type(key)
            try expectPicture("\(name)-wide", driver)
        }
    }

    @Test func asciiTerminalsGetNothingElse() throws {
        let driver = try WorkbenchDriver(
            Size(width: 80, height: 24),
            capabilities: TerminalCapabilities(colorTier: .mono, hasUnicode: false))
        try driver.train(to: 203)
        try driver.type("3")
        try expectPicture("train-ascii", driver)
        #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
    }
}
