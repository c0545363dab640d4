import TerminalUI
import Testing

@testable import Workbench

/// Blind rating in the Compare pane.
@Suite struct RatingTests {
    private func driver(_ keys: String) throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        try driver.type("4 " + keys)
        return driver
    }

    private func ratings(_ driver: WorkbenchDriver) -> [ServiceRequest] {
        driver.services.requests.filter { if case .rate = $0 { true } else { false } }
    }

    @Test func everyKeySendsItsRating() throws {
        let driver = try driver("r 1 = 2")
        #expect(
            ratings(driver) == [
                .rate(pairID: "pair-0", .left), .rate(pairID: "pair-1", .tie),
                .rate(pairID: "pair-2", .right),
            ])
        #expect(driver.app.model.rating == .done(result: "won 1, lost 1, tied 1"))
        #expect(driver.text.contains("won 1, lost 1, tied 1"))
        // The pane is still Compare: the keys of other panes' numbers rated.
        #expect(driver.app.model.pane == .compare)
        try driver.type("esc")
        #expect(driver.app.model.rating == nil)
        try driver.type("1")
        #expect(driver.app.model.pane == .prompts)
    }

    @Test func skipSendsNothingAndUndoTakesBack() throws {
        let driver = try driver("r s 2 u u")
        #expect(
            ratings(driver) == [
                .rate(pairID: "pair-1", .right), .rate(pairID: "pair-1", nil),
                .rate(pairID: "pair-0", nil),
            ])
        #expect(driver.app.model.rating?.current?.id == "pair-0")
        try driver.type("u")
        #expect(driver.text.contains("There is nothing to take back."))
        #expect(ratings(driver).count == 3)
    }

    @Test func nothingOnTheScreenNamesAWay() throws {
        let driver = try driver("r")
        let words = ["full prompt", "query only", "base", "tuned"]
        for word in words { #expect(!driver.text.lowercased().contains(word), "\(word)") }
    }

    @Test func longAnswersScrollToTheirEndAndNoFurther() throws {
        let driver = try driver("r s s")
        #expect(!driver.text.contains("line 59"))
        for _ in 0..<40 { try driver.type("down") }
        #expect(driver.text.contains("line 59"))
        let end = driver.app.model.rating
        try driver.type("down")
        #expect(driver.app.model.rating == end)
        for _ in 0..<40 { try driver.type("up") }
        #expect(driver.text.contains("line 0"))
    }

    @Test func anotherPaneInBetweenLosesNothing() throws {
        let driver = try driver("r 1 tab tab")
        #expect(driver.app.model.pane != .compare)
        try driver.type("4")
        #expect(driver.app.model.rating?.current?.id == "pair-1")
    }

    @Test func whatCannotBeRatedIsSaid() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        driver.services.answers = false
        try driver.type("4 r")
        #expect(driver.app.model.rating == .loading)
        try driver.push(.failed(title: "The answers cannot be rated", text: "No run has answers."))
        #expect(driver.app.model.rating == nil)
        #expect(driver.text.contains("No run has answers."))
    }

    @Test func whereAllIsRatedTheResultComesAtOnce() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        driver.services.answers = false
        try driver.type("4 r")
        driver.services.answers = true
        try driver.push(.ratings(RatingSheet(runID: 1, pairs: [], doneCount: 9)))
        #expect(driver.text.contains("won 1, lost 1, tied 1"))
    }
}
