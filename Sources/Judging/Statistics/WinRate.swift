/// How often a judge prefers the first of two arms' answers.
package struct WinRate: Equatable, Sendable {
    package let wins: Int
    package let losses: Int
    package let ties: Int
    /// (wins + ties / 2) / all, with half of Tango's interval around it; nil without judgements.
    ///
    /// A tie says that the arms differ little and narrows the interval, where counting it as half a
    /// win and half a loss would not.
    package let rate: Estimate?
    /// Of the sign test, which leaves ties out; two-sided, exact.
    package let signP: Double

    /// The rate at which neither arm is better.
    package static let even = 0.5

    /// The rate of counted judgements.
    /// - Precondition: No count is negative.
    package init(
        wins: Int, losses: Int, ties: Int,
        confidence: Double = ConfidenceInterval.standardConfidence
    ) {
        self.wins = wins
        self.losses = losses
        self.ties = ties
        let difference = PairedInterval.tango(
            firstOnly: wins, secondOnly: losses, of: wins + losses + ties, confidence: confidence)
        rate = difference.map { difference in
            func rate(_ value: Double) -> Double { Self.even + value / 2 }
            return Estimate(
                value: rate(difference.value),
                interval: ConfidenceInterval(
                    lower: rate(difference.interval.lower),
                    upper: rate(difference.interval.upper), confidence: confidence))
        }
        // The sign test is McNemar's arithmetic on the same two counts.
        signP = McNemarTest(firstOnly: wins, secondOnly: losses).exactP
    }
}
