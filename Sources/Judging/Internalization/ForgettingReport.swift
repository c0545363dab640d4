import JSONText

/// What a tuned model does differently from its base on queries off the task.
package struct ForgettingReport: Equatable, Sendable {
    /// One query's answers.
    package struct Answer: Equatable, Sendable {
        package var id: String
        package var query: String
        package var base: String
        package var tuned: String

        package init(id: String, query: String, base: String, tuned: String) {
            self.id = id
            self.query = query
            self.base = base
            self.tuned = tuned
        }

        /// But for white space around them, byte by byte.
        var isUnchanged: Bool { ExactMatch.holds(tuned, base) }
    }

    /// Losses on the outputs that are given, in nats a token.
    package struct Losses: Equatable, Sendable {
        package var recordCount: Int
        package var base: Double
        package var tuned: Double
        /// tuned - base over the same records: above 0 the tuned model has forgotten.
        package var difference: Estimate

        /// Means over records; nil without any.
        /// - Precondition: Both lists are of one length and belong to the same records.
        package init?(base: [Double], tuned: [Double], bootstrap: Bootstrap = .init()) {
            guard let difference = bootstrap.difference(tuned, base) else { return nil }
            self.init(
                recordCount: base.count, base: base.reduce(0, +) / Double(base.count),
                tuned: tuned.reduce(0, +) / Double(tuned.count), difference: difference)
        }

        fileprivate init(recordCount: Int, base: Double, tuned: Double, difference: Estimate) {
            self.recordCount = recordCount
            self.base = base
            self.tuned = tuned
            self.difference = difference
        }
    }

    package let answerCount: Int
    package let unchangedCount: Int
    /// The first of those that changed.
    package let changes: [Answer]
    /// Nil where no query has an output.
    package let losses: Losses?

    /// As many changed answers are kept as examples.
    package static let exampleLimit = 20

    /// Compares the answers to all queries.
    package init(_ answers: [Answer], losses: Losses?) {
        let changed = answers.filter { !$0.isUnchanged }
        self.init(
            answerCount: answers.count, unchangedCount: answers.count - changed.count,
            changes: Array(changed.prefix(Self.exampleLimit)), losses: losses)
    }

    private init(answerCount: Int, unchangedCount: Int, changes: [Answer], losses: Losses?) {
        self.answerCount = answerCount
        self.unchangedCount = unchangedCount
        self.changes = changes
        self.losses = losses
    }

    /// Share of answers that are the base's; nil without answers.
    package var unchanged: Estimate? {
        ShareInterval.wilson(count: Double(unchangedCount), of: answerCount)
    }
}

// MARK: JSON

extension ForgettingReport {
    /// For scripts and for the history.
    package var json: JSONValue {
        [
            "answers": .integer(answerCount), "unchanged": .integer(unchangedCount),
            "unchanged_share": unchanged?.json ?? .null,
            "losses": losses.map {
                [
                    "records": .integer($0.recordCount), "base": .number($0.base),
                    "tuned": .number($0.tuned), "difference": $0.difference.json,
                ]
            } ?? .null,
            "changes": .array(
                changes.map {
                    [
                        "id": .string($0.id), "query": .string($0.query),
                        "base": .string($0.base), "tuned": .string($0.tuned),
                    ]
                }),
        ]
    }

    /// A report that was kept; nil for what is none.
    package init?(_ json: JSONValue) {
        guard let answerCount = json["answers"]?.intValue,
            let unchangedCount = json["unchanged"]?.intValue
        else { return nil }
        let changes = (json["changes"]?.arrayValue ?? []).map { change in
            func text(_ key: String) -> String { change[key]?.stringValue ?? "" }
            return Answer(
                id: text("id"), query: text("query"), base: text("base"), tuned: text("tuned"))
        }
        self.init(
            answerCount: answerCount, unchangedCount: unchangedCount, changes: changes,
            losses: json["losses"].flatMap(Losses.init))
    }
}

extension ForgettingReport.Losses {
    fileprivate init?(_ json: JSONValue) {
        guard let count = json["records"]?.intValue, let base = json["base"]?.doubleValue,
            let tuned = json["tuned"]?.doubleValue,
            let difference = json["difference"].flatMap(Estimate.init)
        else { return nil }
        self.init(recordCount: count, base: base, tuned: tuned, difference: difference)
    }
}
