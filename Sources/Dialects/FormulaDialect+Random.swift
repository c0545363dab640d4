extension FormulaDialect {
    /// A dialect drawn at random, never the sample project's and with none of its function names.
    package static func random(
        difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> FormulaDialect {
        let functions = drawFunctions(difficulty, using: &generator)
        let names = FunctionName.draw(
            functions.count, excluding: Self.sampleNames, using: &generator)
        let language = FunctionName.drawLanguage(
            excluding: Self.sample.languageName, using: &generator)
        var syntax: FormulaSyntax
        repeat {
            syntax = FormulaSyntax.random(using: &generator)
        } while syntax == Self.sample.syntax
        let entries = zip(functions, names).map { function, name in
            Entry(
                function: function, name: name,
                argumentOrder: generator.shuffled(Array(function.parameters.indices)))
        }
        return FormulaDialect(languageName: language, entries: entries, syntax: syntax)
    }

    /// Names that no pretraining text may hold.
    static let sampleNames = Set(FormulaDialect.sample.functionNames)

    private static func drawFunctions(
        _ difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> [FormulaFunction] {
        let pool = difficulty.isSimple ? FormulaFunction.simple : FormulaFunction.allCases
        let allowed = pool.filter {
            (difficulty.allowsNesting || !$0.isNested)
                && (difficulty.comparisonLimit > 0 || !$0.requiresCondition)
        }
        guard difficulty.allowsNesting else {
            return Array(generator.shuffled(allowed).prefix(difficulty.functionCount))
        }
        // Functions that take calls need something to call: two aggregates come first.
        let aggregates: [FormulaFunction] = [.total, .average, .maximum, .minimum]
        var first: [FormulaFunction]
        if difficulty.isHard {
            // Half of a small dialect can be called, and two functions call them.
            let callable = aggregates + [.median, .count]
            first = Array(
                generator.shuffled(callable).prefix(max(3, difficulty.functionCount / 2)))
            first += generator.shuffled(allowed.filter(\.isNested))
                .prefix(min(2, difficulty.functionCount - first.count))
        } else {
            first = Array(generator.shuffled(aggregates).prefix(2))
        }
        let others = generator.shuffled(allowed.filter { !first.contains($0) })
        return generator.shuffled(first + others.prefix(difficulty.functionCount - first.count))
    }
}
