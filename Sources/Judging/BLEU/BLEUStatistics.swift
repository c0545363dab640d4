/// All that a BLEU score needs of one segment, or, added up, of many.
///
/// Resampling works on these instead of texts.
package struct BLEUStatistics: Equatable, Sendable {
    /// n-grams of the hypothesis that a reference has as often, for n = 1 and up.
    package var matches: [Int]
    /// n-grams of the hypothesis, for n = 1 and up.
    package var totals: [Int]
    package var hypothesisLength: Int
    /// Length of the reference whose length is closest, the shorter of two as close.
    package var referenceLength: Int

    /// What no segment at all adds up to.
    package init(maximumOrder: Int) {
        matches = [Int](repeating: 0, count: maximumOrder)
        totals = matches
        hypothesisLength = 0
        referenceLength = 0
    }

    package static func += (sum: inout Self, other: Self) {
        precondition(sum.matches.count == other.matches.count, "Orders differ.")
        for index in sum.matches.indices {
            sum.matches[index] += other.matches[index]
            sum.totals[index] += other.totals[index]
        }
        sum.hypothesisLength += other.hypothesisLength
        sum.referenceLength += other.referenceLength
    }
}
