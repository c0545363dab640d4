import JSONText

/// What a comparison with reference numbers found.
package struct ConformanceReport: Sendable {
    /// The largest difference of one kind of numbers.
    package struct Check: Sendable, Equatable {
        package var kind: String
        /// Numbers (or texts) compared.
        package var count: Int
        /// In units of the tolerance where `isRelative`, a count of unequal items otherwise.
        package var largestDifference: Double
        /// What the difference is measured against, in words.
        package var tolerance: String
        package var isWithinTolerance: Bool
    }

    package var folder: String
    package var checks: [Check]

    package init(folder: String, checks: [Check] = []) {
        self.folder = folder
        self.checks = checks
    }

    /// A comparison of nothing proves nothing.
    package var isPassed: Bool {
        !checks.isEmpty && checks.allSatisfy { $0.isWithinTolerance && $0.count > 0 }
    }

    /// Records a count of unequal items, of which none is allowed.
    mutating func addEquality(_ kind: String, unequal: Int, of count: Int) {
        checks.append(
            Check(
                kind: kind, count: count, largestDifference: Double(unequal), tolerance: "equal",
                isWithinTolerance: unequal == 0))
    }

    package var json: JSONValue {
        [
            "folder": .string(folder),
            "passed": .bool(isPassed),
            "checks": .array(
                checks.map {
                    [
                        "kind": .string($0.kind), "count": .integer($0.count),
                        "largest_difference": .number($0.largestDifference),
                        "tolerance": .string($0.tolerance),
                        "within_tolerance": .bool($0.isWithinTolerance),
                    ]
                }),
        ]
    }
}

/// The largest of many differences |found - expected| against a limit that depends on the expected.
struct LargestDifference {
    private(set) var count = 0
    /// Absolute.
    private(set) var largest = 0.0
    /// As a share of the limit; over 1 is out of tolerance.
    private(set) var largestShare = 0.0

    mutating func add(_ found: Double, _ expected: Double, limit: Double) {
        count += 1
        let difference = abs(found - expected)
        // A NaN is never within a tolerance.
        guard difference.isFinite else {
            largest = .infinity
            largestShare = .infinity
            return
        }
        largest = max(largest, difference)
        largestShare = max(largestShare, difference / limit)
    }

    func check(_ kind: String, _ tolerance: String) -> ConformanceReport.Check {
        .init(
            kind: kind, count: count, largestDifference: largest, tolerance: tolerance,
            isWithinTolerance: largestShare <= 1)
    }
}
