/// Descriptions of made-up functions, then questions: which function is meant.
extension ReadingExercise {
    private static let questionCount = 10
    /// So many functions in a row, described before or after their names, then questions; the answer
    /// is the name alone.
    ///
    /// - Parameters:
    ///   - functionCount: how many are described.
    ///   - echoes: in how many of 100 questions the description itself stands instead of a question.
    ///     Finding the same words again is learned soon; finding other words for the same thing is
    ///     learned only from there.
    ///   - generator: draws it.
    static func matching(
        functionCount: Int, echoes: Int, using generator: inout SeededGenerator
    ) -> ReadingExercise {
        let difficulty = DialectDifficulty(
            functionCount: functionCount, comparisonLimit: 0,
            allowsNesting: functionCount > 4 && generator.chance(50), isSimple: false,
            detail: .brief, exampleLimit: 0, queryCount: questionCount)
        let dialect = FormulaDialect.random(difficulty: difficulty, using: &generator)
        let comesFirst = generator.chance(50)
        let mark = generator.pick(["=", "|", "(", "["])
        var pieces: [Piece] = []
        let descriptions = DialectDocumentation.explanations(
            of: dialect.functions, using: &generator)
        for (entry, description) in zip(dialect.entries, descriptions) {
            if comesFirst {
                pieces += [Piece(description + " " + mark), Piece(entry.name), Piece("\n")]
            } else {
                pieces += [Piece(entry.name), Piece(mark + description + "\n")]
            }
        }
        let questions = QuestionGenerator(functions: dialect.functions, comparisonLimit: 0)
        for _ in 0..<questionCount {
            let question = questions.question(using: &generator)
            let function = question.expression.function
            let index = dialect.functions.firstIndex(of: function) ?? 0
            let words = generator.chance(echoes) ? descriptions[index] : question.sentence
            pieces += [
                Piece("\n" + words + " " + mark),
                Piece(dialect.entries[index].name, givenTokens: 0),
            ]
        }
        return ReadingExercise(pieces: pieces)
    }
}
