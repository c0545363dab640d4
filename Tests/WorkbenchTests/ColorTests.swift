import TerminalUI
import Testing

@testable import Workbench

@Suite struct ColorTests {
    @Test(arguments: ColorTier.allCases) func screensStayWithinTheColourTier(_ tier: ColorTier)
        throws
    {
        let driver = try WorkbenchDriver(
            Size(width: 100, height: 30),
            capabilities: TerminalCapabilities(colorTier: tier, hasUnicode: true))
        try driver.train(to: 203)
        for key in ["1", "2", "3", "4 enter", "5 x", "y ?"] {
            try driver.type(key)
            let colors = Set(
                driver.terminal.screen.cells.flatMap {
                    [$0.style.foreground, $0.style.background]
                })
            #expect(colors.filter { $0.quantized(to: tier) != $0 } == [])
        }
    }

    @Test func theSelectedLineIsOneBlockEvenWithoutColours() throws {
        let driver = try WorkbenchDriver(
            Size(width: 80, height: 24),
            capabilities: TerminalCapabilities(colorTier: .mono, hasUnicode: true))
        try driver.type("5 down")
        let row = (2..<79).compactMap { driver.terminal.screen[$0, 4] }
        #expect(row.allSatisfy { $0.style == Style(attributes: .reverse) })
    }
}
