/// Values below which a share of a sorted list lies.
enum Quantile {
    /// Interpolated between neighbours, as numpy and R's type 7 do.
    /// - Precondition: `sorted` is in ascending order and not empty; `share` lies from 0 to 1.
    static func of(_ sorted: [Double], _ share: Double) -> Double {
        precondition(!sorted.isEmpty, "An empty list has no quantile.")
        let position = share * Double(sorted.count - 1)
        let index = min(Int(position), sorted.count - 1)
        let weight = position - Double(index)
        // Without the next one where it has no weight: it may be infinite.
        guard weight > 0, index + 1 < sorted.count else { return sorted[index] }
        return sorted[index] + weight * (sorted[index + 1] - sorted[index])
    }
}
