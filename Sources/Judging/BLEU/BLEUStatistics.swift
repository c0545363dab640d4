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

    /// All counts in a line, as files keep them: matches, totals, both lengths.
    package var text: String {
        (matches + totals + [hypothesisLength, referenceLength]).map(String.init)
            .joined(separator: " ")
    }

    /// Nil unless the text is of this form and of this order.
    package init?(text: String, order: Int) {
        // Counts of 32 bits, so that no corpus of them overflows.
        let words = text.split(separator: " ")
        let numbers = words.compactMap { UInt32($0).map(Int.init) }
        guard words.count == 2 * order + 2, numbers.count == words.count else { return nil }
        matches = Array(numbers[..<order])
        totals = Array(numbers[order..<(2 * order)])
        hypothesisLength = numbers[2 * order]
        referenceLength = numbers[2 * order + 1]
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
