extension CommandDocumentation {
    /// How lines, values, flags and chains are written; only what the dialect's commands need.
    func syntaxLines(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let syntax = dialect.syntax
        let operands = Set(dialect.actions.flatMap(\.operands))
        var lines: [String] = []
        if let line = lineRule(using: &generator) { lines.append(line) }
        if detail >= .medium {
            let mark = syntax.separator.filter { $0 != " " }
            lines.append(
                mark.isEmpty
                    ? generator.pick([
                        "Spaces stand between the parts of a command.",
                        "The parts of a command are separated by spaces.",
                    ])
                    : generator.pick([
                        "Between two parts of a command stands \(mark)",
                        "The parts that follow a name are separated by \(mark)",
                    ]))
        }
        let path = dialect.text(of: .path("Harvest"))
        lines.append(
            syntax.path.open.isEmpty
                ? "Files and folders are written as they are: \(path)"
                : generator.pick([
                    "A file or folder is written \(path)", "Names of files and folders: \(path)",
                    "Write the folder Harvest as \(path)",
                ]))
        if operands.contains(.text) {
            let text = dialect.text(of: .text("Paid"))
            lines.append(
                generator.pick(["A text is written \(text)", "What is searched for: \(text)"]))
        }
        if operands.contains(.pattern) { lines.append(patternRule()) }
        if operands.contains(.size) {
            let texts = CommandValue.SizeUnit.allCases.map {
                "\(dialect.text(of: .size(15, $0))) (15 \($0.word))"
            }
            lines.append("Sizes: " + texts.joined(separator: ", "))
        }
        if operands.contains(.age) {
            let texts = CommandValue.AgeUnit.allCases.map {
                "\(dialect.text(of: .age(11, $0))) (11 \($0.word))"
            }
            lines.append("Ages: " + texts.joined(separator: ", "))
        }
        let flags = flagRules(vocabulary, using: &generator)
        let chains = chainRules(vocabulary, using: &generator)
        return (lines + flags.lines + chains.lines, flags.samples + chains.samples)
    }

    private func lineRule(using generator: inout SeededGenerator) -> String? {
        let line = dialect.syntax.line
        let open = line.open.filter { $0 != " " }
        guard !open.isEmpty else {
            return detail == .brief ? nil : "A line begins with a command's name."
        }
        if line.close.isEmpty {
            return generator.pick([
                "Every line begins with \(open)", "Before the line stands \(open)",
                "Start each line with \(open)",
            ])
        }
        return generator.pick([
            "Every line begins with \(open) and ends with \(line.close)",
            "Put the whole line between \(open) and \(line.close)",
        ])
    }

    private func patternRule() -> String {
        let meanings: [(CommandValue.NameMatch, String)] = [
            (.start, "begins with Pay"), (.end, "ends with Pay"), (.middle, "contains Pay"),
        ]
        let texts = meanings.map { match, meaning in
            "\(dialect.text(of: .pattern("Pay", match))) (\(meaning))"
        }
        return "Patterns: " + texts.joined(separator: ", ")
    }

    // MARK: Flags

    private func flagRules(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let entries = dialect.entries.filter { !$0.flags.isEmpty }
        guard optionLimit > 0, !entries.isEmpty else { return ([], []) }
        let word = vocabulary.flag
        let plural = word == "switch" ? "switches" : word + "s"
        let place =
            switch dialect.syntax.flagPlacement {
            case .beforeOperands:
                generator.pick([
                    "\(plural) stand right after the command's name",
                    "\(plural) come before everything else that follows the name",
                ])
            case .afterOperands:
                generator.pick(["\(plural) come last", "\(plural) stand at the end of a command"])
            }
        let entry = generator.pick(entries)
        let sample = sample(
            of: entry, options: [generator.pick(entry.flags).option], vocabulary,
            using: &generator)
        var lines = ["\(place.startingUpperCase): \(sample.line)"]
        if optionLimit > 1 {
            lines.append(
                generator.pick([
                    "Several \(plural) keep the order in which the request names them.",
                    "Two \(plural) stand in the order of the request.",
                ]))
        }
        // Without the flag the line is a sample, too: it is a part of the longer one.
        let bare = dialect.text(of: CommandChain(sample.call.withoutOptions))
        return (lines, [sample.line, bare])
    }

    /// A command line about the document's folder, and the words that ask for it.
    func sample(
        of entry: CommandDialect.Entry, options: [CommandOption], _ vocabulary: Vocabulary,
        using generator: inout SeededGenerator
    ) -> (line: String, call: CommandCall, clause: String) {
        var values = SeededGenerator(seed: generator.next())
        var draft = CommandDraft(folder: vocabulary.folder)
        let drawn = draft.result(
            of: entry.action, options: options, values: &values, wording: &generator)
        let clause = CommandRequestGenerator.clause(
            drawn.result, drawn.optionPhrases, using: &generator)
        let call = drawn.result.call
        return (dialect.text(of: CommandChain(call)), call, clause)
    }

    // MARK: Chains

    private func chainRules(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let firsts = dialect.actions.filter { first in
            dialect.actions.contains(where: first.isFollowed)
        }
        guard allowsChains, !firsts.isEmpty else { return ([], []) }
        let syntax = dialect.syntax
        let first = generator.pick(firsts)
        let second = generator.pick(dialect.actions.filter(first.isFollowed))
        var values = SeededGenerator(seed: generator.next())
        var draft = CommandDraft(folder: vocabulary.folder)
        let giver = draft.result(of: first, values: &values, wording: &generator).result.call
        let taker = draft.result(of: second, isPiped: true, values: &values, wording: &generator)
            .result.call
        let sample = dialect.text(of: CommandChain(giver, taker))
        let pipe = syntax.pipe.filter { $0 != " " }
        var lines = [
            generator.pick([
                "A second command may work on the first one's result, after \(pipe): \(sample)",
                "\(pipe) hands what one command gives to the next: \(sample)",
                "Two commands are joined by \(pipe): \(sample)",
            ])
        ]
        lines.append(
            syntax.pipedMark.isEmpty
                ? generator.pick([
                    "The second command leaves out what it is given.",
                    "What the first command gives is not written again in the second.",
                ])
                : generator.pick([
                    "In the second command \(syntax.pipedMark) stands for what it is given.",
                    "Write \(syntax.pipedMark) in place of what the first command gives.",
                ]))
        if !syntax.line.open.isEmpty {
            let open = syntax.line.open.filter { $0 != " " }
            lines.append(
                syntax.repeatsOpen
                    ? "The second command begins with \(open) too."
                    : "\(open) is not written again before the second command.")
        }
        return (lines, [sample, dialect.text(of: CommandChain(giver))])
    }
}

extension CommandCall {
    /// The same command, asked for nothing besides.
    fileprivate var withoutOptions: CommandCall { CommandCall(action, operands) }
}
