import Prompts
import RunEvents
import TerminalUI
import Testing

@testable import Workbench

/// Saying in the Prompts pane what a part of the prompt is.
@Suite struct MarkingTests {
    private func driver(_ keys: String = "", _ size: Size = Size(width: 120, height: 40)) throws
        -> WorkbenchDriver
    {
        let driver = try WorkbenchDriver(size)
        try driver.type(keys)
        return driver
    }

    private func marks(_ driver: WorkbenchDriver) -> [MarkedPart] {
        driver.services.requests.compactMap {
            if case .markPart(let part) = $0 { part } else { nil }
        }
    }

    @Test func theChosenPartIsSentWithItsNewKind() throws {
        let driver = try driver("n P")
        #expect(
            marks(driver) == [
                MarkedPart(
                    kind: .template, occurrence: 0, text: FakeProject.template, newKind: .pinned)
            ])
        // The project came anew: nothing is chosen until n is pressed again.
        #expect(driver.app.model.prompts.part == nil)
    }

    @Test func theChosenPartShowsAtTheMargin() throws {
        let driver = try driver()
        #expect(!driver.text.contains("▶"))
        try driver.type("right n")
        #expect(driver.app.model.prompts.stage == 0)
        #expect(driver.text.contains("▶ You turn questions about a table"))
        try driver.type("n")
        #expect(driver.text.contains("This is the last part."))
        try driver.type("down")
        #expect(!driver.text.contains("▶"))
    }

    @Test func aPartHasToBeChosenAndEditsToBeSaved() throws {
        let driver = try driver("P")
        #expect(driver.text.contains("No part is chosen; n chooses the next one."))
        try driver.type("n T")
        #expect(driver.text.contains("The part is template already."))
        try driver.type("2 left 1 n P")
        #expect(marks(driver).isEmpty)
    }

    @Test func confidenceAndCorrectionsStandAboveThePrompt() throws {
        let driver = try driver()
        var snapshot = FakeProject.snapshot
        snapshot.records[0].confidence = 0.81
        snapshot.records[0].corrections = [1, 3]
        snapshot.records[1].confidence = 1
        try driver.push(.project(snapshot))
        #expect(driver.text.contains("import · confidence 81 % · corrected by 1, 3 ╌"))
        try driver.type("down")
        #expect(driver.text.contains("import · confidence 100 % ╌"))
        try driver.type("down")
        #expect(!driver.text.contains("confidence"))
    }
}
