/// What one model costs, as it is and tuned.
package struct ModelPrices: Equatable, Sendable {
    package var name: String
    package var base: TokenPrices
    /// Nil where the model cannot be tuned, or nobody says for how much.
    package var tuned: TokenPrices?
    /// Dollars per million tokens trained on; nil where nobody says it.
    package var training: Double?
    /// The day or month that the prices are of, such as "2026-06-21".
    package var asOf: String
    /// What a user should know before relying on them.
    package var note: String?

    package init(
        name: String, base: TokenPrices, tuned: TokenPrices? = nil, training: Double? = nil,
        asOf: String, note: String? = nil
    ) {
        self.name = name
        self.base = base
        self.tuned = tuned
        self.training = training
        self.asOf = asOf
        self.note = note
    }
}
