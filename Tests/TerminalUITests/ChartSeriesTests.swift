import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ChartSeriesTests {
    private func series(_ count: Int, seed: UInt64, gapShare: Double) -> ChartSeries {
        var random = SplitMix(seed: seed)
        var result = ChartSeries()
        var value = 0.0
        for index in 0..<count {
            value += random.share() - 0.5
            result.append(
                x: Double(index), y: random.share() < gapShare ? .nan : value)
        }
        return result
    }

    @Test(arguments: [0, 0.02, 0.5], [1, 63, 64, 65, 4095, 4096, 4097, 20_000])
    func extremesAreThoseOfAPlainSearch(_ gapShare: Double, _ count: Int) {
        let series = series(count, seed: 3, gapShare: gapShare)
        var random = SplitMix(seed: 11)
        for _ in 0..<60 {
            let low = random.below(count)
            let range = low..<(low + random.below(count - low) + 1)
            let found = series.extremes(in: range)
            let finite = range.filter { series.y[$0].isFinite }
            #expect(found.hasGap == (finite.count < range.count))
            #expect(found.least == finite.min { series.y[$0] < series.y[$1] })
            #expect(found.greatest.map { series.y[$0] } == finite.map { series.y[$0] }.max())
        }
    }

    @Test func pointsOutOfOrderAreLeftOut() {
        var series = ChartSeries()
        series.append(x: 2, y: 1)
        series.append(x: 1, y: 9)
        series.append(x: .nan, y: 9)
        series.append(x: 2, y: 3)
        #expect(series.x == [2, 2])
        #expect(series.valueRange == 1...3)
    }

    @Test func aSeriesOfGapsHasNoRange() {
        var series = ChartSeries()
        series.append(x: 0, y: .nan)
        series.append(x: 1, y: .infinity)
        #expect(series.valueRange == nil)
    }
}
