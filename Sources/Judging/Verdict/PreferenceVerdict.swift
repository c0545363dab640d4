/// What to do with a tuned model whose query-only answers were held against the full prompt's, pair
/// by pair.
package struct PreferenceVerdict: Equatable, Sendable {
    package let decision: Verdict.Decision
    /// One or two sentences.
    package let reason: String
    package let winRate: WinRate
    /// How far below a half the win rate may lie, as a share.
    package let margin: Double

    /// Judges a win rate of query-only.
    ///
    /// Non-inferiority: query-only ships where even the lower border of its win rate is within the
    /// margin of a half. What the pairs cannot tell is not shipped.
    /// - Parameters:
    ///   - winRate: of query-only against the full prompt.
    ///   - margin: how far below a half the win rate may lie, as a share.
    ///   - openCount: pairs that are not judged, for the reason.
    package init(
        _ winRate: WinRate, margin: Double = Verdict.standardMargin, openCount: Int = 0
    ) {
        self.winRate = winRate
        self.margin = margin
        guard let rate = winRate.rate else {
            decision = .keepPrompt
            reason = "No pair of answers is judged: there is nothing to judge by."
            return
        }
        let percent = FixedText.decimal(rate.interval.confidence * 100, places: 0)
        let pairs = winRate.wins + winRate.losses + winRate.ties
        let figures =
            "query-only wins \(FixedText.points(rate.value)) % of the pairs, \(percent) % interval "
            + "\(rate.interval.pointsText), \(pairs == 1 ? "1 pair" : "\(pairs) pairs")"
            + (openCount > 0 ? ", \(openCount) more without a verdict" : "")
        let marginText = "\(FixedText.points(margin)) points"
        let floor = WinRate.even - margin
        if rate.interval.lower >= floor {
            decision = .shipQueryOnly
            reason =
                "Query-only's win rate is at most \(marginText) below a half (\(figures))."
        } else if rate.interval.upper < floor {
            decision = .keepPrompt
            reason =
                "The full prompt's answers are preferred: query-only's win rate is more than "
                + "\(marginText) below a half (\(figures))."
        } else {
            decision = .trainOn
            reason =
                "The pairs cannot tell whether query-only's win rate is within \(marginText) of a "
                + "half (\(figures)): train on, or judge more pairs; keep the prompt until then."
        }
    }
}
