import Judging

/// One sitting of blind rating: which pair is shown, and what is made of the answers.
package struct RatingRound {
    /// The pairs of this sitting: those that are not rated yet and whose answers differ.
    package let pairs: [ShownPair]
    private let book: RatingBook
    private var position = 0

    /// - Parameters:
    ///   - pairs: all pairs of a run.
    ///   - book: has their ratings.
    ///   - seed: draws the sides.
    /// - Throws: `RunStoreError`.
    package init(_ pairs: [AnswerPair], book: RatingBook, seed: Int) throws {
        self.book = book
        self.pairs = try pairs.filter { try !$0.isSame && book.preference(of: $0) == nil }
            .map { ShownPair($0, seed: seed) }
    }

    /// The pair that waits for a rating; nil at the end.
    package var current: ShownPair? { position < pairs.count ? pairs[position] : nil }

    /// The number of the present pair, counted from 1.
    package var number: Int { position + 1 }

    /// Keeps a rating at once and goes on.
    /// - Throws: `RunStoreError`; the pair then still waits.
    package mutating func rate(_ choice: ShownPair.Choice) throws {
        guard let current else { return }
        try book.keep(current.preference(choice), of: current.pair)
        position += 1
    }

    /// Goes on without a rating; another sitting shows the pair again.
    package mutating func skip() { position = min(position + 1, pairs.count) }

    /// Goes back to the pair before and takes its rating back.
    /// - Returns: false where this is the first pair.
    /// - Throws: `RunStoreError`; the rating then stands.
    package mutating func undo() throws -> Bool {
        guard position > 0 else { return false }
        try book.forget(pairs[position - 1].pair)
        position -= 1
        return true
    }
}
