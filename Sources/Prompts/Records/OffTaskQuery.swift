/// A query that has nothing to do with a project's task, to see what a training made a model forget.
///
/// Query and output are rendered as they stand: the task's own query format would make it the task.
package struct OffTaskQuery: Sendable, Equatable {
    package var id: String
    /// Instructions in front of the query; nil for none.
    package var template: String?
    package var query: String
    /// What a good answer is, to measure losses on; nil where only answers are compared.
    package var output: String?
    package var source: RecordSource

    package init(
        id: String, template: String? = nil, query: String, output: String? = nil,
        source: RecordSource
    ) {
        self.id = id
        self.template = template
        self.query = query
        self.output = output
        self.source = source
    }
}
