/// Whether two arms differ in how many of the same items they get right (McNemar 1947).
///
/// Only items count that one arm gets right and the other wrong. Exact by the binomial
/// distribution, and by its middle p, which is less cautious (Fagerland and others 2013).
package struct McNemarTest: Equatable, Sendable {
    /// Right in the first arm only.
    package let firstOnly: Int
    /// Right in the second arm only.
    package let secondOnly: Int
    /// Two-sided.
    package let exactP: Double
    /// Two-sided.
    package let midP: Double

    /// For people: "McNemar's exact p 0.004".
    package var text: String {
        "McNemar's exact p "
            + (exactP < Self.leastToldP
                ? "< \(Self.leastToldP)" : FixedText.decimal(exactP, places: 3))
    }

    /// What is smaller is not told by its digits.
    private static let leastToldP = 0.001

    /// The test of two counts.
    /// - Precondition: Neither is negative.
    package init(firstOnly: Int, secondOnly: Int) {
        precondition(firstOnly >= 0 && secondOnly >= 0, "Counts are not negative.")
        self.firstOnly = firstOnly
        self.secondOnly = secondOnly
        let total = firstOnly + secondOnly
        guard total > 0 else {
            exactP = 1
            midP = 1
            return
        }
        let tail = Binomial.fair(atMost: min(firstOnly, secondOnly), of: total)
        exactP = min(1, 2 * tail.cumulative)
        midP = min(1, 2 * tail.cumulative - tail.exact)
    }

    /// The test of two arms on the same items.
    /// - Precondition: Both lists are of one length.
    package init(_ first: [Bool], _ second: [Bool]) {
        precondition(first.count == second.count, "Arms are compared on the same items.")
        let pairs = zip(first, second)
        self.init(
            firstOnly: pairs.count { $0 && !$1 }, secondOnly: pairs.count { !$0 && $1 })
    }
}
