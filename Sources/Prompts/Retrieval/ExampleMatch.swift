/// An example that was found for a record.
package struct ExampleMatch: Sendable, Equatable {
    /// In the bank.
    package var position: Int
    /// The retriever's measure of likeness, the greater the better; nil where it tells only an
    /// order.
    package var score: Double?

    package init(position: Int, score: Double?) {
        self.position = position
        self.score = score
    }
}
