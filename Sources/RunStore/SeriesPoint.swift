/// Neighbouring steps drawn as one: what a chart needs of them.
package struct SeriesPoint: Sendable, Equatable {
    /// First and last step of the bucket that were recorded.
    package var steps: ClosedRange<Int>
    /// Least and greatest finite value; nil where no step has one (a loss that diverged): a gap.
    package var range: ClosedRange<Double>?
    /// Mean of the finite values; nil as above.
    package var mean: Double?
    /// Steps whose value is NaN or infinite.
    package var nonFiniteCount: Int
}
