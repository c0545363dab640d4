extension CommandDocumentation {
    /// How an entry puts together what it says of a command.
    private enum Layout: Int, CaseIterable {
        /// The name first, then all on one line.
        case nameColon, nameDash
        /// The name on a line of its own.
        case nameAbove
        /// The description first.
        case nameLast, nameAfterEqual, nameBelow

        var hasLines: Bool { self == .nameAbove || self == .nameBelow }
    }

    /// One entry a command.
    func commandLines(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let layout = generator.pick(Layout.allCases)
        let mood = generator.pick(
            layout == .nameLast || layout == .nameBelow
                ? CommandDescription.Mood.allCases : [.imperative, .thirdPerson])
        let sampleStyle = generator.below(3)
        let sampleWord = generator.pick(["Sample", "Example", "Usage"])
        // With no mark of its own, a name at a line's start would never look as in an answer.
        let bullet = dialect.syntax.line.open.isEmpty && generator.chance(60) ? "- " : ""
        var samples: [String] = []
        let lines = dialect.entries.map { entry in
            let signature = dialect.signature(of: entry, word: vocabulary.placeholder)
            let description = CommandDescription.text(
                PhraseTemplate.fill(generator.pick(CommandDescription.all(entry.action))) {
                    Self.operand($0, vocabulary)
                }, in: mood)
            let sample = sample(of: entry, options: [], vocabulary, using: &generator)
            samples.append(sample.line)
            let usage =
                switch sampleStyle {
                case 0: "To \(sample.clause), write \(sample.line)"
                case 1: "\(sampleWord) (\(sample.clause)): \(sample.line)"
                default: "\(sample.line) is written to \(sample.clause)."
                }
            let flags = flagTexts(of: entry, vocabulary, using: &generator)
            let head =
                switch layout {
                case .nameColon: "\(signature): \(description)."
                case .nameDash: "\(signature) - \(description)."
                case .nameAbove: "\(signature)\n  \(description)."
                case .nameLast, .nameBelow: "\(description): \(signature)"
                case .nameAfterEqual: "\(description) = \(signature)"
                }
            if layout.hasLines {
                return ([bullet + head] + flags.map { "  " + $0 } + ["  " + usage])
                    .joined(separator: "\n")
            }
            let joint = layout == .nameColon || layout == .nameDash ? " " : "\n  "
            let list = flags.isEmpty ? "" : joint + flags.joined(separator: ", ") + "."
            return bullet + head + list + joint + usage
        }
        return (lines, samples)
    }

    private static func operand(_ slot: Substring, _ vocabulary: Vocabulary) -> String {
        guard let operand = CommandOperand(rawValue: String(slot)) else {
            preconditionFailure("No operand is called {\(slot)}")
        }
        return vocabulary.placeholder(operand)
    }

    /// `-x (hidden entries too)`, for each flag of a command.
    private func flagTexts(
        of entry: CommandDialect.Entry, _ vocabulary: Vocabulary,
        using generator: inout SeededGenerator
    ) -> [String] {
        guard optionLimit > 0 else { return [] }
        return entry.flags.map { flag in
            let value = flag.option.operand.map(vocabulary.placeholder)
            let meaning = PhraseTemplate.fill(generator.pick(flag.option.descriptions)) { _ in
                value ?? ""
            }
            return "\(dialect.text(of: flag, value: value)) (\(meaning))"
        }
    }
}
