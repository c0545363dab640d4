/// The interval of a share, such as of right answers.
package enum ShareInterval {
    /// Wilson's score interval (1927), which stays inside 0 and 1 and is honest for few items.
    ///
    /// `count` need not be whole: a tie may count as half. nil for no items.
    package static func wilson(
        count: Double, of total: Int, confidence: Double = ConfidenceInterval.standardConfidence
    ) -> Estimate? {
        guard total > 0 else { return nil }
        let items = Double(total)
        let share = count / items
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        let scale = 1 + z * z / items
        let middle = (share + z * z / (2 * items)) / scale
        let half =
            z / scale
            * (share * (1 - share) / items + z * z / (4 * items * items)).squareRoot()
        // Rounding must not push the border of a perfect share off it.
        let lower = count <= 0 ? 0 : max(0, middle - half)
        let upper = count >= items ? 1 : min(1, middle + half)
        return Estimate(
            value: share,
            interval: ConfidenceInterval(lower: lower, upper: upper, confidence: confidence))
    }
}
