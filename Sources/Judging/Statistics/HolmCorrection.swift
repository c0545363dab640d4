/// p values of several comparisons in one table, corrected so that the chance of any false finding
/// stays what one comparison's would be (Holm 1979).
package enum HolmCorrection {
    /// The corrected p values, in the order given.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var adjusted = pValues
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            // A larger p never becomes the smaller one.
            largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
            adjusted[index] = largest
        }
        return adjusted
    }
}
