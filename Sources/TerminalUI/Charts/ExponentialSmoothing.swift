/// Exponential moving average without the pull towards zero at its start.
///
/// After n values: `s / (1 - w^n)` with `s = w s + (1 - w) x`, computed in the form
/// `mean += (x - mean) (1 - w) / (1 - w^n)`, which keeps a constant series exactly constant.
/// Smooth first and thin out for the screen after, else the curve changes with the window's width.
package struct ExponentialSmoothing: Equatable, Sendable {
    /// 0 leaves values as they are; 0.999 is the most.
    package let weight: Double
    private var mean = 0.0
    private var power = 1.0

    package init(weight: Double) {
        self.weight = weight.isFinite ? min(max(weight, 0), 0.999) : 0
    }

    /// The average with one more value.
    ///
    /// A value that is not finite is a gap: it comes back as it is
    /// and leaves the average alone.
    package mutating func next(_ value: Double) -> Double {
        guard value.isFinite else { return value }
        power *= weight
        mean += (value - mean) * (1 - weight) / (1 - power)
        return mean
    }
}
