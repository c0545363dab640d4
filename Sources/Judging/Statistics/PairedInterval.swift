/// The interval of a difference of two shares that were counted on the same items.
package enum PairedInterval {
    /// Tango's score interval (1998) of (firstOnly - secondOnly) / total.
    ///
    /// It knows that items on which both arms are alike tell that the arms differ little, and is
    /// honest for few items and for none that differ. nil without items.
    /// - Precondition: No count is negative, and both together are at most `total`.
    package static func tango(
        firstOnly: Int, secondOnly: Int, of total: Int,
        confidence: Double = ConfidenceInterval.standardConfidence
    ) -> Estimate? {
        precondition(firstOnly >= 0 && secondOnly >= 0, "Counts are not negative.")
        precondition(firstOnly + secondOnly <= total, "More items differ than there are.")
        guard total > 0 else { return nil }
        let difference = Double(firstOnly - secondOnly) / Double(total)
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        let counts = Counts(
            firstOnly: Double(firstOnly), secondOnly: Double(secondOnly), total: Double(total))
        return Estimate(
            value: difference,
            interval: ConfidenceInterval(
                lower: border(counts, from: difference, to: -1, z: z),
                upper: border(counts, from: difference, to: 1, z: z), confidence: confidence))
    }

    private struct Counts {
        let firstOnly: Double
        let secondOnly: Double
        let total: Double

        /// How many standard deviations the counts lie off a supposed difference.
        func score(_ difference: Double) -> Double {
            let distance = firstOnly - secondOnly - total * difference
            // The likeliest share of items that only the second arm has, if that is the difference.
            let a = 2 * total
            let b = -firstOnly - secondOnly + (2 * total - firstOnly + secondOnly) * difference
            let c = -secondOnly * difference * (1 - difference)
            let share = ((b * b - 4 * a * c).squareRoot() - b) / (2 * a)
            let variance = total * (2 * share + difference * (1 - difference))
            guard variance > 0 else { return distance == 0 ? 0 : distance * .infinity }
            return distance / variance.squareRoot()
        }
    }

    /// Steps that leave nothing of a Double's digits open.
    private static let halvings = 60

    /// The farthest difference on one side that the counts do not speak against.
    private static func border(_ counts: Counts, from value: Double, to end: Double, z: Double)
        -> Double
    {
        if abs(counts.score(end)) <= z { return end }
        var (inside, outside) = (value, end)
        for _ in 0..<halvings {
            let middle = (inside + outside) / 2
            if abs(counts.score(middle)) <= z { inside = middle } else { outside = middle }
        }
        return inside
    }
}
