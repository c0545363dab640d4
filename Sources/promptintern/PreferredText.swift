import Judging
import RunControl

/// A comparison pair by pair for people.
enum PreferredText {
    /// Records without a verdict are named up to this number.
    private static let nameLimit = 10

    static func lines(_ comparison: PreferredComparison) -> [String] {
        let tally = comparison.tally
        var lines = [
            "", "\(comparison.candidate) against \(comparison.reference), by \(comparison.title):",
        ]
        let rate = tally.winRate
        if let estimate = rate.rate {
            lines.append(
                "win rate \(NumberText.percent(estimate.value)), 95 % interval "
                    + "\(estimate.interval.pointsText), sign test p "
                    + NumberText.fixed(rate.signP, 3))
        } else {
            lines.append("no pair is judged yet")
        }
        var ties = "\(rate.ties) ties"
        let kinds = [
            tally.sameCount > 0 ? "\(tally.sameCount) of equal answers" : nil,
            tally.orderDependentCount > 0
                ? "\(tally.orderDependentCount) where the verdict changed with the order" : nil,
        ].compactMap { $0 }
        if !kinds.isEmpty { ties += " (\(kinds.joined(separator: ", ")))" }
        lines.append("\(rate.wins) wins, \(rate.losses) losses, \(ties)")
        if !tally.invalid.isEmpty {
            lines.append(
                "\(pairs(tally.invalid.count)) without a verdict, because the judge said something "
                    + "else than \(JudgePrompt.verdicts): \(names(tally.invalid))")
        }
        if !tally.missing.isEmpty {
            lines.append("\(pairs(tally.missing.count)) not rated yet: \(names(tally.missing))")
        }
        if let verdict = comparison.verdict {
            lines += ["", "Verdict: \(verdict.decision.rawValue). \(verdict.reason)"]
        }
        return lines
    }

    private static func pairs(_ count: Int) -> String { count == 1 ? "1 pair" : "\(count) pairs" }

    private static func names(_ ids: [String]) -> String {
        ids.prefix(nameLimit).joined(separator: ", ") + (ids.count > nameLimit ? ", ..." : "")
    }
}
