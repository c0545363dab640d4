/// Which rules hold with the full prompt and which without it.
package struct RuleReport: Equatable, Sendable {
    /// One rule asked both ways.
    package struct Row: Equatable, Sendable {
        package let probe: RuleProbe
        package let holdsWithPrompt: Bool
        package let holdsQueryOnly: Bool

        package var fate: Fate {
            switch (holdsWithPrompt, holdsQueryOnly) {
            case (true, true): .kept
            case (true, false): .lost
            case (false, true): .gained
            case (false, false): .neverHeld
            }
        }
    }

    /// What became of a rule.
    package enum Fate: String, Sendable {
        case kept, lost, gained
        case neverHeld = "never held"
    }

    package let rows: [Row]

    /// Judges the answers to all probes.
    ///
    /// `answers` holds for each probe the answer with the full prompt and the one without.
    /// - Precondition: There are as many answers as probes.
    /// - Throws: As `RulePredicate.isMet`.
    package init(_ probes: [RuleProbe], answers: [(withPrompt: String, queryOnly: String)]) throws {
        precondition(probes.count == answers.count, "Each probe needs its answers.")
        rows = try zip(probes, answers).map { probe, answer in
            Row(
                probe: probe,
                holdsWithPrompt: try probe.predicate.isMet(by: answer.withPrompt, to: probe.query),
                holdsQueryOnly: try probe.predicate.isMet(by: answer.queryOnly, to: probe.query))
        }
    }

    /// Names of rules that the prompt keeps and the tuned model alone does not.
    package var lost: [String] { rows.filter { $0.fate == .lost }.map(\.probe.name) }
}
