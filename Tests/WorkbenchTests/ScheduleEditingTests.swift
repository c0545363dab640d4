import Prompts
import TerminalUI
import Testing

@testable import Workbench

@Suite struct ScheduleEditingTests {
    private func driver() throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        try driver.type("2")
        return driver
    }

    private func stages(_ driver: WorkbenchDriver) -> [String] {
        driver.app.model.schedule.schedule.stages.map {
            "\($0.compressionRate) \($0.shots) \($0.epochs)"
        }
    }

    @Test func arrowsChangeTauOfTheSelectedStage() throws {
        let driver = try driver()
        try driver.type("down right right shift-left")
        #expect(stages(driver) == ["1.0 4 2", "0.69 2 1", "0.3 1 1", "0.0 0 2"])
        try driver.type("up right")
        #expect(driver.app.model.toast?.text == "τ can go no further.")
    }

    @Test func spaceGoesToExamplesAndEpochs() throws {
        let driver = try driver()
        try driver.type("space right right space left left left")
        #expect(stages(driver)[0] == "1.0 6 1")
        try driver.type("space space space left")
        #expect(stages(driver)[0] == "0.95 6 1")
    }

    @Test func rateAndWarmUpOfAStageAreItsOwnUntilTakenBack() throws {
        let driver = try driver()
        try driver.type("down space space space right right shift-left")
        func stage() -> StageSetting { driver.app.model.schedule.schedule.stages[1] }
        // 2e-4 is the project's; two steps up, one fine step down.
        #expect(stage().learningRate == 2.94e-4)
        #expect(driver.text.contains("◂2.94e-4▸"))
        try driver.type("space right right")
        #expect(stage().warmupSteps == 2)
        try driver.type("backspace")
        #expect(stage().warmupSteps == nil)
        try driver.type("backspace")
        #expect(
            driver.app.model.toast?.text
                == "Only a stage's own learning rate or warm-up can be taken back.")
        try driver.type("[ backspace")
        #expect(stage().learningRate == nil)
        try driver.type("u")
        #expect(stage().learningRate == 2.94e-4)
    }

    @Test(arguments: [
        (2e-4, true, 2.5e-4), (8e-4, true, 1e-3), (1e-3, false, 8e-4), (3.3e-4, false, 3e-4),
        (1.0, true, 1.0), (1e-7, false, 1e-7),
    ])
    func ratesStepThroughRoundNumbers(rate: Double, up: Bool, next: Double) {
        #expect(RateLadder.next(rate, up: up, finely: false) == next)
    }

    @Test func tokensFollowAtOnceAndBecomeExact() throws {
        let driver = try driver()
        driver.services.answers = false
        try driver.type("down left")
        let estimated = driver.app.model.schedule.plan
        #expect(!driver.app.model.schedule.isPlanExact)
        #expect(estimated?.stages[1].compressionRate == 0.55)
        let input = estimated?.stages[1].inputTokensPerRecord ?? 0
        #expect(input > 254 && input < 362)
        let asked = driver.services.requests.last
        let revision = driver.app.model.schedule.revision
        #expect(asked == .plan(driver.app.model.schedule.schedule, revision: revision))
        try driver.push(
            .plan(FakeProject.plan(driver.app.model.schedule.schedule, revision: revision)))
        #expect(driver.app.model.schedule.isPlanExact)
    }

    @Test func anAnswerToAnOlderScheduleIsLeftOut() throws {
        let driver = try driver()
        driver.services.answers = false
        let old = driver.app.model.schedule.revision
        try driver.type("down left")
        try driver.push(.plan(FakeProject.plan(FakeProject.schedule, revision: old)))
        #expect(!driver.app.model.schedule.isPlanExact)
    }

    @Test func onlyTheLastOfManyEditsInOneTurnIsCounted() throws {
        let driver = try driver()
        let before = driver.services.requests.count
        driver.terminal.type("down left left left left")
        try driver.app.turn()
        let plans = driver.services.requests.dropFirst(before).filter {
            if case .plan = $0 { true } else { false }
        }
        #expect(
            plans == [
                .plan(
                    driver.app.model.schedule.schedule,
                    revision: driver.app.model.schedule.revision)
            ])
    }

    @Test func undoAndRedoGoThroughAllEdits() throws {
        let driver = try driver()
        let start = stages(driver)
        try driver.type("left down a x E I down right")
        let end = stages(driver)
        try driver.type("u u u u u u u u u u")
        #expect(stages(driver) == start)
        #expect(driver.app.model.toast?.text == "There is nothing to undo.")
        try driver.type("ctrl-r ctrl-r ctrl-r ctrl-r ctrl-r ctrl-r ctrl-r")
        #expect(stages(driver) == end)
    }

    @Test func presetsKeepStagesExamplesAndEpochs() throws {
        let driver = try driver()
        try driver.type("L")
        #expect(stages(driver) == ["1.0 4 2", "0.67 3 1", "0.33 1 1", "0.0 0 2"])
        #expect(driver.text.contains("Schedule · linear"))
        try driver.type("E")
        #expect(stages(driver).map { $0.prefix(4) } == ["1.0 ", "0.33", "0.09", "0.0 "])
        try driver.type("I")
        #expect(driver.text.contains("Schedule · inverse-exponential"))
    }

    @Test func aStageIsAddedHalfWayAndRemoved() throws {
        let driver = try driver()
        try driver.type("down a")
        #expect(stages(driver)[2] == "0.45 1 1")
        #expect(driver.app.model.schedule.selected == 2)
        try driver.type("x x x x x x")
        #expect(stages(driver).count == 1)
        #expect(driver.app.model.toast?.text == "A schedule needs at least one stage.")
    }

    @Test func savingSendsTheScheduleAndSaysSo() throws {
        let driver = try driver()
        try driver.type("s")
        #expect(
            driver.app.model.toast?.text == "The schedule is the same as in the project's file.")
        try driver.type("left s")
        #expect(!driver.app.model.schedule.isEdited)
        #expect(driver.app.model.toast?.text == "The schedule is saved in the project's file.")
    }

    @Test func warningsOfTheScheduleAreShown() throws {
        let driver = try driver()
        try driver.type("down down down right")
        #expect(driver.text.contains("1 to look at"))
        #expect(driver.text.contains("! The last stage still shows"))
    }

    @Test func estimatesLieBetweenKnownStages() {
        let exact = FakeProject.plan(FakeProject.schedule, revision: 1)
        let estimate = PlanEstimate(exact)
        let same = estimate.plan(for: FakeProject.schedule, 2)
        for (left, right) in zip(same.stages, exact.stages) {
            #expect(abs(left.inputTokensPerRecord - right.inputTokensPerRecord) < 1)
            #expect(left.stepCount == right.stepCount)
        }
        let empty = PlanEstimate(
            PlanPreview(revision: 0, stages: [], recordCount: 0, meanOutputTokens: 0)
        ).plan(for: FakeProject.schedule, 1)
        #expect(empty.stages.map(\.templateTokens) == [0, 0, 0, 0])
    }
}
