import TestSupport
import Testing

@testable import TerminalUI

/// Goal: drawing four points a column gives the very dots of drawing all points.
///
/// Method: random
/// walks with jumps, gaps and uneven steps, windows inside and outside of the data, all symbols.
@Suite struct SeriesRasterTests {
    @Test(arguments: 0..<60) func fourPointsAColumnDrawTheFullLine(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var series = ChartSeries()
        var (x, y) = (0.0, 0.0)
        let gapShare = [0, 0, 0.001, 0.05][random.below(4)]
        for _ in 0..<(1 + random.below(6000)) {
            x += random.below(10) == 0 ? random.share() * 20 : 1
            y += random.share() - 0.5 + (random.below(500) == 0 ? 40 * random.share() : 0)
            series.append(x: x, y: random.share() < gapShare ? .nan : y)
        }
        let range = series.valueRange ?? 0...1
        let span = max(1e-9, range.upperBound - range.lowerBound)
        let (low, high) = (random.share() * 0.6 - 0.2, 0.5 + random.share())
        let bottom = range.lowerBound + span * (random.share() * 0.5 - 0.2)
        let top = range.upperBound + span * (random.share() * 0.4 - 0.2)
        let raster = SeriesRaster(
            xRange: (x * low)...(x * high + 1), yRange: min(bottom, top)...max(bottom, top))
        for symbols in DotSymbols.allCases {
            let size = Size(width: 1 + random.below(70), height: 1 + random.below(20))
            var fast = DotCanvas(size: size, symbols: symbols)
            var full = fast
            raster.draw(series, into: &fast)
            raster.drawAllPoints(series, into: &full)
            let isSame = fast == full
            #expect(isSame, "\(symbols) at \(size)")
        }
    }

    @Test func aGapBreaksTheLine() {
        var series = ChartSeries()
        for (x, y) in [(0, 0), (1, 0), (2, .nan), (3, 0), (4, 0)] as [(Double, Double)] {
            series.append(x: x, y: y)
        }
        var canvas = DotCanvas(size: Size(width: 5, height: 1), symbols: .ascii)
        SeriesRaster(xRange: 0...4, yRange: 0...1).draw(series, into: &canvas)
        #expect((0..<5).map { canvas.hasDot(x: $0, y: 1) } == [true, true, false, true, true])
    }
}
