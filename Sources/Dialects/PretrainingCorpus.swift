/// An endless stream of documents about dialects nobody has seen: what a base model learns to read
/// documentation and examples from.
package struct PretrainingCorpus: Sendable {
    /// Another seed is another stream.
    package let seed: UInt64

    /// The stream of a seed.
    package init(seed: UInt64) { self.seed = seed }

    /// The document at a place of the stream: the same for the same seed, index and difficulty.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - difficulty: what it asks of a reader.
    ///   - exampleCount: how many examples it shows; drawn at random where nil.
    /// - Returns: documentation, examples and questions.
    package func document(
        index: Int, difficulty: DialectDifficulty, exampleCount: Int? = nil
    ) -> PretrainingDocument {
        var generator = SeededGenerator(seed: seed, index: index, salt: 1)
        return document(
            of: dialect(difficulty, using: &generator), difficulty, exampleCount: exampleCount,
            using: &generator)
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

    /// The exercise in finding the names of two key words at once at a place of the stream.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - mostFillers: words that may stand before and behind a key word.
    /// - Returns: keys with their names, and questions.
    package func pairedRecall(index: Int, mostFillers: Int) -> ReadingExercise {
        var generator = SeededGenerator(seed: seed, index: index, salt: 7)
        return .pairedRecall(mostFillers: mostFillers, using: &generator)
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

    private func document(
        of dialect: FormulaDialect, _ difficulty: DialectDifficulty, exampleCount: Int?,
        using generator: inout SeededGenerator
    ) -> PretrainingDocument {
        let exampleCount = exampleCount ?? generator.below(difficulty.exampleLimit + 1)
        let sheet = dialect.sheet(
            difficulty: difficulty, itemCount: exampleCount + difficulty.queryCount,
            using: &generator)
        return PretrainingDocument(sheet, exampleCount: exampleCount)
    }
}
