import Foundation
import RunEvents
import TerminalUI
import Testing

@testable import Workbench

@Suite struct TrainingTests {
    private func driver(_ keys: String = "3") throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        try driver.type(keys)
        return driver
    }

    @Test func startPauseResumeAndStopAreSent() throws {
        let driver = try driver("3 s p r x")
        #expect(driver.text.contains("Stop the training?"))
        try driver.type("y")
        let control = driver.services.requests.filter {
            switch $0 {
            case .startTraining, .pauseTraining, .resumeTraining, .stopTraining: true
            default: false
            }
        }
        #expect(
            control == [
                .startTraining(FakeProject.schedule), .pauseTraining, .resumeTraining,
                .stopTraining,
            ])
        #expect(driver.app.model.training.status == .stopped)
        #expect(driver.terminal.bellCount == 1)
    }

    @Test func whatCannotBeDoneSaysWhy() throws {
        let driver = try driver("3 p")
        #expect(driver.app.model.toast?.text == "No training is running.")
        try driver.type("s s")
        #expect(
            driver.app.model.toast?.text
                == "\"linear-4\" is being trained; stop it first with x.")
        try driver.type("r")
        #expect(
            driver.app.model.toast?.text
                == "No training is paused; s starts one, c in Runs goes on with one.")
    }

    @Test func aRunOfAnotherProcessCanOnlyBeWatched() throws {
        let driver = try driver()
        var header = FakeProject.header
        header.isOwn = false
        try driver.push(.runStarted(header))
        try driver.type("p")
        #expect(
            driver.app.model.toast?.text
                == "\"linear-4\" is trained by another process; it can only be watched here.")
        try driver.type("q")
        #expect(driver.app.model.isQuitting)
    }

    @Test func quittingWhileTrainingAsksAndStops() throws {
        let driver = try driver("3 s q")
        #expect(driver.text.contains("Quit while training?"))
        try driver.type("n")
        #expect(!driver.app.model.isQuitting)
        try driver.type("ctrl-c y")
        #expect(driver.app.model.isQuitting)
        #expect(driver.services.requests.last == .listRuns)
        #expect(driver.services.requests.contains(.stopTraining))
    }

    @Test func aStopBeforeTheStartIsAskedForAgain() throws {
        let driver = try driver()
        driver.services.answers = false
        try driver.type("s q y")
        let before = driver.services.requests.filter { $0 == .stopTraining }.count
        try driver.push(.runStarted(FakeProject.header))
        #expect(driver.services.requests.filter { $0 == .stopTraining }.count == before + 1)
        #expect(driver.app.model.training.isStopping)
    }

    @Test func theLoopEndsWhenTheTrainingHasStopped() throws {
        let terminal = MemoryTerminal(size: Size(width: 80, height: 24))
        let services = FakeServices()
        let app = WorkbenchApp(
            terminal: terminal, services: services, options: WorkbenchOptions(clock: { 0 }))
        let keys = ["3", "s", "q", "y"]
        var sent = 0
        var idleTurns = 0
        terminal.onIdle = { terminal in
            idleTurns += 1
            if sent < keys.count, idleTurns % 4 == 0 {
                terminal.type(keys[sent])
                sent += 1
            }
        }
        try app.run()
        #expect(app.model.training.status == .stopped)
    }

    @Test func stepsThatComeTwiceCountOnce() throws {
        let driver = try driver()
        try driver.push(
            .runStarted(FakeProject.header), .steps(12, FakeProject.steps(1...50)),
            .steps(12, FakeProject.steps(40...60)), .steps(99, FakeProject.steps(61...70)))
        #expect(driver.app.model.training.curves.loss.count == 60)
        #expect(driver.app.model.training.lastStep?.step == 60)
    }

    @Test func theRestOfTheTimeFollowsTheShorterPrompts() throws {
        let driver = try driver()
        try driver.train(to: 120)
        let seconds = try #require(driver.app.model.training.secondsLeft)
        // 60, 60 and 120 steps of 194 ms, each in proportion to its input of 607 tokens.
        let inputs = FakeProject.stages(FakeProject.schedule).map(\.inputTokensPerRecord)
        let wanted =
            0.194 * (60 * inputs[1] + 60 * inputs[2] + 120 * inputs[3]) / inputs[0]
        #expect(abs(seconds - wanted) < 1e-9)
    }

    @Test func aLossThatIsNoNumberIsNamedAndLeavesAGap() throws {
        let driver = try driver()
        var steps = FakeProject.steps(1...40)
        steps[19].loss = .nan
        try driver.push(.runStarted(FakeProject.header), .steps(12, steps))
        #expect(driver.text.contains("! The loss is no number since step 20."))
        #expect(driver.app.model.training.curves.smoothedLoss.y[39].isFinite)
    }

    @Test func aFailureStaysOnTheScreen() throws {
        let driver = try driver()
        try driver.train(to: 20)
        try driver.push(.runStatus(12, .failed, text: "Disk full."))
        try driver.type("1 3 esc")
        #expect(driver.text.contains("✗ The run failed. Disk full."))
    }

    @Test func smoothingGoesOverAllPoints() throws {
        let driver = try driver()
        try driver.train(to: 100)
        try driver.type("- - - -")
        let curves = driver.app.model.training.curves
        #expect(curves.smoothing == 0)
        #expect(curves.smoothedLoss == curves.loss)
        try driver.type("+")
        #expect(driver.app.model.toast?.text == "Smoothing 0.5.")
    }

    @Test func aFailedRequestIsAMessageUntilItIsDismissed() throws {
        let driver = try driver("3 s")
        try driver.push(
            .failed(title: "The training did not start", text: "model/: No config.json."))
        #expect(driver.text.contains("model/: No config.json."))
        #expect(driver.app.model.training.isStarting == false)
        try driver.type("esc")
        #expect(!driver.text.contains("No config.json"))
    }
}
