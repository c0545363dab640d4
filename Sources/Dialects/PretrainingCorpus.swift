/// An endless stream of documents about dialects nobody has seen: what a base model learns to read
/// documentation and examples from.
package struct PretrainingCorpus: Sendable {
    /// Another seed is another stream.
    package let seed: UInt64

    /// The stream of a seed.
    package init(seed: UInt64) { self.seed = seed }

    /// The document at a place of the stream: the same for the same seed, index, family and
    /// difficulty.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - family: what kind of dialect it is about.
    ///   - difficulty: what it asks of a reader.
    ///   - exampleCount: how many examples it shows; drawn at random where nil.
    /// - Returns: documentation, examples and questions.
    package func document(
        index: Int, family: DialectFamily = .formulas, difficulty: DialectDifficulty,
        exampleCount: Int? = nil
    ) -> PretrainingDocument {
        guard family != .formulas else {
            return formulaDocument(
                index: index, difficulty: difficulty, exampleCount: exampleCount)
        }
        var generator = SeededGenerator(seed: seed, index: index, salt: 6)
        let exampleCount = exampleCount ?? generator.below(difficulty.exampleLimit + 1)
        let sheet = family.sheet(
            difficulty: difficulty, itemCount: exampleCount + difficulty.queryCount,
            using: &generator)
        return PretrainingDocument(sheet, exampleCount: exampleCount)
    }

    /// The dialect of the document at that place.
    package func dialect(index: Int, difficulty: DialectDifficulty) -> FormulaDialect {
        var generator = SeededGenerator(seed: seed, index: index, salt: 1)
        return dialect(difficulty, using: &generator)
    }

    /// The exercise in copying at a place of the stream.
    package func copying(index: Int) -> ReadingExercise {
        var generator = SeededGenerator(seed: seed, index: index, salt: 3)
        return index.isMultiple(of: 2) ? .names(using: &generator) : .words(using: &generator)
    }

    /// The exercise in finding a key word's name at a place of the stream.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - mostFillers: words that may stand before and behind the key word.
    /// - Returns: keys with their names, and questions.
    package func recall(index: Int, mostFillers: Int) -> ReadingExercise {
        var generator = SeededGenerator(seed: seed, index: index, salt: 5)
        return .recall(mostFillers: mostFillers, using: &generator)
    }

    /// The exercise in matching questions to functions at a place of the stream.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - functionCounts: how many functions there may be.
    ///   - described: how many of 100 functions are introduced by their description.
    /// - Returns: introductions and questions.
    package func matching(
        index: Int, functionCounts: ClosedRange<Int>, described: Int
    ) -> ReadingExercise {
        var generator = SeededGenerator(seed: seed, index: index, salt: 4)
        let count = functionCounts.lowerBound + generator.below(functionCounts.count)
        return .matching(functionCount: count, described: described, using: &generator)
    }

    private func dialect(
        _ difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> FormulaDialect {
        FormulaDialect.random(difficulty: difficulty, using: &generator)
    }

    /// Draws the dialect first, so that `dialect(index:difficulty:)` finds it again.
    private func formulaDocument(
        index: Int, difficulty: DialectDifficulty, exampleCount: Int?
    ) -> PretrainingDocument {
        var generator = SeededGenerator(seed: seed, index: index, salt: 1)
        let dialect = dialect(difficulty, using: &generator)
        let exampleCount = exampleCount ?? generator.below(difficulty.exampleLimit + 1)
        let sheet = dialect.sheet(
            difficulty: difficulty, itemCount: exampleCount + difficulty.queryCount,
            using: &generator)
        return PretrainingDocument(sheet, exampleCount: exampleCount)
    }
}
