extension FormulaSyntax {
    /// A syntax drawn at random in which no mark means two things at once.
    static func random(using generator: inout SeededGenerator) -> FormulaSyntax {
        while true {
            let syntax = draw(using: &generator)
            if syntax.isUnambiguous { return syntax }
        }
    }

    private static func draw(using generator: inout SeededGenerator) -> FormulaSyntax {
        let call = generator.pick(callForms)
        let comparators = drawComparators(using: &generator)
        let form: ComparisonForm =
            generator.chance(70) ? .infix : generator.chance(50) ? .prefix : .postfix
        let needsSpace = comparators.contains { $0.contains { $0.isLetter } }
        let joints = drawJoints(using: &generator)
        return FormulaSyntax(
            formula: generator.pick(formulaBrackets), callPrefix: call.prefix,
            call: call.brackets, separator: generator.pick(separators),
            column: generator.pick(columnBrackets), text: generator.pick(textBrackets),
            numberPrefix: generator.chance(80) ? "" : generator.pick(["#", "n:", "+"]),
            comparators: comparators, comparisonForm: form,
            comparisonSpace: needsSpace || generator.chance(50) ? " " : "",
            and: joints.and, or: joints.or,
            conditionPlacement: drawPlacement(using: &generator))
    }

    private static func drawPlacement(using generator: inout SeededGenerator)
        -> ConditionPlacement
    {
        switch generator.below(4) {
        case 0: .firstArgument
        case 1: .lastArgument
        default: .suffix(generator.pick(suffixBrackets))
        }
    }

    private static func drawComparators(using generator: inout SeededGenerator) -> [String] {
        if generator.chance(75) { return generator.pick(comparatorFamilies) }
        let words = generator.shuffled(FunctionName.syllables).prefix(Comparator.allCases.count)
        return words.map { $0.lowercased() }
    }

    /// Any two marks or made-up words: of a few pairs, a base learns the pairs by heart and does not
    /// read which one the documentation names (docs/log.md).
    private static func drawJoints(
        using generator: inout SeededGenerator
    ) -> (and: String, or: String) {
        if generator.chance(30) { return generator.pick(jointPairs) }
        let stock =
            generator.chance(70) ? jointMarks : FunctionName.syllables.map { $0.lowercased() }
        let two = generator.shuffled(stock)
        return (" \(two[0]) ", " \(two[1]) ")
    }

    /// Whether brackets, separator and joints can be told apart.
    private var isUnambiguous: Bool {
        var marks = [
            callPrefix, column.open, text.open, call.open, separator, and, or, numberPrefix,
        ]
        if case .suffix(let brackets) = conditionPlacement { marks.append(brackets.open) }
        var seen = Set<Character>()
        for mark in marks {
            for character in Set(mark) where character != " " && !character.isLetter {
                guard seen.insert(character).inserted else { return false }
            }
        }
        // Nor may the end of the formula look like the beginning of something.
        guard !formula.close.contains(where: seen.contains) else { return false }
        // Angle brackets around something forbid comparisons that are spelled with them.
        guard seen.contains("<") else { return true }
        return !comparators.contains { $0.contains("<") }
    }

    // MARK: Stock

    private static let formulaBrackets: [Brackets] = [
        Brackets("={", "}"), Brackets("<<", ">>"), Brackets("=(", ")"), Brackets("@[", "]"),
        Brackets("[=", "=]"), Brackets("#{", "}"), Brackets("::", ";;"), Brackets("$(", ")"),
        Brackets("=", ""), Brackets("~", "~"), Brackets("|>", "<|"), Brackets("{{", "}}"),
        Brackets("f:", ";"), Brackets("!", "!"), Brackets("->", "."), Brackets("%(", ")%"),
    ]

    private static let callForms: [(prefix: String, brackets: Brackets)] = [
        ("", Brackets("(", ")")), ("", Brackets("(", ")")), ("", Brackets("[", "]")),
        ("", Brackets("{", "}")), ("(", Brackets(" ", ")")), ("{", Brackets(": ", "}")),
        ("[", Brackets(" ", "]")), ("", Brackets("<", ">")), ("@", Brackets("(", ")")),
    ]

    private static let separators: [String] = [
        "; ", ", ", " | ", ";", ",", "|", " : ", " / ", " ~ ", " & ", " ^ ",
    ]

    private static let columnBrackets: [Brackets] = [
        Brackets("[", "]"), Brackets("", ""), Brackets("@", ""), Brackets("'", "'"),
        Brackets("{", "}"), Brackets("`", "`"), Brackets("$", ""), Brackets("#", ""),
        Brackets(":", ":"), Brackets("<", ">"), Brackets("col.", ""), Brackets("%", ""),
        Brackets("_", "_"), Brackets("\"", "\""),
    ]

    private static let textBrackets: [Brackets] = [
        Brackets("\"", "\""), Brackets("'", "'"), Brackets("\"", "\""), Brackets("'", "'"),
        Brackets("`", "`"), Brackets("^", "^"), Brackets("~", "~"), Brackets("t'", "'"),
        Brackets("/", "/"), Brackets("%", "%"), Brackets("<", ">"), Brackets("[", "]"),
    ]

    private static let suffixBrackets: [Brackets] = [
        Brackets("[", "]"), Brackets("{", "}"), Brackets("?(", ")"), Brackets(" if ", ""),
        Brackets(" where ", ""), Brackets(" @ ", ""), Brackets("<", ">"), Brackets(" on (", ")"),
        Brackets("!(", ")"), Brackets(" only ", ""),
    ]

    private static let comparatorFamilies: [[String]] = [
        ["=", "!=", ">", "<", ">=", "<="], ["==", "<>", ">", "<", ">=", "<="],
        ["is", "isnt", "above", "below", "atleast", "atmost"],
        ["eq", "ne", "gt", "lt", "ge", "le"],
        [".eq.", ".ne.", ".gt.", ".lt.", ".ge.", ".le."],
        ["EQ", "NE", "GT", "LT", "GE", "LE"],
        ["=:", "!:", ">:", "<:", ">=:", "<=:"], ["=", "=/=", ">>", "<<", "=>", "=<"],
        ["same", "other", "over", "under", "from", "upto"],
        ["=?", "!?", ">?", "<?", ">=?", "<=?"],
    ]

    private static let jointPairs: [(and: String, or: String)] = [
        (" & ", " | "), (" && ", " || "), (" and ", " or "), (" AND ", " OR "), (" + ", " / "),
        (" also ", " else "), (" * ", " + "), ("&", "|"), (" ^ ", " v "), (" both ", " either "),
    ]

    private static let jointMarks = [
        "&", "|", "&&", "||", "+", "/", "*", "^", ";", ":", "~", "%", "?", "//", "**", "++", ";;",
        "::", "and", "or", "also", "else", "both", "either", "with", "plus", "any",
    ]
}
