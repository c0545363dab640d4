/// A line of `off_task.jsonl`: a question about another dialect than the sample project's, to see
/// what a training made the model forget.
package struct OffTaskQuestion: Sendable, Equatable {
    package var id: String
    /// The other dialect's documentation with examples.
    package var template: String
    /// The request, up to where the answer begins.
    package var query: String
    /// With the space before it.
    package var output: String

    var line: String {
        JSONLine.object([
            ("id", id), ("template", template), ("query", query), ("output", output),
        ]) + "\n"
    }

    private static let questionsPerDocument = 2

    /// Questions of each document, numbered from 1.
    static func of(_ documents: [PretrainingDocument]) -> [OffTaskQuestion] {
        let questions = documents.flatMap { document in
            document.queries.prefix(questionsPerDocument).map { (document, $0) }
        }
        return questions.enumerated().map { index, question in
            let (document, item) = question
            var template = document.context()
            while template.hasSuffix("\n") { template.removeLast() }
            return OffTaskQuestion(
                id: SampleProject.recordID("off-task", index: index, digitCount: 2),
                template: template, query: document.queryText(item.input),
                output: " " + item.output)
        }
    }

    /// Documents about dialects small enough that a base answers some of their questions.
    ///
    /// Formula dialects are drawn as for the base's training, from another seed: none of them was
    /// seen before.
    static func formulaDocuments(_ count: Int, seed: UInt64) -> [PretrainingDocument] {
        let corpus = PretrainingCorpus(seed: seed)
        return (0..<count).map { corpus.document(index: $0, difficulty: .level(level)) }
    }

    /// Questions about other dialects of a family, and as many about formula dialects.
    static func of(
        _ family: DialectFamily, documentCount: Int, seed: UInt64
    ) -> [OffTaskQuestion] {
        of(
            documents(documentCount, family, seed: seed)
                + formulaDocuments(documentCount, seed: seed))
    }

    private static func documents(
        _ count: Int, _ family: DialectFamily, seed: UInt64
    ) -> [PretrainingDocument] {
        let difficulty = DialectDifficulty.level(level)
        return (0..<count).map { index in
            var generator = SeededGenerator(seed: seed, index: index)
            let exampleCount = generator.below(difficulty.exampleLimit + 1)
            return PretrainingDocument(
                family.sheet(
                    difficulty: difficulty, itemCount: exampleCount + questionsPerDocument,
                    using: &generator),
                exampleCount: exampleCount)
        }
    }

    private static let level = 3
}
