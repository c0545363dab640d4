/// How many answers pass their tests, and how the others ended.
package struct PassRate: Equatable, Sendable {
    /// Answers that ended each way, by `TestOutcome.name`, the most frequent first.
    package let counts: [(name: String, count: Int)]
    /// The share that passed, with Wilson's interval.
    ///
    /// Answers whose tests could not be run are in neither count; nil where none could.
    package let share: Estimate?

    /// The rate of judged answers.
    package init(
        _ outcomes: [TestOutcome],
        confidence: Double = ConfidenceInterval.standardConfidence
    ) {
        let groups = Dictionary(grouping: outcomes, by: \.name).mapValues(\.count)
        counts = groups.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (name: $0.key, count: $0.value) }
        let judged = outcomes.count { outcome in
            if case .broken = outcome { false } else { true }
        }
        share = ShareInterval.wilson(
            count: Double(outcomes.count(where: \.isPassed)), of: judged, confidence: confidence)
    }

    package static func == (first: Self, second: Self) -> Bool {
        first.share == second.share
            && first.counts.elementsEqual(second.counts) {
                $0.name == $1.name && $0.count == $1.count
            }
    }

    /// "75.0 % (30.1 to 95.4): 3 passed, 1 timed out".
    package var text: String {
        let ways = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        guard let share else { return ways.isEmpty ? "no answers" : ways }
        return "\(FixedText.points(share.value)) % (\(share.interval.pointsText)): \(ways)"
    }
}
