import JSONText

/// An answer with what it is judged by.
package struct JudgedAnswer: Equatable, Sendable {
    package var recordID: String
    package var query: String
    package var expected: String
    package var answer: String
    /// The record's own, where tests stand.
    package var meta: JSONObject?

    package init(
        recordID: String, query: String, expected: String, answer: String, meta: JSONObject? = nil
    ) {
        self.recordID = recordID
        self.query = query
        self.expected = expected
        self.answer = answer
        self.meta = meta
    }
}
