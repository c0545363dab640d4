import JSONText

/// Which rules hold with the full prompt and which without it.
package struct RuleReport: Equatable, Sendable {
    /// What was answered to one probe.
    package struct Answers: Equatable, Sendable {
        package var baseFullPrompt: String
        package var tunedFullPrompt: String
        package var tunedQueryOnly: String

        package init(baseFullPrompt: String, tunedFullPrompt: String, tunedQueryOnly: String) {
            self.baseFullPrompt = baseFullPrompt
            self.tunedFullPrompt = tunedFullPrompt
            self.tunedQueryOnly = tunedQueryOnly
        }
    }

    /// One rule, asked in three ways.
    package struct Row: Equatable, Sendable {
        package var name: String
        package var query: String
        /// What the rule asks of an answer, in words.
        package var rule: String
        package var answers: Answers
        package var holdsInBase: Bool
        package var holdsInTuned: Bool
        package var holdsQueryOnly: Bool

        /// Whether the prompt keeps the rule, be it in the base or in the tuned model.
        ///
        /// Either of them could be served with the full prompt, so that what one of them keeps is
        /// what the query alone can lose.
        package var holdsWithPrompt: Bool { holdsInBase || holdsInTuned }

        package init(
            name: String, query: String, rule: String, answers: Answers, holdsInBase: Bool,
            holdsInTuned: Bool, holdsQueryOnly: Bool
        ) {
            self.name = name
            self.query = query
            self.rule = rule
            self.answers = answers
            self.holdsInBase = holdsInBase
            self.holdsInTuned = holdsInTuned
            self.holdsQueryOnly = holdsQueryOnly
        }

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
    package enum Fate: String, Sendable, CaseIterable {
        case kept, lost, gained
        case neverHeld = "never"
    }

    /// In the probes' order.
    package let rows: [Row]

    /// A report of rules that are judged already.
    package init(rows: [Row]) { self.rows = rows }

    /// Judges the answers to all probes.
    /// - Precondition: There are as many answers as probes.
    /// - Throws: As `RulePredicate.isMet`.
    package init(_ probes: [RuleProbe], answers: [Answers]) throws {
        precondition(probes.count == answers.count, "Each probe needs its answers.")
        rows = try zip(probes, answers).map { probe, answers in
            func holds(_ answer: String) throws -> Bool {
                try probe.predicate.isMet(by: answer, to: probe.query)
            }
            return Row(
                name: probe.name, query: probe.query, rule: probe.predicate.words,
                answers: answers, holdsInBase: try holds(answers.baseFullPrompt),
                holdsInTuned: try holds(answers.tunedFullPrompt),
                holdsQueryOnly: try holds(answers.tunedQueryOnly))
        }
    }

    /// Names of rules of a fate, in the probes' order.
    package func names(_ fate: Fate) -> [String] {
        rows.filter { $0.fate == fate }.map(\.name)
    }

    /// Names of rules that the prompt keeps and the tuned model alone does not.
    package var lost: [String] { names(.lost) }
}

// MARK: JSON

extension RuleReport {
    /// For scripts and for the history.
    package var json: JSONValue {
        [
            "rules": .array(rows.map(\.json)),
            "lost": .array(lost.map { .string($0) }),
        ]
    }

    /// A report that was kept; nil for what is none.
    package init?(_ json: JSONValue) {
        guard let rows = json["rules"]?.arrayValue?.map(Row.init), rows.allSatisfy({ $0 != nil })
        else { return nil }
        self.init(rows: rows.compactMap { $0 })
    }
}

extension RuleReport.Row {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "query": .string(query), "rule": .string(rule),
            "base_full_prompt": .bool(holdsInBase), "tuned_full_prompt": .bool(holdsInTuned),
            "with_prompt": .bool(holdsWithPrompt), "query_only": .bool(holdsQueryOnly),
            "fate": .string(fate.rawValue),
            "answers": [
                "base_full_prompt": .string(answers.baseFullPrompt),
                "tuned_full_prompt": .string(answers.tunedFullPrompt),
                "query_only": .string(answers.tunedQueryOnly),
            ],
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        func text(_ key: String) -> String { json[key]?.stringValue ?? "" }
        func answer(_ key: String) -> String { json["answers"]?[key]?.stringValue ?? "" }
        guard let name = json["name"]?.stringValue,
            let base = json["base_full_prompt"]?.boolValue,
            let tuned = json["tuned_full_prompt"]?.boolValue,
            let queryOnly = json["query_only"]?.boolValue
        else { return nil }
        self.init(
            name: name, query: text("query"), rule: text("rule"),
            answers: .init(
                baseFullPrompt: answer("base_full_prompt"),
                tunedFullPrompt: answer("tuned_full_prompt"),
                tunedQueryOnly: answer("query_only")),
            holdsInBase: base, holdsInTuned: tuned, holdsQueryOnly: queryOnly)
    }
}
