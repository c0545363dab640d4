extension LibrarySyntax {
    /// A syntax drawn at random, in which constants are ordinary words or the made-up ones, as many
    /// as there are constants.
    static func random(
        madeUp: [String], using generator: inout SeededGenerator
    ) -> LibrarySyntax {
        LibrarySyntax(
            functionName: generator.pick(functionNames), form: drawForm(using: &generator),
            style: drawStyle(using: &generator), usesKeywords: generator.chance(30),
            quote: generator.pick(["\"", "'"]), comma: generator.pick([", ", ", ", ","]),
            quotesConstants: generator.chance(60),
            constants: drawConstants(madeUp: madeUp, using: &generator),
            words: drawWords(using: &generator), listWord: generator.pick(listWords),
            textWord: generator.pick(textWords))
    }

    private static func drawForm(using generator: inout SeededGenerator) -> Form {
        switch generator.below(7) {
        case 0, 1: .definition
        case 2, 3: .lambda
        case 4: .bracketedDefinition
        case 5: .bracketedLambda
        default: .named(generator.pick(resultNames))
        }
    }

    private static func drawStyle(using generator: inout SeededGenerator) -> CallStyle {
        let wrapper = generator.pick(wrappers)
        let sign = generator.pick(pipes)
        let isWrapped = generator.chance(50)
        return switch generator.below(5) {
        case 0, 1, 2: .nested
        case 3: .chained(wrapper: wrapper)
        default: .piped(operator: sign, wrapper: isWrapped ? wrapper : nil)
        }
    }

    private static func drawConstants(
        madeUp: [String], using generator: inout SeededGenerator
    ) -> [String] {
        let direction = generator.pick(directionPairs)
        let parity = generator.pick(parityPairs)
        let isMadeUp = generator.chance(50)
        return isMadeUp ? madeUp : [direction.0, direction.1, parity.0, parity.1]
    }

    private static func drawWords(using generator: inout SeededGenerator) -> [LibraryRole: String] {
        var words: [LibraryRole: String] = [:]
        for role in LibraryRole.allCases { words[role] = generator.pick(role.wordings) }
        // Words that belong together: "low" goes with "high", not with "end".
        for (first, second) in [(LibraryRole.low, LibraryRole.high), (.old, .new)] {
            let pair = generator.below(first.wordings.count)
            words[first] = first.wordings[pair]
            words[second] = second.wordings[pair]
        }
        return words
    }

    // MARK: Stock

    private static let functionNames = [
        "task", "solve", "run", "answer", "solution", "compute", "program", "work",
    ]
    private static let resultNames = ["out", "result", "found", "done"]
    private static let wrappers = ["Box", "L", "Wrap", "Flow", "Of", "Seq"]
    private static let pipes = ["|", "|", ">>", "@", "&", "^"]
    private static let listWords = ["values", "data", "series", "source"]
    private static let textWords = ["text", "string", "line", "phrase"]
    private static let directionPairs = [
        ("up", "down"), ("asc", "desc"), ("rise", "fall"), ("grow", "shrink"),
        ("climb", "drop"),
    ]
    private static let parityPairs = [
        ("even", "odd"), ("pair", "single"), ("two", "one"), ("double", "lone"),
    ]
}
