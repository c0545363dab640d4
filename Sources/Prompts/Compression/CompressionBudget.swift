/// How many tokens a shortened text may have.
package struct CompressionBudget: Sendable, Equatable {
    /// Tokens of the full text.
    package let fullTokens: Int
    /// Tokens that the rate leaves of it, rounded down.
    package let tokens: Int

    /// A rate of 0.29 times 100 tokens is 29 of them, whatever binary fractions make of it.
    private static let rounding = 1e-9

    /// Counts a text's tokens and takes the rate's share of them.
    /// - Throws: `PromptsError.compressionRateOutOfRange`.
    package init(_ text: String, rate: Double, countTokens: (String) -> Int) throws {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        fullTokens = countTokens(text)
        tokens = Int((rate * Double(fullTokens) + Self.rounding).rounded(.down))
    }

    /// Tokens of the longest unit (a line, or a sentence of one), by which a text that somebody
    /// else wrote may be over the budget.
    package static func slack(_ text: String, countTokens: (String) -> Int) -> Int {
        TemplateUnit.units(of: text).map { countTokens($0.text + $0.space) }.max() ?? 0
    }
}
