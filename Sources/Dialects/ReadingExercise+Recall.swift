/// Key words stand for names: the key is asked for again, among other words.
extension ReadingExercise {
    private static let keyCounts = 2...7
    private static let queryCount = 16

    /// What questions and descriptions turn on.
    private static let keys = [
        "total", "sum", "combined", "average", "mean", "typical", "highest", "largest",
        "greatest", "maximum", "lowest", "smallest", "least", "minimum", "median", "middle",
        "number", "count", "distinct", "different", "unique", "range", "spread", "deviation",
        "share", "ratio", "difference", "first", "last", "common", "frequent", "sorted",
        "rounded", "top", "leading", "listed", "per", "less", "plus", "percentage", "quotient",
        "ascending", "descending", "added", "divided", "part", "decimals", "row",
    ]
    private static let fillers = [
        "of", "the", "for", "all", "in", "across", "among", "a", "cells", "rows", "numbers",
        "column", "every", "each", "is", "what", "to", "from", "over", "with", "price", "day",
        "values", "give", "us",
    ]

    /// A few keys with their names, `total of all=KELMAR`, then each again among other words,
    /// `for the total=`: how a function is found by what its description turns on, with nothing
    /// else to be read.
    ///
    /// Keys with no words around them are among them, for from finding the very word again the
    /// way to finding it among others is short, and there is none to whole sentences at once. In
    /// half of the exercises the key stands behind its name once more: so the name's tokens come to
    /// tell their key, without which no question finds them (docs/log.md).
    ///
    /// - Parameters:
    ///   - mostFillers: words before and behind the key; half of the exercises have none.
    ///   - generator: draws it.
    /// - Returns: keys with their names, and questions.
    static func recall(
        mostFillers: Int, using generator: inout SeededGenerator
    ) -> ReadingExercise {
        let (keys, names) = keysWithNames(using: &generator)
        let mark = generator.pick(["=", "|", "(", "["])
        let limit = fillerLimit(mostFillers, using: &generator)
        let isEchoed = generator.chance(50)
        var pieces = introductions(
            of: keys, names, mark, limit, isEchoed: isEchoed, using: &generator)
        for _ in 0..<queryCount {
            let index = generator.below(keys.count)
            pieces.append(Piece(phrase(keys[index], limit, using: &generator) + mark))
            pieces.append(Piece(names[index], givenTokens: 0))
            pieces += ending([keys[index]], isEchoed)
        }
        return ReadingExercise(pieces: pieces)
    }

    /// The same keys and names, and questions for two of them at once: `total and median=KELMAR(GERFOL`.
    ///
    /// A call inside a call needs a second name, found by another stretch of the question. The mark
    /// behind a question tells in what order the two are written, always in the same way: to find
    /// that out as well, from answers that stand before, is too much at once (docs/log.md).
    ///
    /// - Parameters:
    ///   - mostFillers: words before and behind a key; half of the exercises have none.
    ///   - generator: draws it.
    /// - Returns: keys with their names, and questions.
    static func pairedRecall(
        mostFillers: Int, using generator: inout SeededGenerator
    ) -> ReadingExercise {
        let (keys, names) = keysWithNames(using: &generator)
        let (straight, turned) = (generator.pick(["=", "|"]), generator.pick(["[", "<"]))
        let joint = generator.pick([" and", " to", " less", " by", ","])
        let between = generator.pick(["(", ", ", " | ", "; ", " "])
        let limit = fillerLimit(mostFillers, using: &generator)
        let isEchoed = generator.chance(50)
        var pieces = introductions(
            of: keys, names, straight, limit, isEchoed: isEchoed, using: &generator)
        for _ in 0..<queryCount {
            let pair = Array(generator.shuffled(Array(keys.indices)).prefix(2))
            let isTurned = generator.chance(50)
            let written = isTurned ? pair.reversed() : pair
            let question = pair.map { phrase(keys[$0], limit, using: &generator) }
                .joined(separator: joint)
            pieces += [
                Piece(question + (isTurned ? turned : straight)),
                Piece(names[written[0]], givenTokens: 0), Piece(between),
                Piece(names[written[1]], givenTokens: 0),
            ]
            pieces += ending(written.map { keys[$0] }, isEchoed)
        }
        return ReadingExercise(pieces: pieces)
    }

    /// A line for each key, which gives its name.
    private static func introductions(
        of keys: [String], _ names: [String], _ mark: String, _ limit: Int, isEchoed: Bool,
        using generator: inout SeededGenerator
    ) -> [Piece] {
        zip(keys, names).flatMap { key, name in
            [Piece(phrase(key, limit, using: &generator) + mark), Piece(name)]
                + ending([key], isEchoed)
        }
    }

    private static func fillerLimit(
        _ most: Int, using generator: inout SeededGenerator
    ) -> Int {
        most == 0 || generator.chance(50) ? 0 : 1 + generator.below(most)
    }

    /// The end of a line, behind the keys once more where they are echoed.
    private static func ending(_ keys: [String], _ isEchoed: Bool) -> [Piece] {
        (isEchoed ? keys.map { Piece(" " + $0, givenTokens: 0) } : []) + [Piece("\n")]
    }

    private static func keysWithNames(
        using generator: inout SeededGenerator
    ) -> (keys: [String], names: [String]) {
        let count = keyCounts.lowerBound + generator.below(keyCounts.count)
        let keys = Array(generator.shuffled(Self.keys).prefix(count))
        let names =
            generator.chance(50)
            ? Array(generator.shuffled(FunctionName.syllables).prefix(count))
            : FunctionName.draw(count, excluding: FormulaDialect.sampleNames, using: &generator)
        return (keys, names)
    }

    private static func phrase(
        _ key: String, _ limit: Int, using generator: inout SeededGenerator
    ) -> String {
        let before = (0..<generator.below(limit + 1)).map { _ in generator.pick(fillers) }
        let behind = (0..<generator.below(limit + 1)).map { _ in generator.pick(fillers) }
        return (before + [key] + behind).map { " " + $0 }.joined()
    }
}
