import JSONText

/// One line of a data set: a query, the answer to it, and what else the line brought along.
package struct PromptRecord: Sendable, Equatable {
    package var id: String
    /// A template of its own; nil where the project's holds.
    package var template: String?
    /// Examples of its own; empty where they come from the project's bank.
    package var examples: [Example]
    package var query: String
    package var output: String
    package var split: DataSplit?
    package var meta: JSONObject?
    package var source: RecordSource

    package init(
        id: String, template: String? = nil, examples: [Example] = [], query: String,
        output: String, split: DataSplit? = nil, meta: JSONObject? = nil, source: RecordSource
    ) {
        self.id = id
        self.template = template
        self.examples = examples
        self.query = query
        self.output = output
        self.split = split
        self.meta = meta
        self.source = source
    }
}
