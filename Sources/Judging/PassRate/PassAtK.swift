/// The chance that one of k answers passes, from more than k answers to the same query.
package enum PassAtK {
    /// The unbiased estimate 1 - C(n - c, k) / C(n, k) of Chen and others 2021 (Codex).
    ///
    /// For k = 1 it is the share that passed.
    /// - Precondition: 1 <= k <= samples, and 0 <= passed <= samples.
    package static func estimate(samples: Int, passed: Int, k: Int) -> Double {
        precondition(k >= 1 && k <= samples, "k answers are drawn from the samples.")
        precondition(passed >= 0 && passed <= samples, "More passed than there are.")
        if samples - passed < k { return 1 }
        // The quotient of the two binomials, factor by factor, so that none overflows.
        var noneOfThem = 1.0
        for index in 0..<k {
            noneOfThem *= Double(samples - passed - index) / Double(samples - index)
        }
        return 1 - noneOfThem
    }

    /// The mean of the estimates over queries, each with its samples and those that passed.
    package static func mean(_ queries: [(samples: Int, passed: Int)], k: Int) -> Double {
        guard !queries.isEmpty else { return 0 }
        let sum = queries.reduce(0) { $0 + estimate(samples: $1.samples, passed: $1.passed, k: k) }
        return sum / Double(queries.count)
    }
}
