/// Where the parts of a chart lie in its area, and its two scales.
struct LineChartAxes {
    let plot: Rect
    let legendRow: Int?
    let bandRow: Int?
    let xRange: ClosedRange<Double>
    let yRange: ClosedRange<Double>
    private let xUnit: String
    private let labelWidth: Int
    private let hasXAxis: Bool
    private let hasXLabels: Bool
    private let yTicks: AxisTicks

    init(chart: LineChart, area: Rect) {
        xRange = chart.xRange ?? Self.xRange(of: chart)
        yRange = chart.yRange ?? Self.yRange(of: chart)
        xUnit = chart.xUnit
        var rows = area.height
        func take(_ isWanted: Bool, leaving least: Int) -> Bool {
            guard isWanted, rows > least else { return false }
            rows -= 1
            return true
        }
        hasXAxis = take(true, leaving: 3)
        hasXLabels = take(true, leaving: 4)
        let hasBands = take(!chart.bands.isEmpty, leaving: 5)
        let hasLegend = take(chart.lines.contains { $0.isInLegend }, leaving: 6)
        let top = area.y + (hasLegend ? 1 : 0)
        legendRow = hasLegend ? area.y : nil
        yTicks = AxisTicks(in: yRange, limit: max(2, min(rows / 2, max(rows / 3, 5))))
        let widest = yTicks.labels.map { CellText.width(of: $0) }.max() ?? 0
        labelWidth = area.width >= widest + 14 ? max(4, widest) : 0
        let left = labelWidth > 0 ? labelWidth + 2 : 0
        plot = Rect(x: area.x + left, y: top, width: area.width - left, height: rows)
        bandRow = hasBands ? plot.maxY + (hasXAxis ? 1 : 0) + (hasXLabels ? 1 : 0) : nil
    }

    private static func xRange(of chart: LineChart) -> ClosedRange<Double> {
        var low = chart.bands.map(\.range.lowerBound).min() ?? .infinity
        var high = chart.bands.map(\.range.upperBound).max() ?? -.infinity
        for line in chart.lines {
            if let first = line.series.x.first { low = min(low, first) }
            if let last = line.series.x.last { high = max(high, last) }
        }
        return low < high ? low...high : (low.isFinite ? low...(low + 1) : 0...1)
    }

    private static func yRange(of chart: LineChart) -> ClosedRange<Double> {
        let ranges = chart.lines.compactMap(\.series.valueRange)
        guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max()
        else { return 0...1 }
        let margin = (high - low) * 0.05
        guard margin > 0 else {
            let space = max(abs(low) * 0.1, 0.1)
            return (low - space)...(high + space)
        }
        // What is never negative gets no space below zero.
        return (low >= 0 ? max(0, low - margin) : low - margin)...(high + margin)
    }

    /// The cell of a point; may lie outside the plot.
    func cell(x: Double, y: Double) -> Point {
        Point(
            x: plot.x + place(x, xRange, plot.width),
            y: plot.maxY - 1 - place(y, yRange, plot.height))
    }

    private func place(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> Int {
        let span = range.upperBound - range.lowerBound
        guard span > 0, value.isFinite else { return 0 }
        let place = ((value - range.lowerBound) / span * Double(count - 1)).rounded()
        return Int(min(max(place, -10_000), 10_000))
    }

    func drawFrame(_ buffer: inout ScreenBuffer, _ styles: LineChart.Styles) {
        drawYAxis(&buffer, styles)
        guard hasXAxis else { return }
        let row = plot.maxY
        if labelWidth > 0 { buffer.put("└", x: plot.x - 1, y: row, style: styles.axis) }
        for x in plot.x..<max(plot.x, plot.maxX) {
            buffer.put("─", x: x, y: row, style: styles.axis)
        }
        let ticks = AxisTicks(in: xRange, limit: max(2, plot.width / 10), isWhole: true)
        for tick in ticks.values {
            buffer.put("┴", x: cell(x: tick, y: 0).x, y: row, style: styles.axis)
        }
        if hasXLabels { drawXLabels(&buffer, ticks, row: row + 1, styles) }
    }

    private func drawYAxis(_ buffer: inout ScreenBuffer, _ styles: LineChart.Styles) {
        guard labelWidth > 0 else { return }
        for y in plot.y..<plot.maxY { buffer.put("│", x: plot.x - 1, y: y, style: styles.axis) }
        for (value, label) in zip(yTicks.values, yTicks.labels) {
            let y = cell(x: 0, y: value).y
            guard y >= plot.y, y < plot.maxY else { continue }
            buffer.put("┤", x: plot.x - 1, y: y, style: styles.axis)
            buffer.put(
                label, x: plot.x - 2 - CellText.width(of: label), y: y, style: styles.label)
        }
    }

    private func drawXLabels(
        _ buffer: inout ScreenBuffer, _ ticks: AxisTicks, row: Int, _ styles: LineChart.Styles
    ) {
        var free = plot.x - max(0, labelWidth + 2)
        let unitWidth = CellText.width(of: xUnit)
        let end = plot.maxX - (unitWidth > 0 ? unitWidth + 1 : 0)
        for (value, label) in zip(ticks.values, ticks.labels) {
            let width = CellText.width(of: label)
            let middle = cell(x: value, y: 0).x
            let x = max(plot.x, middle - width / 2)
            guard x >= free, x + width <= end else { continue }
            buffer.put(label, x: x, y: row, style: styles.label)
            free = x + width + 1
        }
        if unitWidth > 0, end > plot.x {
            buffer.put(xUnit, x: end + 1, y: row, style: styles.label)
        }
    }
}
