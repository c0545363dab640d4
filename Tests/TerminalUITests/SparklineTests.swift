import Testing

@testable import TerminalUI

@Suite struct SparklineTests {
    @Test func leastIsLowestAndGreatestIsHighest() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 20) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([-1, 0, 1], width: 3) == "▁▅█")
        #expect(Sparkline.text([7, 0, 7], width: 3, symbols: .ascii) == "#_#")
    }

    @Test func moreValuesThanColumnsAreMeans() {
        #expect(Sparkline.text([0, 0, 10, 10, 0, 10], width: 3) == "▁█▅")
        #expect(Sparkline.text((0..<100).map(Double.init), width: 8) == "▁▂▃▄▅▆▇█")
    }

    @Test func whatIsNoNumberIsAGap() {
        #expect(Sparkline.text([0, .nan, 1], width: 3) == "▁ █")
        #expect(Sparkline.text([.nan, .infinity], width: 9) == "  ")
        // A stretch of some numbers has a mean.
        #expect(Sparkline.text([0, .nan, 1, 1], width: 2) == "▁█")
    }

    @Test func nothingAndOneValueAreDrawn() {
        #expect(Sparkline.text([], width: 5) == "")
        #expect(Sparkline.text([3], width: 0) == "")
        #expect(Sparkline.text([3], width: 5) == "▁")
        #expect(Sparkline.text([2, 2, 2], width: 5) == "▁▁▁")
    }
}
