/// The best matches of one probe so far: greatest score first, and the bank's order among equals,
/// in whatever order they come.
///
/// What the probe bars is not taken.
package struct TopMatches {
    private let probe: RetrievalProbe
    private let limit: Int
    package private(set) var matches: [(position: Int, score: Double)] = []

    /// - Parameters:
    ///   - probe: whose barred positions are refused.
    ///   - limit: most matches, at least 1.
    package init(for probe: RetrievalProbe, limit: Int) {
        precondition(limit > 0)
        self.probe = probe
        self.limit = limit
        matches.reserveCapacity(min(limit, 1_024) + 1)
    }

    /// The least score that could still get in; nil while there is room.
    package var threshold: Double? {
        matches.count < limit ? nil : matches[limit - 1].score
    }

    /// Takes a position of the bank where it is open and among the best so far.
    package mutating func add(_ position: Int, _ score: Double) {
        var low = 0
        var high = matches.count
        while low < high {
            let middle = (low + high) / 2
            let other = matches[middle]
            if (other.score, position) > (score, other.position) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < limit, !probe.isBarred(position) else { return }
        matches.insert((position, score), at: low)
        if matches.count > limit { matches.removeLast() }
    }

    /// As a retriever returns them.
    package var found: [ExampleMatch] {
        matches.map { ExampleMatch(position: $0.position, score: $0.score) }
    }
}
