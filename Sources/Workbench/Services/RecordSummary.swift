import Prompts

/// A record as a line of the list.
package struct RecordSummary: Sendable, Equatable {
    package var id: String
    package var split: DataSplit?
    /// The query, or its beginning.
    package var query: String
    /// Where it was read: `train.jsonl:17`.
    package var source: String

    package init(id: String, split: DataSplit?, query: String, source: String) {
        self.id = id
        self.split = split
        self.query = query
        self.source = source
    }
}
