extension CommandDialect {
    /// A dialect drawn at random, never the sample project's and with none of the samples' names.
    package static func random(
        difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> CommandDialect {
        let actions = drawActions(difficulty, using: &generator)
        let names = FunctionName.draw(
            actions.count, excluding: sampleNames, using: &generator)
        let language = FunctionName.drawLanguage(
            excluding: sample.languageName, using: &generator)
        var syntax: CommandSyntax
        repeat {
            syntax = CommandSyntax.random(using: &generator)
        } while syntax == sample.syntax
        let flagNames = FlagNames(using: &generator)
        let entries = zip(actions, names).map { action, name in
            Entry(
                action: action, name: syntax.hasCapitals ? name : name.lowercased(),
                operandOrder: generator.shuffled(Array(action.operands.indices)),
                flags: difficulty.comparisonLimit == 0
                    ? [] : flagNames.flags(of: action, using: &generator))
        }
        return CommandDialect(languageName: language, entries: entries, syntax: syntax)
    }

    /// In capitals, as names are drawn: those of the samples of all families.
    private static let sampleNames = Set(
        (FormulaDialect.sample.functionNames + LibraryDialect.sample.helperNames
            + sample.commandNames).map { $0.uppercased() })

    private static func drawActions(
        _ difficulty: DialectDifficulty, using generator: inout SeededGenerator
    ) -> [CommandAction] {
        let pool = difficulty.isSimple ? CommandAction.simple : CommandAction.allCases
        guard difficulty.allowsNesting else {
            return Array(generator.shuffled(pool).prefix(difficulty.functionCount))
        }
        // A chain needs a command that gives and one that takes: they come first.
        let first = generator.pick(
            pool.filter { action in pool.contains(where: action.isFollowed) })
        let second = generator.pick(pool.filter(first.isFollowed))
        let others = generator.shuffled(pool.filter { $0 != first && $0 != second })
        return generator.shuffled([first, second] + others.prefix(difficulty.functionCount - 2))
    }
}

/// How a dialect's flags are called: letters or syllables, one name an option throughout the
/// dialect or another one in each command.
private struct FlagNames {
    private let stock: [String]
    private let shared: [CommandOption: String]?

    init(using generator: inout SeededGenerator) {
        let letters = "abcdefghjkmnpqrstuvwxyz".map(String.init)
        let syllables = FunctionName.syllables.map { $0.lowercased() }
        let options = CommandOption.allCases
        stock = generator.chance(50) ? letters : syllables
        shared =
            generator.chance(50)
            ? Dictionary(
                uniqueKeysWithValues: zip(options, generator.shuffled(stock).prefix(options.count)))
            : nil
    }

    /// Some of an action's options in some order, each with its flag.
    func flags(
        of action: CommandAction, using generator: inout SeededGenerator
    ) -> [CommandDialect.Flag] {
        guard !action.options.isEmpty else { return [] }
        // A dialect that has flags shows most of them; one in five commands has none.
        let count = generator.chance(20) ? 0 : 1 + generator.below(action.options.count)
        let names = generator.shuffled(stock)
        return generator.shuffled(action.options).prefix(count).enumerated().map { index, option in
            CommandDialect.Flag(option: option, name: shared?[option] ?? names[index])
        }
    }
}
