/// A course of values in one line of text.
package enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let letters: [Character] = ["_", ".", "-", "=", "+", "*", "%", "#"]

    /// One character a value, or one for each of `width` stretches of equal length where there are
    /// more values; the mean of a stretch counts.
    ///
    /// The least value is the lowest character and the greatest the highest; where all are equal
    /// they stand at the bottom. What is no number is a space.
    package static func text(
        _ values: [Double], width: Int, symbols: DotSymbols = .braille
    ) -> String {
        guard width > 0, !values.isEmpty else { return "" }
        let means = stretches(values, min(width, values.count))
        let finite = means.filter(\.isFinite)
        guard let least = finite.min(), let greatest = finite.max() else {
            return String(repeating: " ", count: means.count)
        }
        let characters = symbols == .ascii ? letters : blocks
        let top = Double(characters.count - 1)
        return String(
            means.map { value -> Character in
                guard value.isFinite else { return " " }
                guard greatest > least else { return characters[0] }
                let share = (value - least) / (greatest - least)
                return characters[Int((share * top).rounded())]
            })
    }

    private static func stretches(_ values: [Double], _ count: Int) -> [Double] {
        (0..<count).map { index in
            let range = index * values.count / count..<(index + 1) * values.count / count
            let part = values[range].filter(\.isFinite)
            return part.isEmpty ? .nan : part.reduce(0, +) / Double(part.count)
        }
    }
}
