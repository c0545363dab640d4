import TerminalUI
import Testing

@testable import CursesTerminal

@Suite struct ColorTests {
    @Test(arguments: [
        (256, [:], ColorTier.palette256), (1 << 24, [:], .palette256), (88, [:], .ansi16),
        (16, [:], .ansi16), (8, [:], .ansi16), (0, [:], .mono), (-1, [:], .mono),
        (256, ["NO_COLOR": "1"], .mono), (256, ["NO_COLOR": ""], .palette256),
        (256, ["COLORTERM": "truecolor"], .palette256),
    ])
    func tierFollowsTerminalAndUser(
        colorCount: Int, environment: [String: String], tier: ColorTier
    ) {
        #expect(ColorTier.detected(colorCount: colorCount, environment: environment) == tier)
    }

    @Test func pairsAreNumberedOnceAndEnd() {
        var table = ColorPairTable(capacity: 2)
        let first = table.number(of: .init(foreground: 1, background: -1))
        #expect(first?.number == 1 && first?.isNew == true)
        let again = table.number(of: .init(foreground: 1, background: -1))
        #expect(again?.number == 1 && again?.isNew == false)
        #expect(table.number(of: .init(foreground: 2, background: 0))?.number == 2)
        #expect(table.isFull)
        #expect(table.number(of: .init(foreground: 3, background: 0)) == nil)
        #expect(table.number(of: .init(foreground: -1, background: -1))?.number == 0)
        table.removeAll()
        #expect(table.number(of: .init(foreground: 3, background: 0))?.number == 1)
    }

    @Test func aTerminalWithoutColoursHasNoPairs() {
        var table = ColorPairTable(capacity: -1)
        #expect(table.number(of: .init(foreground: 3, background: 0)) == nil)
        #expect(table.number(of: .init(foreground: -1, background: -1))?.number == 0)
    }
}
