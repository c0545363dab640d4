import Foundation

/// Turns a series into dots.
package struct SeriesRaster: Sendable {
    package let xRange: ClosedRange<Double>
    package let yRange: ClosedRange<Double>

    package init(xRange: ClosedRange<Double>, yRange: ClosedRange<Double>) {
        self.xRange = xRange
        self.yRange = yRange
    }

    /// Farthest a dot may lie: values beyond are clamped, so that arithmetic stays exact.
    private static let farthest = 1_000_000.0

    /// The column of dots of an x, rounded; may lie outside of the canvas.
    package func dotX(_ x: Double, in canvas: DotCanvas) -> Int {
        dot(x, xRange, canvas.dotWidth)
    }

    /// The row of dots of a y, counted from the top; may lie outside of the canvas.
    package func dotY(_ y: Double, in canvas: DotCanvas) -> Int {
        canvas.dotHeight - 1 - dot(y, yRange, canvas.dotHeight)
    }

    private func dot(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> Int {
        let span = range.upperBound - range.lowerBound
        let share = span > 0 ? (value - range.lowerBound) / span : 0.5
        let place = (share * Double(count - 1) + 0.5).rounded(.down)
        return Int(min(max(place, -Self.farthest), Self.farthest))
    }

    /// Draws a line through the points of each column of dots' first, least, greatest and last
    /// value in their order ("M4"; Jugel et al., PVLDB 2014).
    ///
    /// The dots are the same as those of the line through all points: inside a column a line is
    /// vertical and covers least to greatest either way, and between columns only last and first
    /// count. A column with a gap inside is drawn point by point.
    package func draw(_ series: ChartSeries, into canvas: inout DotCanvas) {
        guard canvas.dotWidth > 0, canvas.dotHeight > 0 else { return }
        var pen: Point?
        var index = firstVisible(series, canvas)
        while index < series.count {
            let column = dotX(series.x[index], in: canvas)
            let end = columnEnd(series, after: index, column: column, canvas: canvas)
            let found = series.extremes(in: index..<end)
            if found.hasGap {
                for point in index..<end { move(to: point, of: series, &pen, &canvas) }
            } else {
                var stops = [index, end - 1]
                if let least = found.least { stops.append(least) }
                if let greatest = found.greatest { stops.append(greatest) }
                for point in stops.sorted() { move(to: point, of: series, &pen, &canvas) }
            }
            index = end
            if column >= canvas.dotWidth { return }
        }
    }

    /// Draws a line through every point: what `draw` must equal.
    package func drawAllPoints(_ series: ChartSeries, into canvas: inout DotCanvas) {
        guard canvas.dotWidth > 0, canvas.dotHeight > 0 else { return }
        var pen: Point?
        for index in 0..<series.count { move(to: index, of: series, &pen, &canvas) }
    }

    private func move(
        to index: Int, of series: ChartSeries, _ pen: inout Point?, _ canvas: inout DotCanvas
    ) {
        guard series.y[index].isFinite else {
            pen = nil
            return
        }
        let place = Point(
            x: dotX(series.x[index], in: canvas), y: dotY(series.y[index], in: canvas))
        canvas.line(from: pen ?? place, to: place)
        pen = place
    }

    /// The last point left of the first column of dots, which the line into it starts from.
    ///
    /// Columns are compared, not x: a point a little outside of the range still rounds into one.
    private func firstVisible(_ series: ChartSeries, _ canvas: DotCanvas) -> Int {
        var (low, high) = (0, series.count)
        while low < high {
            let middle = (low + high) / 2
            if dotX(series.x[middle], in: canvas) < 0 { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// The first index in a later column of dots: searched by doubling, since x is ascending.
    private func columnEnd(
        _ series: ChartSeries, after start: Int, column: Int, canvas: DotCanvas
    ) -> Int {
        var step = 1
        var low = start
        while low + step < series.count, dotX(series.x[low + step], in: canvas) == column {
            low += step
            step *= 2
        }
        var high = min(series.count, low + step)
        while low + 1 < high {
            let middle = (low + high) / 2
            if dotX(series.x[middle], in: canvas) == column { low = middle } else { high = middle }
        }
        return high
    }
}
