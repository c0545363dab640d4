/// One figure over runs that differ in their seed only.
package struct SeedSummary: Equatable, Sendable {
    package let count: Int
    package let mean: Double
    /// With n - 1 in the denominator; nil for a single run, which says nothing about others.
    package let deviation: Double?

    /// nil without runs.
    package init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        self.count = values.count
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    }

    /// "71.25 ± 1.06 (3 runs)", or without the deviation where there is none.
    package func text(places: Int) -> String {
        let spread = deviation.map { " ± \(FixedText.decimal($0, places: places))" } ?? ""
        let runs = count == 1 ? "1 run" : "\(count) runs"
        return "\(FixedText.decimal(mean, places: places))\(spread) (\(runs))"
    }
}
