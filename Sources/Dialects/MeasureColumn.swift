/// A column of numbers.
struct MeasureColumn: Sendable, Equatable {
    var header: String
    var noun: String
    /// Whether adding up its cells means anything.
    var isAdditive: Bool
    var low: Int
    var high: Int
    var step: Int
    /// Whether the noun counts things: `units`, but not `price`.
    var isPlural: Bool { noun.hasSuffix("s") }
    /// `price`; `number of units`.
    var quantity: String { isPlural ? "number of " + noun : noun }

    init(
        _ header: String, _ noun: String, adds isAdditive: Bool = true, _ range: ClosedRange<Int>,
        by step: Int
    ) {
        self.header = header
        self.noun = noun
        self.isAdditive = isAdditive
        low = range.lowerBound
        high = range.upperBound
        self.step = step
    }
}
