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
            functions: functions, comparisonLimit: difficulty.comparisonLimit,
            isHard: difficulty.isHard)
        return DialectSheet(
            answerLabel: Self.answerLabel, documentation: documentation, itemCount: itemCount
        ) {
            let question = questions.question(using: &generator)
            return DialectSheet.Item(
                input: question.query, output: text(of: question.expression),
                skill: question.expression.function.rawValue)
        }
    }

    /// What stands before a formula.
    package static let answerLabel = "Formula"
}
