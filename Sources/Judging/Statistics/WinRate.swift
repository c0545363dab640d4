/// How often a judge prefers the first of two arms' answers.
package struct WinRate: Equatable, Sendable {
    package let wins: Int
    package let losses: Int
    package let ties: Int
    /// (wins + ties / 2) / all, with Wilson's interval; nil without judgements.
    package let rate: Estimate?
    /// Of the sign test, which leaves ties out; two-sided, exact.
    package let signP: Double

    /// The rate of counted judgements.
    /// - Precondition: No count is negative.
    package init(
        wins: Int, losses: Int, ties: Int,
        confidence: Double = ConfidenceInterval.standardConfidence
    ) {
        self.wins = wins
        self.losses = losses
        self.ties = ties
        rate = ShareInterval.wilson(
            count: Double(wins) + Double(ties) / 2, of: wins + losses + ties,
            confidence: confidence)
        // The sign test is McNemar's arithmetic on the same two counts.
        signP = McNemarTest(firstOnly: wins, secondOnly: losses).exactP
    }
}
