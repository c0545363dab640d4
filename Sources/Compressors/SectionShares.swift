/// How many units each section keeps: important ones more than others.
struct SectionShares {
    /// Units of each section.
    let counts: [Int]
    /// From 1 for the most important section down to -1.
    let weights: [Double]

    /// How far the best section's rate lies above the common one, and the last one's below
    /// (LongLLMLingua, section 4.3: δτ).
    static let spread = 0.3
    private static let bisections = 60

    /// Ranks sections.
    /// - Parameters:
    ///   - counts: units of each.
    ///   - importance: higher is kept more of; equal ones rank in their order.
    init(counts: [Int], importance: [Double]) {
        self.counts = counts
        var weights = [Double](repeating: 0, count: counts.count)
        let ranking = counts.indices.sorted {
            importance[$0] != importance[$1] ? importance[$0] > importance[$1] : $0 < $1
        }
        for (rank, section) in ranking.enumerated() where counts.count > 1 {
            weights[section] = 1 - 2 * Double(rank) / Double(counts.count - 1)
        }
        self.weights = weights
    }

    /// Units that each section keeps where all of them keep `total`.
    func kept(_ total: Int) -> [Int] {
        let all = counts.reduce(0, +)
        guard total < all else { return counts }
        let rate = Double(total) / Double(max(all, 1))
        func rates(_ shift: Double) -> [Double] {
            weights.map { min(1, max(0, rate + Self.spread * $0 + shift)) }
        }
        func sum(_ shift: Double) -> Double {
            zip(counts, rates(shift)).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        var (low, high) = (-2.0, 2.0)
        for _ in 0..<Self.bisections {
            let middle = (low + high) / 2
            if sum(middle) > Double(total) { high = middle } else { low = middle }
        }
        return zip(counts, rates(low)).map { Int((Double($0) * $1).rounded(.down)) }
    }
}
