/// Two answers to one query, of which the better is asked for.
package struct AnswerPair: Equatable, Sendable {
    package var recordID: String
    package var query: String
    /// Of query-only, where it is held against the full prompt.
    package var first: String
    package var second: String

    package init(recordID: String, query: String, first: String, second: String) {
        self.recordID = recordID
        self.query = query
        self.first = first
        self.second = second
    }

    /// Whether both answers are the same bytes: a tie that nobody has to be asked for.
    package var isSame: Bool { first.utf8.elementsEqual(second.utf8) }
}
