/// The same records answered with the full prompt and with the query only.
package struct PairedOutcomes: Equatable, Sendable {
    /// One record's scores, from 0 (wrong) to 1 (right).
    package struct Item: Equatable, Sendable {
        package var recordID: String
        package var fullPrompt: Double
        package var queryOnly: Double
        /// The base's without prompt, where it was measured.
        package var baseWithoutPrompt: Double?

        package init(
            recordID: String, fullPrompt: Double, queryOnly: Double,
            baseWithoutPrompt: Double? = nil
        ) {
            self.recordID = recordID
            self.fullPrompt = fullPrompt
            self.queryOnly = queryOnly
            self.baseWithoutPrompt = baseWithoutPrompt
        }
    }

    /// A record that one way of asking gets right and the other wrong.
    package struct SideChange: Equatable, Sendable {
        /// Seen from the query alone.
        package enum Direction: String, Sendable {
            case lost, gained
        }
        package let recordID: String
        package let direction: Direction
    }

    package var items: [Item]
    /// From this score on an answer counts as right.
    package var rightScore: Double

    package init(_ items: [Item], rightScore: Double = 1) {
        self.items = items
        self.rightScore = rightScore
    }

    /// The records that changed sides, in their order.
    package var sideChanges: [SideChange] {
        items.compactMap { item in
            switch (isRight(item.fullPrompt), isRight(item.queryOnly)) {
            case (true, false): SideChange(recordID: item.recordID, direction: .lost)
            case (false, true): SideChange(recordID: item.recordID, direction: .gained)
            default: nil
            }
        }
    }

    /// McNemar's test of right answers; the first arm is the full prompt.
    package var test: McNemarTest {
        McNemarTest(items.map { isRight($0.fullPrompt) }, items.map { isRight($0.queryOnly) })
    }

    /// Query-only's mean score less the full prompt's; nil without records.
    package func difference(_ bootstrap: Bootstrap = .init()) -> Estimate? {
        bootstrap.difference(items.map(\.queryOnly), items.map(\.fullPrompt))?
            .widened(itemCount: items.count)
    }

    /// The retention against the full prompt as reference; nil unless the base was measured on all.
    package func retention(_ bootstrap: Bootstrap = .init()) -> Retention? {
        let base = items.compactMap(\.baseWithoutPrompt)
        guard base.count == items.count else { return nil }
        return Retention(
            queryOnly: items.map(\.queryOnly), baseWithoutPrompt: base,
            reference: items.map(\.fullPrompt), bootstrap: bootstrap)
    }

    private func isRight(_ score: Double) -> Bool { score >= rightScore }
}

extension Estimate {
    /// A difference of scores whose interval has no width, made as wide as its items allow.
    ///
    /// Items that all differ alike, most often not at all, give resamples without any spread: three
    /// equal answers would prove two models equal. That none of n items differed leaves room for
    /// a share of differing ones up to Wilson's bound.
    package func widened(itemCount: Int) -> Estimate {
        guard interval.lower == interval.upper,
            let bound = ShareInterval.wilson(
                count: 0, of: itemCount, confidence: interval.confidence)
        else { return self }
        var wider = self
        wider.interval.lower = max(-1, value - bound.interval.upper)
        wider.interval.upper = min(1, value + bound.interval.upper)
        return wider
    }
}
