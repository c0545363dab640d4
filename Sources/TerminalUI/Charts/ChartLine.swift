/// One line of a chart.
package struct ChartLine: Sendable {
    package var name: String
    /// Used for all lines where the names do not fit beside each other.
    package var shortName: String
    package var series: ChartSeries
    package var style: Style
    /// Lines of a higher layer are drawn over those of a lower one.
    package var layer: Int
    /// Drawn over each point, for lines of few points; it also tells lines apart without colour.
    package var marker: String?
    /// What stands beside the name in the legend, such as the last value.
    package var note: String
    package var isInLegend: Bool

    package init(
        name: String, shortName: String? = nil, series: ChartSeries, style: Style, layer: Int = 0,
        marker: String? = nil, note: String = "", isInLegend: Bool = true
    ) {
        self.name = name
        self.shortName = shortName ?? name
        self.series = series
        self.style = style
        self.layer = layer
        self.marker = marker
        self.note = note
        self.isInLegend = isInLegend
    }
}
