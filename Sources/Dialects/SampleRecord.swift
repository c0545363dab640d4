/// A record as it stands in a sample project's JSONL files.
package protocol SampleRecord {
    /// Unique over all splits.
    var id: String { get }
    /// What the query block shows.
    var query: String { get }
    /// One line, without a leading space.
    var output: String { get }
}

extension SampleRecord {
    /// An object on a line, without the line's end.
    var line: String {
        JSONLine.object([("id", id), ("query", query), ("output", output)])
    }
}
