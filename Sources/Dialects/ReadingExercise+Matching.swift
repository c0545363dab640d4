/// Made-up functions are introduced, then asked for: which one is meant.
extension ReadingExercise {
    private static let questionCount = 12

    /// So many functions, each introduced by a usage or by its description with its name behind it,
    /// then questions; the answer is the name alone.
    ///
    /// A usage is put in the words of a question, which makes it the easier introduction: it is
    /// found again by its words, a description by what it means.
    ///
    /// Half of the exercises call the functions by their English names, always the same: from these
    /// it is learned by heart, and so at once, what a question asks for. What is then left to learn
    /// is where that was introduced.
    ///
    /// - Parameters:
    ///   - functionCount: how many there are.
    ///   - described: how many of 100 functions are introduced by their description.
    ///   - generator: draws it.
    /// - Returns: introductions and questions.
    static func matching(
        functionCount: Int, described: Int, using generator: inout SeededGenerator
    ) -> ReadingExercise {
        let difficulty = DialectDifficulty(
            functionCount: functionCount, comparisonLimit: 0, allowsNesting: false,
            isSimple: functionCount < 6, detail: .brief, exampleLimit: 0,
            queryCount: questionCount)
        let dialect = FormulaDialect.random(difficulty: difficulty, using: &generator)
        let isFamiliar = generator.chance(50)
        func name(_ entry: FormulaDialect.Entry) -> String {
            isFamiliar ? entry.function.rawValue.uppercased() : entry.name
        }
        let mark = generator.pick(["=", "|", "(", "["])
        let questions = QuestionGenerator(functions: dialect.functions, comparisonLimit: 0)
        func usage(_ function: FormulaFunction) -> String {
            let table = QuestionTable(domain: generator.pick(TableDomain.all), using: &generator)
            return questions.usage(of: function, on: table, using: &generator).meaning
        }
        var pieces: [Piece] = []
        let descriptions = DialectDocumentation.explanations(
            of: dialect.functions, using: &generator)
        for (entry, description) in zip(dialect.entries, descriptions) {
            let introduction =
                generator.chance(described) ? description : "For " + usage(entry.function)
            pieces += [Piece(introduction + " " + mark), Piece(name(entry)), Piece("\n")]
        }
        for _ in 0..<questionCount {
            let entry = generator.pick(dialect.entries)
            let words =
                generator.chance(50)
                ? "For " + usage(entry.function)
                : questions.question(
                    for: entry.function,
                    on: QuestionTable(
                        domain: generator.pick(TableDomain.all), using: &generator),
                    using: &generator
                ).sentence
            pieces += [Piece("\n" + words + " " + mark), Piece(name(entry), givenTokens: 0)]
        }
        return ReadingExercise(pieces: pieces, isFamiliar: isFamiliar)
    }
}
