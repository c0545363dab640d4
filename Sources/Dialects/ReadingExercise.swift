/// A few lines that ask for one skill of reading documentation and for nothing else.
///
/// What is to be learned stands denser in them than in documents: copying a name is learned within a
/// few hundred updates from many short exercises, and not at all from few long documents
/// (docs/log.md).
package struct ReadingExercise: Sendable, Equatable {
    /// A stretch of the text; the next one begins at a border of tokens.
    package struct Piece: Sendable, Equatable {
        package var text: String
        /// For an answer: how many of its tokens are told by nothing before it.
        ///
        /// Nil for the rest.
        package var givenTokens: Int?

        init(_ text: String, givenTokens: Int? = nil) {
            self.text = text
            self.givenTokens = givenTokens
        }
    }

    package var pieces: [Piece]
    /// Whether the answers can be known without what stands before: they say nothing of how well
    /// that is read.
    package var isFamiliar = false

    /// The whole text.
    package var text: String { pieces.map(\.text).joined() }
}
