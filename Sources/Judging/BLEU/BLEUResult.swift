/// A BLEU score with what it was made of.
package struct BLEUResult: Equatable, Sendable {
    /// From 0 to 100.
    package let score: Double
    /// From 0 to 100, smoothed, for n = 1 and up.
    package let precisions: [Double]
    /// From 0 to 1.
    package let brevityPenalty: Double
    package let statistics: BLEUStatistics

    /// The score to two places with its parts, as sacrebleu prints them.
    package var text: String {
        let shares = precisions.map { FixedText.decimal($0, places: 1) }.joined(separator: "/")
        let (length, expected) = (statistics.hypothesisLength, statistics.referenceLength)
        let ratio = expected == 0 ? 0 : Double(length) / Double(expected)
        return "\(FixedText.decimal(score, places: 2)) \(shares) "
            + "(BP = \(FixedText.decimal(brevityPenalty, places: 3)) "
            + "ratio = \(FixedText.decimal(ratio, places: 3)) "
            + "hyp_len = \(length) ref_len = \(expected))"
    }
}
