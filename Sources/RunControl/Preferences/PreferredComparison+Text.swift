import Judging

extension PreferredComparison {
    /// For people.
    package var lines: [String] {
        var lines = ["", "\(candidate) against \(reference), by \(title):"]
        let rate = tally.winRate
        if let estimate = rate.rate {
            let percent = FixedText.decimal(estimate.interval.confidence * 100, places: 0)
            lines.append(
                "win rate \(FixedText.points(estimate.value)) %, \(percent) % interval "
                    + "\(estimate.interval.pointsText), sign test p "
                    + FixedText.decimal(rate.signP, places: 3))
        } else {
            lines.append("no pair is judged yet")
        }
        let kinds = [
            tally.sameCount > 0 ? "\(tally.sameCount) of equal answers" : nil,
            tally.orderDependentCount > 0
                ? "\(tally.orderDependentCount) where the verdict changed with the order" : nil,
        ].compactMap { $0 }
        lines.append(
            "won \(rate.wins), lost \(rate.losses), tied \(rate.ties)"
                + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"))
        if !tally.invalid.isEmpty {
            lines.append(
                "\(Self.pairs(tally.invalid.count)) without a verdict, because the judge said "
                    + "something else than \(JudgePrompt.verdicts): \(Self.names(tally.invalid))")
        }
        if !tally.missing.isEmpty {
            lines.append(
                "\(Self.pairs(tally.missing.count)) not rated yet: \(Self.names(tally.missing))")
        }
        if let verdict {
            lines += ["", "Verdict: \(verdict.decision.rawValue). \(verdict.reason)"]
        }
        return lines
    }

    /// Records without a verdict are named up to this number.
    private static let nameLimit = 10

    private static func pairs(_ count: Int) -> String { count == 1 ? "1 pair" : "\(count) pairs" }

    private static func names(_ ids: [String]) -> String {
        ids.prefix(nameLimit).joined(separator: ", ") + (ids.count > nameLimit ? ", ..." : "")
    }
}
