/// Something stands twice: the second time it is to be copied.
extension ReadingExercise {
    private static let marks = ["\n", "(", "=", "/", "{", "[", "|"]
    private static let nameCounts = 4...10
    private static let wordCount = 6
    private static let brackets: [FormulaSyntax.Brackets] = [
        .init("[", "]"), .init("", ""), .init("@", ""), .init("'", "'"), .init("{", "}"),
        .init("`", "`"), .init("$", ""), .init("#", ""), .init("<", ">"), .init("_", "_"),
        .init("\"", "\""), .init("%", "%"), .init("/", "/"), .init("^", "^"),
    ]

    /// Made-up names in a row, then the same names in another order: a name goes on as before.
    ///
    /// The sample project's names are never among them.
    static func names(using generator: inout SeededGenerator) -> ReadingExercise {
        let count = nameCounts.lowerBound + generator.below(nameCounts.count)
        let shown = FunctionName.draw(
            count, excluding: FormulaDialect.sampleNames, using: &generator)
        let again = generator.shuffled(shown)
        let mark = Piece(generator.pick(marks))
        // Nothing tells which name comes next, so its first syllable is given.
        return ReadingExercise(
            pieces: shown.flatMap { [Piece($0), mark] }
                + again.flatMap { [Piece($0, givenTokens: 1), mark] })
    }

    /// Headers and cells of a table in a row, then each as a question and as a formula has it:
    /// `Nights, Malta` and `number of nights=[Nights]`.
    static func words(using generator: inout SeededGenerator) -> ReadingExercise {
        let domain = generator.pick(TableDomain.all)
        let columns = domain.labels + domain.categories
        var words = domain.measures.map { (asked: $0.quantity, written: $0.header) }
        words += columns.map { (asked: $0.noun, written: $0.header) }
        words += columns.flatMap { generator.shuffled($0.values).prefix(2) }.map {
            (asked: $0, written: $0)
        }
        let shown = Array(generator.shuffled(words).prefix(wordCount))
        let brackets = generator.pick(Self.brackets)
        var pieces = [Piece("(" + shown.map(\.written).joined(separator: ", ") + ")")]
        for word in generator.shuffled(shown) {
            pieces += [
                Piece("\nthe \(word.asked)=" + brackets.open), Piece(word.written, givenTokens: 0),
            ]
            if !brackets.close.isEmpty { pieces.append(Piece(brackets.close)) }
        }
        return ReadingExercise(pieces: pieces)
    }
}
