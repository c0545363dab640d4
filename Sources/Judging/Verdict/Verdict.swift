/// What to do with a tuned model, and why.
package struct Verdict: Equatable, Sendable {
    /// The three ways to go on.
    package enum Decision: String, Sendable {
        case shipQueryOnly = "ship query-only"
        case trainOn = "train on"
        case keepPrompt = "keep the prompt"
    }

    package let decision: Decision
    /// One or two sentences.
    package let reason: String
    /// Query-only's score less the full prompt's, from -1 to 1; nil without records.
    package let difference: Estimate?
    package let retention: Retention?
    /// How much worse query-only may be, as a share.
    package let margin: Double

    /// Two points: about what two runs differ in that differ in their seed only.
    package static let standardMargin = 0.02
    /// Below this, a prompt that gains the model nothing has most likely not been understood.
    package static let helplessScore = 0.5
    /// From this share of the prompt's gain on, more training is worth its cost.
    package static let promisingRetention = 0.5

    /// Judges paired answers.
    ///
    /// `lostRules` are rule probes that the full prompt keeps and query-only does not.
    package init(
        _ outcomes: PairedOutcomes, margin: Double = Verdict.standardMargin,
        lostRules: [String] = [], bootstrap: Bootstrap = .init()
    ) {
        self.init(
            difference: outcomes.difference(bootstrap), retention: outcomes.retention(bootstrap),
            recordCount: outcomes.items.count, margin: margin, lostRules: lostRules)
    }

    /// Judges a difference that was measured otherwise, such as of corpus BLEU over 100.
    ///
    /// Non-inferiority: query-only ships where even the lower border of the difference is within the
    /// margin. What the records cannot tell is not shipped.
    package init(
        difference: Estimate?, retention: Retention?, recordCount: Int,
        margin: Double = Verdict.standardMargin, lostRules: [String] = []
    ) {
        self.difference = difference
        self.retention = retention
        self.margin = margin
        guard let difference else {
            decision = .keepPrompt
            reason = "No record was answered both ways: there is nothing to judge by."
            return
        }
        let wording = VerdictWording(
            difference: difference, recordCount: recordCount, margin: margin)
        if difference.interval.lower >= -margin {
            if let retention, !retention.promptHelps, retention.reference < Self.helplessScore {
                decision = .trainOn
                reason = wording.helpless(retention)
            } else if lostRules.isEmpty {
                decision = .shipQueryOnly
                reason = wording.asGood(retention)
            } else {
                decision = .trainOn
                reason = wording.losesRules(lostRules)
            }
        } else if difference.interval.upper < -margin {
            let isPromising = (retention?.value ?? 0) >= Self.promisingRetention
            decision = isPromising ? .trainOn : .keepPrompt
            reason = wording.worse(retention, isPromising: isPromising)
        } else {
            decision = .trainOn
            reason = wording.undecided
        }
    }
}
