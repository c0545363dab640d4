/// An endless stream of documents about dialects nobody has seen: what a base model learns to read
/// documentation and examples from.
package struct PretrainingCorpus: Sendable {
    /// Another seed is another stream.
    package let seed: UInt64

    /// The stream of a seed.
    package init(seed: UInt64) { self.seed = seed }

    /// The document at a place of the stream: the same for the same seed, index and difficulty.
    package func document(index: Int, difficulty: DialectDifficulty) -> PretrainingDocument {
        var generator = SeededGenerator(seed: seed, index: index, salt: 1)
        let dialect = FormulaDialect.random(difficulty: difficulty, using: &generator)
        let documentation = DialectDocumentation(dialect: dialect, difficulty: difficulty)
            .text(using: &generator)
        let questions = QuestionGenerator(
            functions: dialect.functions, comparisonLimit: difficulty.comparisonLimit)
        let exampleCount = generator.below(difficulty.exampleLimit + 1)
        let wanted = exampleCount + difficulty.queryCount

        // No answer is given away: each occurs once, examples and documentation included.
        var outputs = Set(documentation.samples)
        var items: [PretrainingDocument.Item] = []
        items.reserveCapacity(wanted)
        // A dialect of two functions may not have enough different answers to ask for.
        for _ in 0..<(wanted * 8) where items.count < wanted {
            let question = questions.question(using: &generator)
            let output = dialect.text(of: question.expression)
            guard outputs.insert(output).inserted else { continue }
            items.append(
                PretrainingDocument.Item(
                    pair: QuestionAnswer(input: question.query, output: output),
                    function: question.expression.function))
        }
        return PretrainingDocument(
            dialect: dialect, template: documentation.template,
            examples: Array(items.prefix(exampleCount)),
            queries: Array(items.dropFirst(exampleCount)))
    }
}
