/// A verdict's reason in sentences.
struct VerdictWording {
    let difference: Estimate
    let recordCount: Int
    let margin: Double

    /// "difference -0.4 points, 95 % interval -1.6 to 0.8, 500 records".
    private var figures: String {
        let percent = FixedText.decimal(difference.interval.confidence * 100, places: 0)
        let records = recordCount == 1 ? "1 record" : "\(recordCount) records"
        return "difference \(FixedText.points(difference.value)) points, \(percent) % interval "
            + "\(difference.interval.pointsText), \(records)"
    }

    private var marginText: String { "\(FixedText.points(margin)) points" }

    func asGood(_ retention: Retention?) -> String {
        let sentence =
            "Query-only is at most \(marginText) worse than the full prompt (\(figures))."
        guard let retention, !retention.promptHelps else { return sentence }
        return sentence + " The prompt itself hardly helps: it gains the base "
            + "\(FixedText.points(retention.gain)) points."
    }

    func helpless(_ retention: Retention) -> String {
        "Query-only is at most \(marginText) worse than the full prompt (\(figures)), but neither "
            + "is good: the full prompt scores \(FixedText.points(retention.reference)), "
            + "\(FixedText.points(retention.gain)) points more than the base without it. The model "
            + "does not follow its prompt: look at the answers, train longer, or take a larger base."
    }

    func losesRules(_ rules: [String]) -> String {
        let names = rules.map { "\"\($0)\"" }.joined(separator: ", ")
        let what = rules.count == 1 ? "the rule \(names) is" : "\(rules.count) rules (\(names)) are"
        return "Query-only scores as well as the full prompt (\(figures)), but \(what) "
            + "no longer kept without it."
    }

    func worse(_ retention: Retention?, isPromising: Bool) -> String {
        let sentence =
            "Query-only is more than \(marginText) worse than the full prompt (\(figures))"
        guard let retention else {
            return sentence + ", and without the base's score nobody can say what it has learned."
        }
        guard let value = retention.value else {
            return sentence + ", although the prompt hardly helps the base: training has done harm."
        }
        let share = "\(FixedText.points(value)) % of what the prompt gives"
        return isPromising
            ? sentence
                + ", but has taken over \(share): train longer, or shorten the prompt slower."
            : sentence + " and has taken over only \(share)."
    }

    var undecided: String {
        "The records cannot tell whether query-only is within \(marginText) of the full prompt "
            + "(\(figures)): train on, or measure on more records; keep the prompt until then."
    }
}
