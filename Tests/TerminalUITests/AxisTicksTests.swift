import Testing

@testable import TerminalUI

@Suite struct AxisTicksTests {
    @Test func ticksAreRoundNumbersWithinTheRange() {
        #expect(
            AxisTicks(in: 0...1, limit: 6).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(AxisTicks(in: 0.35...3.6, limit: 4).labels == ["2"])
        #expect(AxisTicks(in: 0.35...3.6, limit: 5).labels == ["1", "2", "3"])
        #expect(AxisTicks(in: 0...360, limit: 4).labels == ["0", "200"])
        #expect(AxisTicks(in: -1...1, limit: 5).labels == ["-1.0", "-0.5", "0.0", "0.5", "1.0"])
    }

    @Test func largeNumbersAreShortened() {
        #expect(AxisTicks(in: 0...12_000, limit: 4).labels == ["0", "5k", "10k"])
        #expect(AxisTicks(in: 0...3_000_000, limit: 4).labels == ["0M", "1M", "2M", "3M"])
    }

    @Test func wholeNumberAxesHaveNoFractions() {
        #expect(AxisTicks(in: 0...2, limit: 9, isWhole: true).labels == ["0", "1", "2"])
    }

    @Test func oddRangesGiveNoTicksRatherThanTooMany() {
        #expect(AxisTicks(in: 0...0, limit: 3).values == [0])
        #expect(AxisTicks(in: 0...(.infinity), limit: 3).values.isEmpty)
        #expect(AxisTicks(in: 0...1, limit: 0).values.isEmpty)
        #expect(AxisTicks(in: 1e18...(1e18 + 1024), limit: 5).values.count <= 1000)
    }
}
