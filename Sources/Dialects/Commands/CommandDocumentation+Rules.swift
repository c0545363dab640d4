extension CommandDocumentation {
    /// Commands that are easily taken for each other, with what tells them apart.
    private static let pairs: [(CommandAction, CommandAction, String)] = [
        (.move, .rename, "{a} changes the folder, {b} only the name."),
        (.copy, .move, "{a} keeps the original, {b} does not."),
        (.findOlder, .findNewer, "{a} is for old files, {b} for recent ones."),
        (.countLines, .countWords, "{a} counts lines, {b} words."),
        (.firstLines, .lastLines, "{a} is for the beginning, {b} for the end."),
        (.archive, .extract, "{a} packs, {b} unpacks."),
        (.permissions, .owner, "{a} takes a mode, {b} a user."),
        (.list, .show, "{a} is for folders, {b} for files."),
        (.search, .findName, "{a} looks into a file, {b} only at names."),
        (.sort, .reverse, "{a} compares lines, {b} only turns them round."),
        (.list, .diskUse, "{a} names entries, {b} measures them."),
        (.copy, .archive, "{a} makes plain copies, {b} packs."),
        (.search, .replace, "{a} changes nothing, {b} does."),
        (.remove, .move, "{a} is for good; {b} keeps the file."),
    ]

    /// What a reader of the document gets wrong most easily.
    func mistakes(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> [String] {
        var orders: [String] = []
        for entry in dialect.entries where entry.operandOrder.count > 1 {
            let words = entry.operandOrder.map { vocabulary.word(entry.action.operands[$0]) }
            let order = "\(entry.name) takes \(words.joined(separator: ", then "))."
            orders.append(
                words[0] == "first"
                    ? order
                    : generator.pick([order, "In \(entry.name), \(words[0]) comes first."]))
        }
        var lines = Array(generator.shuffled(orders).prefix(4))
        let actions = Set(dialect.actions)
        let pairs = Self.pairs.filter { actions.contains($0.0) && actions.contains($0.1) }
        lines += generator.shuffled(pairs).prefix(3).map { first, second, text in
            PhraseTemplate.fill(text) {
                dialect.entry(of: $0 == "a" ? first : second).name
            }
        }
        if dialect.syntax.path != dialect.syntax.text, actions.contains(.search) {
            lines.append(
                generator.pick([
                    "Do not swap the marks of files and of texts.",
                    "A file is not marked like a text.",
                ]))
        }
        if optionLimit > 0 {
            let word = vocabulary.flag
            lines.append(
                generator.pick([
                    "Write no \(word) that the request does not ask for.",
                    "Without a wish for it, leave the \(word) out.",
                ]))
            lines.append(
                hasSharedFlags
                    ? "A \(word) means the same after every command."
                    : "A \(word) means something only after the command that lists it.")
        }
        return generator.shuffled(lines)
    }

    /// Whether each option has one flag throughout the dialect, and each flag one option.
    private var hasSharedFlags: Bool {
        var names: [CommandOption: String] = [:]
        var options: [String: CommandOption] = [:]
        for flag in dialect.entries.flatMap(\.flags) {
            if names.updateValue(flag.name, forKey: flag.option) ?? flag.name != flag.name {
                return false
            }
            if options.updateValue(flag.option, forKey: flag.name) ?? flag.option != flag.option {
                return false
            }
        }
        return true
    }

    /// How lines look, down to spaces and letters.
    func formatting(using generator: inout SeededGenerator) -> [String] {
        let syntax = dialect.syntax
        var lines = [
            syntax.hasCapitals
                ? generator.pick([
                    "Command names are written in capitals.",
                    "Write command names in upper case, as listed.",
                ])
                : generator.pick([
                    "Command names are written in small letters.",
                    "Write command names in lower case, as listed.",
                ]),
            generator.pick([
                "Copy names and texts letter by letter from the request.",
                "Spell names and texts exactly as the request does.",
            ]),
            generator.pick([
                "Counts, modes and users have no marks around them.",
                "Write counts, modes and users as they are.",
            ]),
            generator.pick([
                "A folder within a folder is written as the request has it, with / between.",
                "Keep the / of a path.",
            ]),
        ]
        let mark = syntax.separator.filter { $0 != " " }
        if !mark.isEmpty {
            if syntax.separator.hasPrefix(" ") {
                lines.append("One space stands on both sides of \(mark)")
            } else {
                lines.append(
                    syntax.separator.hasSuffix(" ")
                        ? "One space follows \(mark)" : "No space stands beside \(mark)")
            }
        }
        lines.append(
            syntax.nameMark.isEmpty
                ? "One space follows a command's name."
                : "A command's name is followed by \(syntax.nameMark) and one space.")
        if syntax.line.close.isEmpty { lines.append("No full stop ends the line.") }
        return generator.shuffled(lines)
    }
}
