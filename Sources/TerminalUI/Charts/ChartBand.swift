/// A stretch of the x axis with a border at its start and a name in a strip under the axis.
package struct ChartBand: Equatable, Sendable {
    package var range: ClosedRange<Double>
    /// From the fullest to the shortest wording; the first that fits is shown.
    package var labels: [String]
    package var isCurrent: Bool

    package init(range: ClosedRange<Double>, labels: [String], isCurrent: Bool = false) {
        self.range = range
        self.labels = labels
        self.isCurrent = isCurrent
    }
}
