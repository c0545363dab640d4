import Prompts
import TerminalUI
import Testing

@testable import Workbench

/// Templates that are being compressed, or cannot be.
@Suite struct CompressionTests {
    private static let failure = """
        Template part 1 cannot be shortened to tau 0.67 by "command" in stage 1.
        The compressor command failed: exit status 7.
        sh shorten.sh
        Try it by hand with the template on its standard input.
        """

    private func driver(
        _ problems: [Int: StageProblem], width: Int = 100
    ) throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(Size(width: width, height: 30))
        var plan = FakeProject.plan(
            FakeProject.schedule, revision: driver.app.model.schedule.revision)
        plan.problems = problems
        try driver.push(.plan(plan))
        return driver
    }

    @Test func progressIsShownAndCanBeStopped() throws {
        let driver = try driver([1: .pending, 2: .pending])
        try driver.push(.compressing("compressing, section 3 of 12, stage tau 0.33"))
        #expect(driver.text.contains("◆ compressing, section 3 of 12, stage tau 0.33"))
        try driver.type("2")
        #expect(driver.text.contains("2 stages lack prompts"))
        #expect(driver.text.contains("X stops it"))
        #expect(!driver.text.contains("r compresses again"))
        try driver.type("X")
        #expect(driver.services.requests.last == .stopCompressing)
        #expect(driver.app.model.compression == nil)
        try driver.type("X")
        #expect(driver.app.model.toast?.text == "Nothing is being compressed.")
    }

    @Test func aTrainingCanBeAskedForMeanwhile() throws {
        let driver = try driver([1: .pending])
        try driver.push(.compressing("compressing, stage tau 0.67"))
        driver.services.answers = false
        try driver.type("3 s")
        #expect(
            driver.services.requests.last
                == .startTraining(driver.app.model.schedule.schedule))
        #expect(driver.text.contains("◆ starting"))
    }

    @Test func aFailedStageSaysWhatAndAKeyTriesAgain() throws {
        let driver = try driver([1: .failed(Self.failure)])
        try driver.type("2")
        let words = driver.text.replacing("│", with: " ").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        #expect(words.contains("✗ Template part 1 cannot be"))
        #expect(words.contains("◆ r compresses again"))
        #expect(words.contains("1 stage lacks prompts"))
        try driver.type("3 s")
        #expect(
            driver.app.model.toast?.text
                == "Stage 1 cannot be trained; Schedule (2) says why: Template part 1 cannot be "
                + "shortened to tau 0.67 by \"command\" in stage 1.")
        #expect(
            !driver.services.requests.contains { request in
                if case .startTraining = request { true } else { false }
            })
        try driver.type("2 r")
        let model = driver.app.model
        #expect(
            driver.services.requests.contains(
                .compressAgain(FakeProject.schedule, revision: model.schedule.revision)))
        #expect(model.schedule.problems.isEmpty && model.compression == nil)
        try driver.type("r")
        #expect(driver.app.model.toast?.text == "No stage lacks its template.")
    }

    @Test func aReasonOfSeveralStagesIsToldOnce() throws {
        let driver = try driver([
            1: .failed(Self.failure),
            2: .failed(
                Self.failure.replacing("0.67", with: "0.33").replacing("stage 1", with: "stage 2")),
            3: .failed("No examples can be found by \"command\".\nIt hangs."),
        ])
        try driver.type("2")
        #expect(driver.text.contains("✗ Stage 2: as stage 1."))
        #expect(driver.text.contains("3 to look at"))
        #expect(driver.text.contains("✗ Stage 3: No examples"))
    }

    /// The prompt that could not be shown is asked for again when its template is there.
    @Test func previewsAreAskedForAgain() throws {
        let driver = try driver([1: .pending])
        driver.services.answers = false
        try driver.type("1 right")
        let revision = driver.app.model.schedule.revision
        let id = try #require(driver.app.model.selectedRecord?.id)
        try driver.push(
            .recordPreviewFailed(
                recordID: id, stage: 1, revision: revision, text: "It is not compressed yet."))
        let key = PreviewKey(recordID: id, stage: 1)
        driver.services.answers = true
        try driver.push(.plan(FakeProject.plan(FakeProject.schedule, revision: revision)))
        #expect(driver.app.model.prompts.previews[key] != nil)
        #expect(driver.app.model.prompts.previews.failure(key) == nil)
    }

    /// Numbers of a stage without a template are no numbers to draw a line through.
    @Test func estimatesLeaveOutStagesWithoutTemplates() {
        var exact = FakeProject.plan(FakeProject.schedule, revision: 1)
        let whole = PlanEstimate(exact).plan(for: FakeProject.schedule, 2)
        exact.problems = [1: .pending]
        exact.stages[1].templateTokens = 0
        exact.stages[1].inputTokensPerRecord = 0
        let estimate = PlanEstimate(exact).plan(for: FakeProject.schedule, 2)
        #expect(abs(estimate.stages[1].templateTokens - whole.stages[1].templateTokens) < 20)
        #expect(
            abs(estimate.stages[3].inputTokensPerRecord - whole.stages[3].inputTokensPerRecord) < 1)
    }
}
