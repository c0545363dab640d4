/// Documentation of a library, as the template of a prompt.
package struct LibraryDocumentation: Sendable {
    /// What is documented.
    package let dialect: LibraryDialect
    /// How much of it is written.
    package let detail: DialectDifficulty.Detail
    let allowsNesting: Bool

    /// Documentation as full as the difficulty asks for.
    package init(dialect: LibraryDialect, difficulty: DialectDifficulty) {
        self.dialect = dialect
        detail = difficulty.detail
        allowsNesting = difficulty.allowsNesting
    }

    /// The document in one of its many wordings.
    package func text(using generator: inout SeededGenerator) -> DocumentationText {
        var sections = DocumentationSections(using: &generator)
        if detail >= .medium {
            sections.append(
                ["Role", "Task", "Role and task"], role(using: &generator), using: &generator)
            sections.appendList(
                ["Output rules", "Output", "What to answer"],
                outputRules(using: &generator), using: &generator)
        }
        sections.appendList(
            ["Code", "How code is written", "Form"],
            codeLines(using: &generator), using: &generator)
        let entries = entryLines(using: &generator)
        sections.append(
            ["Helpers", "Helper reference", "All helpers"], entries.lines, using: &generator)
        if detail == .full {
            sections.appendList(
                ["Common mistakes", "Mistakes to avoid"],
                mistakes(using: &generator), using: &generator)
            sections.appendList(
                ["Formatting", "Formatting rules"],
                formatting(using: &generator), using: &generator)
        }
        return DocumentationText(template: sections.text, samples: entries.samples)
    }

    // MARK: Helpers

    private func entryLines(
        using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let usages = LibraryTaskGenerator(
            helpers: dialect.helpers, argumentLimit: 2, allowsNesting: false)
        let sampleWord = generator.pick(["Sample", "Example", "Usage"])
        let style = generator.below(5)
        let kindStyle = generator.below(3)
        var samples: [String] = []
        let lines = dialect.entries.map { entry in
            let signature = dialect.signature(of: entry)
            var explanation = explanation(of: entry.helper, using: &generator)
            if detail == .full { explanation += " " + kinds(of: entry.helper, style: kindStyle) }
            let usage = usages.usage(of: entry.helper, using: &generator)
            let code = dialect.expression(of: usage)
            let meaning = LibraryRequest.nominal(usage, using: &generator)
            samples.append(code)
            return switch style {
            case 0: "\(signature): \(explanation) \(sampleWord): \(code) is \(meaning)"
            case 1: "\(signature) - \(explanation) For \(meaning), write \(code)"
            case 2: "\(signature)\n  \(explanation)\n  \(code) gives \(meaning)"
            case 3: "\(explanation) This is \(signature). For \(meaning), write \(code)"
            default: "\(explanation)\n  Write \(signature)\n  \(sampleWord), \(meaning): \(code)"
            }
        }
        return (lines, samples)
    }

    /// What a helper works on, and what it gives.
    private func kinds(of helper: LibraryHelper, style: Int) -> String {
        let input = helper.inputs.map(\.rawValue).joined(separator: " or ")
        let outputs = helper.inputs.map { helper.output(for: $0) }
        let output =
            outputs.count > 1 && outputs == helper.inputs ? "the same" : outputs[0].rawValue
        return switch style {
        case 0: "Takes \(input), gives \(output)."
        case 1: "It works on \(input) and returns \(output)."
        default: "From \(input) to \(output)."
        }
    }

    /// What a helper does; and where it chooses by a constant, how that is spelled.
    private func explanation(
        of helper: LibraryHelper, using generator: inout SeededGenerator
    ) -> String {
        // Only a nested call holds what it works on, by a name of its own.
        let subject =
            dialect.syntax.style == .nested
            ? dialect.subjectWord(of: helper) : helper.inputs == [.text] ? "the text" : "the list"
        var text = PhraseTemplate.fill(generator.pick(HelperDescription.all(helper))) { slot in
            slot == "x"
                ? subject : LibraryRole(rawValue: String(slot)).map { dialect.word($0) } ?? ""
        }.startingUpperCase
        for role in helper.roles where !role.constants.isEmpty {
            let choices = role.constants.map {
                "\(dialect.text(of: $0)) (\(generator.pick($0.meanings)))"
            }
            text += " \(dialect.word(role).startingUpperCase) is \(choices[0]) or \(choices[1])."
        }
        return text
    }
}
