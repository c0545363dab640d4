extension FormulaDialect {
    /// Documentation of this dialect and questions about it.
    ///
    /// A dialect of two functions may not have enough different answers for all items.
    package func sheet(
        difficulty: DialectDifficulty, itemCount: Int, using generator: inout SeededGenerator
    ) -> DialectSheet {
        let documentation = DialectDocumentation(dialect: self, difficulty: difficulty)
            .text(using: &generator)
        let questions = QuestionGenerator(
            functions: functions, comparisonLimit: difficulty.comparisonLimit)
        // No answer is given away: each occurs once, examples and documentation included.
        var outputs = Set(documentation.samples)
        var items: [DialectSheet.Item] = []
        items.reserveCapacity(itemCount)
        for _ in 0..<(itemCount * 8) where items.count < itemCount {
            let question = questions.question(using: &generator)
            let output = text(of: question.expression)
            guard outputs.insert(output).inserted else { continue }
            items.append(
                DialectSheet.Item(
                    input: question.query, output: output,
                    skill: question.expression.function.rawValue))
        }
        return DialectSheet(
            answerLabel: Self.answerLabel, template: documentation.template, items: items)
    }

    /// What stands before a formula.
    package static let answerLabel = "Formula"
}
