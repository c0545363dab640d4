import Prompts

/// A record as a line of the list.
package struct RecordSummary: Sendable, Equatable {
    package var id: String
    package var split: DataSplit?
    /// The query, or its beginning.
    package var query: String
    /// Where it was read: `train.jsonl:17`.
    package var source: String
    /// How sure the import was of the record's parts, from 0 to 1; nil where it has none.
    package var confidence: Double?
    /// Numbers of the corrections that its parts keep to.
    package var corrections: [Int]

    package init(
        id: String, split: DataSplit?, query: String, source: String, confidence: Double? = nil,
        corrections: [Int] = []
    ) {
        self.id = id
        self.split = split
        self.query = query
        self.source = source
        self.confidence = confidence
        self.corrections = corrections
    }
}
