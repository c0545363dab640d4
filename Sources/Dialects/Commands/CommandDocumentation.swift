/// Documentation of a dialect of commands, as the template of a prompt.
package struct CommandDocumentation: Sendable {
    /// What is documented.
    package let dialect: CommandDialect
    /// How much of it is written.
    package let detail: DialectDifficulty.Detail
    let optionLimit: Int
    let allowsChains: Bool

    /// Documentation as full as the difficulty asks for.
    package init(dialect: CommandDialect, difficulty: DialectDifficulty) {
        self.dialect = dialect
        detail = difficulty.detail
        optionLimit = difficulty.comparisonLimit
        allowsChains = difficulty.allowsNesting
    }

    /// The document in one of its many wordings.
    package func text(using generator: inout SeededGenerator) -> DocumentationText {
        let vocabulary = Vocabulary(using: &generator)
        var sections = DocumentationSections(using: &generator)
        if detail >= .medium {
            sections.append(
                ["Role", "Task", "Your task"], role(using: &generator), using: &generator)
            sections.appendList(
                ["Output rules", "Output", "What to answer"], outputRules(using: &generator),
                using: &generator)
        }
        let syntax = syntaxLines(vocabulary, using: &generator)
        sections.appendList(
            ["Syntax", "How commands are written", "Writing commands"], syntax.lines,
            using: &generator)
        let commands = commandLines(vocabulary, using: &generator)
        sections.append(
            ["Commands", "Command reference", "All commands"], commands.lines, using: &generator)
        if detail == .full {
            sections.appendList(
                ["Common mistakes", "Mistakes to avoid"],
                mistakes(vocabulary, using: &generator), using: &generator)
            sections.appendList(
                ["Formatting", "Formatting rules"], formatting(using: &generator),
                using: &generator)
        }
        return DocumentationText(
            template: sections.text, samples: syntax.samples + commands.samples)
    }

    // MARK: Role and output

    private func role(using generator: inout SeededGenerator) -> [String] {
        let name = dialect.languageName
        let opening = generator.pick([
            "You turn requests about files into commands of the \(name) shell.",
            "You are the command assistant of \(name), a shell for files and folders.",
            "You write \(name) commands for people who say what they want done.",
            "\(name) is a command language for files; you write its commands.",
        ])
        let task = generator.pick([
            "You get a folder with some of its entries and one request. Answer with one line.",
            "Each request names the folder it is made in; you reply with the line that does it.",
            "Read the folder and the request, choose the command that fits, and write the line.",
        ])
        guard detail == .full else { return [opening + " " + task] }
        let note = generator.pick([
            "\(name) is not like other shells: rely on this document only.",
            "No command of other shells exists in \(name).",
            "The rules below are all there is; nothing from other shells applies.",
        ])
        return [opening + " " + task + " " + note]
    }

    private func outputRules(using generator: inout SeededGenerator) -> [String] {
        var lines = [
            generator.pick([
                "Write the command and nothing else: no greeting, no explanation.",
                "Answer with the command alone.", "Reply with one command and no other words.",
            ]),
            generator.pick([
                "Use only the commands listed here.", "Commands that are not listed do not exist.",
            ]),
        ]
        if detail == .full {
            lines += [
                generator.pick([
                    "Write everything on one line.", "One request gets one line.",
                ]),
                generator.pick([
                    "Never say what the command would print.",
                    "You do not see the files, so never answer with their contents.",
                ]),
                generator.pick([
                    "The line that names the folder is no part of the answer.",
                    "Do not write the names that stand in brackets after the folder.",
                ]),
            ]
        }
        return lines
    }
}

extension CommandDocumentation {
    /// The words that one document uses throughout.
    struct Vocabulary {
        /// "flag" or another word for it, in the singular.
        let flag: String
        /// Samples are about this folder.
        let folder: CommandFolder
        private let words: [CommandOperand: String]
        private let brackets: FormulaSyntax.Brackets

        init(using generator: inout SeededGenerator) {
            flag = generator.pick(["flag", "option", "switch"])
            folder = CommandFolder(using: &generator)
            brackets = generator.pick([
                .init("", ""), .init("", ""), .init("<", ">"), .init("{", "}"),
            ])
            var words: [CommandOperand: String] = [:]
            for operand in CommandOperand.allCases {
                words[operand] = generator.pick(operand.wordings)
            }
            // Words that belong together: "first" goes with "second", not with "right".
            let pair = generator.below(CommandOperand.firstFile.wordings.count)
            for operand in [CommandOperand.firstFile, .secondFile] {
                words[operand] = operand.wordings[pair]
            }
            self.words = words
        }

        /// A placeholder, in the document's brackets.
        func placeholder(_ operand: CommandOperand) -> String {
            brackets.open + word(operand) + brackets.close
        }

        func word(_ operand: CommandOperand) -> String { words[operand] ?? operand.rawValue }
    }
}
