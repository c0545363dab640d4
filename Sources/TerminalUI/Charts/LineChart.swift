/// Lines over a pair of axes, drawn with dots.
///
/// Parts give way in a small space, in this order: legend, names of bands, x labels, y labels.
package struct LineChart: Sendable {
    /// Styles of all but the lines.
    package struct Styles: Sendable {
        package var axis: Style
        package var label: Style
        package var band: Style
        package var currentBand: Style

        package init(axis: Style, label: Style, band: Style, currentBand: Style) {
            self.axis = axis
            self.label = label
            self.band = band
            self.currentBand = currentBand
        }
    }

    /// In the order of the legend; within a layer later ones are drawn over earlier ones.
    package var lines: [ChartLine]
    package var bands: [ChartBand]
    /// Nil: from the lines.
    package var xRange: ClosedRange<Double>?
    /// Nil: from the lines, with a margin.
    package var yRange: ClosedRange<Double>?
    /// Stands at the end of the x axis's labels.
    package var xUnit: String
    package var symbols: DotSymbols
    /// Shown in the middle while no line has a point.
    package var emptyText: String

    package init(
        lines: [ChartLine], bands: [ChartBand] = [], xRange: ClosedRange<Double>? = nil,
        yRange: ClosedRange<Double>? = nil, xUnit: String = "", symbols: DotSymbols = .braille,
        emptyText: String = ""
    ) {
        self.lines = lines
        self.bands = bands
        self.xRange = xRange
        self.yRange = yRange
        self.xUnit = xUnit
        self.symbols = symbols
        self.emptyText = emptyText
    }

    /// Draws the chart over all of an area.
    package func render(into buffer: inout ScreenBuffer, in area: Rect, styles: Styles) {
        guard !area.isEmpty else { return }
        let axes = LineChartAxes(chart: self, area: area)
        buffer.clipped(to: area) { buffer in
            if let row = axes.legendRow { drawLegend(&buffer, row: row, area: area, styles) }
            axes.drawFrame(&buffer, styles)
            drawBands(&buffer, axes, styles)
            buffer.clipped(to: axes.plot) { drawLines(&$0, axes, styles) }
        }
    }

    private func drawLines(_ buffer: inout ScreenBuffer, _ axes: LineChartAxes, _ styles: Styles) {
        let raster = SeriesRaster(xRange: axes.xRange, yRange: axes.yRange)
        var hasPoints = false
        for line in layered where !line.series.isEmpty {
            hasPoints = true
            var canvas = DotCanvas(size: axes.plot.size, symbols: symbols)
            raster.draw(line.series, into: &canvas)
            canvas.draw(into: &buffer, at: axes.plot.origin, style: line.style)
        }
        // Markers over all lines, else a dense line hides the few points of another one.
        for line in lines {
            guard let marker = line.marker else { continue }
            for index in 0..<line.series.count where line.series.y[index].isFinite {
                let cell = axes.cell(x: line.series.x[index], y: line.series.y[index])
                buffer.put(marker, x: cell.x, y: cell.y, style: line.style)
            }
        }
        guard !hasPoints, !emptyText.isEmpty else { return }
        let width = CellText.width(of: emptyText)
        buffer.put(
            emptyText, x: axes.plot.x + max(0, (axes.plot.width - width) / 2),
            y: axes.plot.y + axes.plot.height / 2, style: styles.label)
    }

    private var layered: [ChartLine] {
        let layers = Set(lines.map(\.layer)).sorted()
        return layers.flatMap { layer in lines.filter { $0.layer == layer } }
    }

    private func drawLegend(
        _ buffer: inout ScreenBuffer, row: Int, area: Rect, _ styles: Styles
    ) {
        let entries = lines.filter(\.isInLegend).map { line in
            let note = line.note.isEmpty ? "" : " \(line.note)"
            return (
                sign: line.marker ?? (symbols == .ascii ? "--" : "━━"), style: line.style,
                long: line.name + note, short: line.shortName + note
            )
        }
        let wanted = entries.reduce(0) {
            $0 + CellText.width(of: $1.sign) + CellText.width(of: $1.long) + 3
        }
        var x = area.x
        for entry in entries {
            let text = wanted - 2 <= area.width ? entry.long : entry.short
            let width = CellText.width(of: entry.sign) + 1 + CellText.width(of: text)
            guard x + width <= area.maxX else { break }
            x += buffer.put(entry.sign, x: x, y: row, style: entry.style) + 1
            x += buffer.put(text, x: x, y: row, style: styles.label) + 2
        }
    }

    private func drawBands(_ buffer: inout ScreenBuffer, _ axes: LineChartAxes, _ styles: Styles) {
        for (index, band) in bands.enumerated() {
            let start = axes.cell(x: band.range.lowerBound, y: 0).x
            let end = axes.cell(x: band.range.upperBound, y: 0).x
            if index > 0, start > axes.plot.x, start < axes.plot.maxX {
                for y in axes.plot.y..<axes.plot.maxY {
                    buffer.put("┊", x: start, y: y, style: styles.axis)
                }
            }
            guard let row = axes.bandRow else { continue }
            let left = max(axes.plot.x, index == 0 ? start : start + 1)
            let room = min(axes.plot.maxX, end) - left
            if index > 0, start >= axes.plot.x, start < axes.plot.maxX {
                buffer.put("┊", x: start, y: row, style: styles.axis)
            }
            guard let label = band.labels.first(where: { CellText.width(of: $0) <= room })
            else { continue }
            buffer.put(
                label, x: left + (room - CellText.width(of: label)) / 2, y: row,
                style: band.isCurrent ? styles.currentBand : styles.band)
        }
    }
}
