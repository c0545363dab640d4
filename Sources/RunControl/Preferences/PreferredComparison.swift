import JSONText
import Judging
import RunEvents

/// Query-only held against the full prompt pair by pair, where no metric fits, and what to do about
/// it.
package struct PreferredComparison: Sendable {
    /// Who judged.
    package let title: String
    /// Whose answers won or lost, such as "tuned, query-only".
    package let candidate: String
    /// What they were held against.
    package let reference: String
    package let tally: PreferenceTally
    /// Nil where nothing was tuned.
    package let verdict: PreferenceVerdict?

    /// - Parameters:
    ///   - title: who judged.
    ///   - tally: what was judged.
    ///   - model: whose query-only answers these are.
    ///   - against: whose answers to the full prompt.
    ///   - margin: how far below a half the win rate may lie, as a share.
    package init(
        title: String, tally: PreferenceTally, model: ModelState, against: ModelState,
        margin: Double
    ) {
        self.title = title
        candidate = "\(model.rawValue), \(PromptArm.queryOnly.rawValue)"
        reference = "\(against.rawValue), \(PromptArm.fullPrompt.rawValue)"
        self.tally = tally
        verdict =
            model == .tuned
            ? PreferenceVerdict(
                tally.winRate, margin: margin,
                openCount: tally.missing.count + tally.invalid.count) : nil
    }

    /// For scripts.
    package var json: JSONValue {
        let rate = tally.winRate
        return [
            "metric": .string(title), "candidate": .string(candidate),
            "reference": .string(reference),
            "win_rate": rate.rate.map {
                [
                    "value": .number($0.value), "lower": .number($0.interval.lower),
                    "upper": .number($0.interval.upper),
                    "confidence": .number($0.interval.confidence),
                ]
            } ?? .null,
            "sign_test_p": .number(rate.signP),
            "wins": .integer(rate.wins), "losses": .integer(rate.losses),
            "ties": .integer(rate.ties), "same_answers": .integer(tally.sameCount),
            "order_dependent": .integer(tally.orderDependentCount),
            "invalid": .array(tally.invalid.map { .string($0) }),
            "missing": .array(tally.missing.map { .string($0) }),
            "verdict": verdict.map {
                [
                    "decision": .string($0.decision.rawValue), "reason": .string($0.reason),
                    "margin": .number($0.margin),
                ]
            } ?? .null,
        ]
    }
}
