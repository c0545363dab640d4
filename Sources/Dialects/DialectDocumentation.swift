/// Documentation of a dialect, as the template of a prompt.
package struct DialectDocumentation: Sendable {
    /// What is documented.
    package let dialect: FormulaDialect
    /// How much of it is written.
    package let detail: DialectDifficulty.Detail
    private let comparisonLimit: Int
    private let allowsNesting: Bool
    private let leadsWithMeaning: Bool

    /// Documentation as full as the difficulty asks for.
    package init(dialect: FormulaDialect, difficulty: DialectDifficulty) {
        self.dialect = dialect
        detail = difficulty.detail
        comparisonLimit = difficulty.comparisonLimit
        allowsNesting = difficulty.allowsNesting
        leadsWithMeaning = difficulty.leadsWithMeaning
    }

    /// The words that one document uses throughout.
    private struct Vocabulary {
        var condition: String
        var parameterWords: [FormulaParameter: String]
        var table: QuestionTable

        init(using generator: inout SeededGenerator) {
            condition = generator.pick(["condition", "filter", "test"])
            table = QuestionTable(
                domain: generator.pick(TableDomain.all), using: &generator)
            parameterWords = [:]
            for parameter in FormulaParameter.allCases {
                parameterWords[parameter] = generator.pick(parameter.wordings)
            }
            // Words that belong together: "first" goes with "second", not with "b".
            let pair = generator.below(FormulaParameter.firstNumber.wordings.count)
            for parameter in [FormulaParameter.firstNumber, .secondNumber] {
                parameterWords[parameter] = parameter.wordings[pair]
            }
        }

        func word(_ parameter: FormulaParameter) -> String {
            parameterWords[parameter] ?? parameter.rawValue
        }
    }

    /// The document in one of its many wordings.
    package func text(using generator: inout SeededGenerator) -> DocumentationText {
        let vocabulary = Vocabulary(using: &generator)
        var sections = DocumentationSections(using: &generator)
        if detail >= .medium {
            sections.append(
                ["Role", "Task", "Role and task"], role(using: &generator), using: &generator)
            sections.appendList(
                ["Output rules", "Output", "What to answer"],
                outputRules(using: &generator), using: &generator)
        }
        sections.appendList(
            ["Syntax", "How formulas are written", "Grammar"],
            syntaxLines(vocabulary, using: &generator), using: &generator)
        let functions = functionLines(vocabulary, using: &generator)
        sections.append(
            ["Functions", "Function reference", "All functions"], functions.lines, using: &generator
        )
        if detail == .full {
            sections.appendList(
                ["Common mistakes", "Mistakes to avoid"],
                mistakes(vocabulary, using: &generator), using: &generator)
            sections.appendList(
                ["Formatting", "Formatting rules"],
                formatting(using: &generator), using: &generator)
        }
        return DocumentationText(template: sections.text, samples: functions.samples)
    }

    // MARK: Role and rules

    private func role(using generator: inout SeededGenerator) -> [String] {
        let name = dialect.languageName
        let opening = generator.pick([
            "You translate questions about tables into formulas of the \(name) language.",
            "You are the formula assistant of \(name), a language for tables.",
            "You write \(name) formulas for people who ask questions about their tables.",
        ])
        let task = generator.pick([
            "You get a table's name, its columns and one question. Answer with one formula.",
            "Each request names a table with its columns and asks one question; you reply with the "
                + "formula that computes the answer.",
            "Read the columns and the question, choose the function that fits, and write the "
                + "formula.",
        ])
        guard detail == .full else { return [opening + " " + task] }
        let note = generator.pick([
            "\(name) is not like other spreadsheet languages: rely on this document only.",
            "No function of other spreadsheet programs exists in \(name).",
            "The rules below are all there is; nothing from other languages applies.",
        ])
        return [opening + " " + task + " " + note]
    }

    private func outputRules(using generator: inout SeededGenerator) -> [String] {
        let formula = dialect.syntax.formula
        var lines = [
            generator.pick([
                "Write the formula and nothing else: no greeting, no explanation.",
                "Answer with the formula alone.", "Reply with one formula and no other words.",
            ]),
            formula.close.isEmpty
                ? "Every formula begins with \(formula.open)"
                : generator.pick([
                    "Every formula begins with \(formula.open) and ends with \(formula.close)",
                    "Put the whole formula between \(formula.open) and \(formula.close)",
                ]),
            generator.pick([
                "Use only the functions listed here.",
                "Functions that are not listed do not exist.",
            ]),
        ]
        if detail == .full {
            lines += [
                generator.pick([
                    "Write one formula on one line.", "One question gets one formula on one line.",
                ]),
                generator.pick([
                    "Never compute the answer yourself; the formula does that.",
                    "You do not see the rows, so never answer with a value.",
                ]),
                generator.pick([
                    "Do not mention the table's name in the formula.",
                    "The table's name is not part of the formula.",
                ]),
            ]
        }
        return lines
    }

    // MARK: Syntax

    private func syntaxLines(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> [String] {
        let syntax = dialect.syntax
        let table = vocabulary.table
        let column = table.label.header
        let text = generator.pick(table.label.values)
        var lines: [String] = []
        if detail == .brief {
            lines.append("Formula: \(syntax.formula.open)...\(syntax.formula.close)")
        }
        let quoted = syntax.column.open + column + syntax.column.close
        lines.append(
            syntax.column.open.isEmpty
                ? "A column is written by its bare name: \(quoted)"
                : generator.pick([
                    "A column is written \(quoted)", "Columns are marked like this: \(quoted)",
                    "Write the column \(column) as \(quoted)",
                ]))
        let quotedText = syntax.text.open + text + syntax.text.close
        lines.append(
            generator.pick([
                "Text is written \(quotedText)", "Text values look like this: \(quotedText)",
            ])
                + (syntax.numberPrefix.isEmpty
                    ? ", a number as 25" : ", a number as \(syntax.numberPrefix)25"))
        if dialect.functions.contains(where: { $0.parameters.count > 1 || $0.takesCondition }) {
            let separator = syntax.separator.filter { $0 != " " }
            lines.append(
                generator.pick([
                    "Arguments come in the order of the signature, separated by \(separator)",
                    "Between two arguments, which come in the signature's order, stands "
                        + separator,
                ]))
        }
        if comparisonLimit > 0 { lines += conditionLines(vocabulary, using: &generator) }
        if allowsNesting, detail == .full, dialect.functions.contains(where: \.isNested) {
            lines.append(
                generator.pick([
                    "A call may be an argument of another call; only the whole formula is wrapped.",
                    "Calls nest: an inner call is written without \(syntax.formula.open)",
                ]))
        }
        return lines
    }

    private func conditionLines(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> [String] {
        let syntax = dialect.syntax
        let word = vocabulary.condition
        let table = vocabulary.table
        let category = generator.pick(table.categories)
        let measure = generator.pick(table.measures)
        let value = generator.pick(category.values)
        let sample = dialect.text(
            of: FormulaComparison(category.header, .equal, category.value(value)))
        let second = dialect.text(
            of: FormulaComparison(measure.header, .above, .number(measure.low + measure.step)))
        var lines: [String] = []
        switch syntax.conditionPlacement {
        case .firstArgument:
            lines.append("A \(word) narrows the rows and is the first argument of a call.")
        case .lastArgument:
            lines.append("A \(word) narrows the rows and is the last argument of a call.")
        case .suffix(let brackets):
            let close = brackets.close.isEmpty ? "" : " and ends with \(brackets.close)"
            let open = brackets.open.filter { $0 != " " }
            lines.append(
                "A \(word) narrows the rows; it follows the call, begins with \(open)\(close)")
        }
        lines.append(
            generator.pick([
                "A \(word) compares a column with a value: \(sample)",
                "One comparison: \(sample)",
            ]))
        let operators = Comparator.allCases.map {
            "\(syntax.comparators[$0.rawValue]) (\(generator.pick($0.meanings)))"
        }
        lines.append("Comparisons: " + operators.joined(separator: ", "))
        if comparisonLimit > 1 {
            let and = syntax.and.filter { $0 != " " }
            let or = syntax.or.filter { $0 != " " }
            lines.append(
                "Two comparisons are joined by \(and) (both hold) or \(or) (one holds): "
                    + sample + syntax.and + second)
        }
        return lines
    }

    // MARK: Functions

    private func functionLines(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> (lines: [String], samples: [String]) {
        let usages = QuestionGenerator(functions: dialect.functions, comparisonLimit: 0)
        let sampleWord = generator.pick(["Sample", "Example", "Usage"])
        let style = leadsWithMeaning ? 1 : generator.below(3)
        var samples: [String] = []
        let lines = dialect.entries.map { entry in
            let signature = dialect.signature(
                of: entry, parameterNames: vocabulary.word, conditionName: vocabulary.condition)
            let explanation = Self.explanation(
                of: entry.function, vocabulary, using: &generator)
            let usage = usages.usage(
                of: entry.function, on: vocabulary.table, using: &generator)
            let formula = dialect.text(of: usage.expression)
            samples.append(formula)
            return switch style {
            case 0: "\(signature): \(explanation) \(sampleWord): \(formula) is \(usage.meaning)"
            case 1: "\(signature) - \(explanation) For \(usage.meaning), write \(formula)"
            default: "\(signature)\n  \(explanation)\n  \(formula) gives \(usage.meaning)"
            }
        }
        return (lines, samples)
    }

    private static func explanation(
        of function: FormulaFunction, _ vocabulary: Vocabulary,
        using generator: inout SeededGenerator
    ) -> String {
        PhraseTemplate.fill(generator.pick(FunctionWording.explanations(function))) { slot in
            if slot == "c" { return vocabulary.condition }
            return FormulaParameter(rawValue: String(slot)).map(vocabulary.word) ?? ""
        }.startingUpperCase
    }

    /// One of the descriptions of each function, all in the words of one document.
    static func explanations(
        of functions: [FormulaFunction], using generator: inout SeededGenerator
    ) -> [String] {
        let vocabulary = Vocabulary(using: &generator)
        return functions.map { explanation(of: $0, vocabulary, using: &generator) }
    }

    // MARK: Mistakes and formatting

    private func mistakes(
        _ vocabulary: Vocabulary, using generator: inout SeededGenerator
    ) -> [String] {
        let syntax = dialect.syntax
        var lines: [String] = []
        for entry in dialect.entries where entry.argumentOrder.count > 1 {
            let words = entry.argumentOrder.map {
                vocabulary.word(entry.function.parameters[$0])
            }
            let order = "\(entry.name) takes \(words.joined(separator: ", then "))."
            lines.append(
                words[0] == "first"
                    ? order
                    : generator.pick([order, "In \(entry.name), \(words[0]) comes first."]))
        }
        lines = Array(generator.shuffled(lines).prefix(4))
        lines.append(
            generator.pick([
                "Do not swap the marks of columns and of text.",
                "A column written like text is read as text, and the other way round.",
            ]))
        lines.append(
            generator.pick([
                "Inner calls are not wrapped again.",
                "\(syntax.formula.open) stands once, at the very beginning.",
            ]))
        if dialect.functions.contains(.select), dialect.functions.contains(.lookup) {
            let select = dialect.entry(of: .select).name
            let lookup = dialect.entry(of: .lookup).name
            lines.append("\(lookup) answers for one named row, \(select) for all rows that fit.")
        }
        if comparisonLimit > 0 {
            lines.append(
                generator.pick([
                    "Leave the \(vocabulary.condition) out when the question speaks of all rows.",
                    "No \(vocabulary.condition) is needed when all rows are meant.",
                ]))
        }
        if comparisonLimit > 1 {
            lines.append("Keep two comparisons in the order in which the question names them.")
        }
        return generator.shuffled(lines)
    }

    private func formatting(using generator: inout SeededGenerator) -> [String] {
        let syntax = dialect.syntax
        var lines = [
            generator.pick([
                "Function names are written in capitals.",
                "Write function names in upper case, as listed.",
            ]),
            generator.pick([
                "Copy column names and values letter by letter from the request.",
                "Spell columns and values exactly as the request does.",
            ]),
            generator.pick([
                "Numbers have no thousands separators and no units.",
                "Write numbers with digits only.",
            ]),
        ]
        if syntax.separator.contains(" ") {
            lines.append(
                syntax.separator.hasPrefix(" ")
                    ? "One space stands on both sides of \(syntax.separator.filter { $0 != " " })"
                    : "One space follows \(syntax.separator.filter { $0 != " " })")
        }
        if comparisonLimit > 0, syntax.comparisonForm == .infix {
            lines.append(
                syntax.comparisonSpace.isEmpty
                    ? "No spaces stand around a comparison's sign."
                    : "One space stands on both sides of a comparison's sign.")
        }
        return generator.shuffled(lines)
    }
}
