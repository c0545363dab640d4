extension LibraryDialect {
    /// A dialect drawn at random, never the sample project's and with none of its helpers' names.
    package static func random(
        difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> LibraryDialect {
        let helpers = drawHelpers(difficulty, using: &generator)
        let isUpperCase = generator.chance(50)
        let words = FunctionName.draw(
            helpers.count + LibraryConstant.allCases.count, excluding: sampleNames,
            using: &generator
        ).map { isUpperCase ? $0 : $0.lowercased() }
        let library = FunctionName.drawLanguage(
            excluding: Self.sample.libraryName, using: &generator)
        var syntax: LibrarySyntax
        repeat {
            syntax = LibrarySyntax.random(
                madeUp: Array(words.dropFirst(helpers.count)), using: &generator)
        } while syntax == Self.sample.syntax
        let entries = zip(helpers, words).map { helper, name in
            Entry(
                helper: helper, name: name,
                argumentOrder: generator.shuffled(Array(0...helper.roles.count)))
        }
        return LibraryDialect(libraryName: library, entries: entries, syntax: syntax)
    }

    /// In capitals, as names are drawn: those of the samples of both families, and the sample's
    /// constants.
    private static let sampleNames = Set(
        (FormulaDialect.sample.functionNames + sample.helperNames + sample.syntax.constants)
            .map { $0.uppercased() })

    /// At most as many as asked for: there are only so many helpers without arguments.
    private static func drawHelpers(
        _ difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> [LibraryHelper] {
        let allowed = LibraryHelper.allCases.filter {
            $0.roles.count <= difficulty.argumentLimit
        }
        return Array(generator.shuffled(allowed).prefix(difficulty.functionCount))
    }
}
