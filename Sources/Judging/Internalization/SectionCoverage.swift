/// How much of one section of the prompt a tuned model no longer needs.
///
/// 1 - D_tuned / D_base with D = loss(query) - loss(query + section): what the section's presence
/// takes off the loss. Undefined where the interval of D_base holds 0: a section that never mattered
/// is not internalized.
package struct SectionCoverage: Equatable, Sendable {
    /// One record's losses, in nats a token of the output.
    package struct Losses: Equatable, Sendable {
        package var query: Double
        package var queryAndSection: Double

        package init(query: Double, queryAndSection: Double) {
            self.query = query
            self.queryAndSection = queryAndSection
        }

        fileprivate var difference: Double { query - queryAndSection }
    }

    /// D of the base, in nats a token.
    package let base: Estimate
    /// D of the tuned model, in nats a token.
    package let tuned: Estimate
    /// 1: no longer needed; below 0: needed more than before; nil where D_base cannot be told from 0.
    package let coverage: Estimate?

    /// A coverage that was measured before.
    package init(base: Estimate, tuned: Estimate, coverage: Estimate?) {
        self.base = base
        self.tuned = tuned
        self.coverage = coverage
    }

    /// The coverage over records; nil without any.
    /// - Precondition: Both lists are of one length and belong to the same records.
    package init?(base: [Losses], tuned: [Losses], bootstrap: Bootstrap = .init()) {
        precondition(base.count == tuned.count, "Models are compared on the same records.")
        let (before, after) = (base.map(\.difference), tuned.map(\.difference))
        guard let baseEstimate = bootstrap.mean(before), let tunedEstimate = bootstrap.mean(after)
        else { return nil }
        self.base = baseEstimate
        self.tuned = tunedEstimate
        guard !baseEstimate.interval.contains(0) else {
            coverage = nil
            return
        }
        let interval = bootstrap.interval(itemCount: base.count) { draw in
            let denominator = draw.reduce(0) { $0 + before[$1] }
            // A draw on the other side of 0 says nothing about a share.
            guard denominator * baseEstimate.value > 0 else { return nil }
            return 1 - draw.reduce(0) { $0 + after[$1] } / denominator
        }
        coverage = interval.map {
            Estimate(value: 1 - tunedEstimate.value / baseEstimate.value, interval: $0)
        }
    }

    /// Why a coverage says less than it seems to, or is none, as a sentence; nil where it is plain.
    package var remark: String? {
        if base.interval.contains(0) { return "The base did not need it: undefined." }
        if coverage == nil { return "Too few records for an interval: undefined." }
        if base.value < 0 { return "It makes the base worse." }
        if tuned.interval.upper < 0 { return "The tuned model does better without it." }
        return nil
    }
}
