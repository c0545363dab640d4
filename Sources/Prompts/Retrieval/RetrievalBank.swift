/// The records that examples may be taken from, as a retriever sees them: none is held out.
package struct RetrievalBank: Sendable {
    /// One record of the bank.
    package struct Entry: Sendable {
        package let id: String
        package let query: String
        package let output: String

        package func text(_ compared: ComparedText) -> String {
            compared == .query ? query : output
        }
    }

    package let entries: [Entry]

    package var count: Int { entries.count }
}
