/// Questions in other formula languages than the sample project's: what its base can do beside the
/// task.
extension SampleProject {
    /// A line of `off_task.jsonl`.
    package struct OffTask: Sendable, Equatable {
        package var id: String
        /// Another language's documentation with examples.
        package var template: String
        /// Table and question, up to where the answer begins.
        package var query: String
        /// With the space before it.
        package var output: String

        var line: String {
            JSONLine.object([
                ("id", id), ("template", template), ("query", query), ("output", output),
            ]) + "\n"
        }
    }

    /// Documents, and questions of each.
    private static let documentCount = 10
    private static let questionsPerDocument = 2
    /// A language small enough that the base answers some of its questions.
    private static let offTaskLevel = 3

    /// Languages are drawn as for the base's training, from another seed: none of them is the
    /// sample project's, and none was seen before.
    static func offTask(seed: UInt64) -> [OffTask] {
        let corpus = PretrainingCorpus(seed: seed)
        let documents = (0..<documentCount).map {
            corpus.document(index: $0, difficulty: .level(offTaskLevel))
        }
        let questions = documents.flatMap { document in
            document.queries.prefix(questionsPerDocument).map { (document, $0) }
        }
        return questions.enumerated().map { index, question in
            let (document, item) = question
            var template = document.context()
            while template.hasSuffix("\n") { template.removeLast() }
            return OffTask(
                id: recordID("off-task", index: index, digitCount: 2), template: template,
                query: document.queryText(item.input), output: " " + item.output)
        }
    }
}
