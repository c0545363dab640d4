/// The six ways to compare.
package enum Comparator: Int, Sendable, CaseIterable, Hashable {
    case equal, notEqual, above, below, atLeast, atMost

    /// What it means, in the words of documentation.
    var meanings: [String] {
        switch self {
        case .equal: ["equal to", "the same as", "equals"]
        case .notEqual: ["not equal to", "different from", "other than"]
        case .above: ["greater than", "above", "more than"]
        case .below: ["less than", "below", "smaller than"]
        case .atLeast: ["at least", "greater than or equal to", "not below"]
        case .atMost: ["at most", "less than or equal to", "not above"]
        }
    }
}
