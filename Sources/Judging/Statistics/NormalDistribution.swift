import Foundation

/// The standard normal distribution.
enum NormalDistribution {
    /// The share below `x`.
    static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The point below which a share lies, found by halving: it is asked for once an interval.
    /// - Precondition: The share lies between 0 and 1.
    static func quantile(_ share: Double) -> Double {
        precondition(share > 0 && share < 1, "A share's quantile lies between its ends.")
        // By symmetry from the upper half, where 1 - share would lose digits.
        if share > 0.5 { return -quantile(1 - share) }
        var (lower, upper) = (-40.0, 0.0)
        while true {
            let middle = lower + (upper - lower) / 2
            if middle <= lower || middle >= upper { return middle }
            if cumulative(middle) < share { lower = middle } else { upper = middle }
        }
    }
}
