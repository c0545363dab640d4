/// Rules that the sample project's template states, each with a question that tries it.
extension SampleProject {
    /// A rule as it stands in `probes.jsonl`.
    package struct Probe: Sendable, Equatable {
        /// How an answer is looked at.
        package enum Test: Sendable, Equatable {
            case contains(String)
            /// A regular expression.
            case matches(String)
        }

        /// The rule in a few words of the template.
        package var name: String
        /// Table and question.
        package var query: String
        package var test: Test
        /// The right answer, which is not written into the file.
        package var formula: String

        var line: String {
            let (key, value) =
                switch test {
                case .contains(let text): ("contains", text)
                case .matches(let pattern): ("matches", pattern)
                }
            return JSONLine.object([("name", name), ("query", query), (key, value)]) + "\n"
        }
    }

    /// A rule before a question is drawn for it.
    private struct Rule: Sendable {
        var name: String
        /// What the question is about.
        var function: FormulaFunction
        /// Which questions try the rule.
        var isTried: @Sendable (FormulaExpression) -> Bool = { _ in true }
        var test: @Sendable (FormulaExpression) -> Probe.Test
    }

    /// Questions drawn for one rule at most.
    private static let drawLimit = 2_000

    /// A question for each rule, none of them in any split and none with an answer of a split.
    static func probes(excluding records: [Record], seed: UInt64) -> [Probe] {
        let dialect = FormulaDialect.sample
        let questions = QuestionGenerator(
            functions: dialect.functions, comparisonLimit: difficulty.comparisonLimit)
        var taken = Set(records.map(\.output))
        return rules.enumerated().map { index, rule in
            var generator = SeededGenerator(seed: seed, index: index, salt: 4)
            for _ in 0..<drawLimit {
                let table = QuestionTable(
                    domain: generator.pick(TableDomain.all), using: &generator)
                let question = questions.question(
                    for: rule.function, on: table, using: &generator)
                let formula = dialect.text(of: question.expression)
                guard rule.isTried(question.expression), taken.insert(formula).inserted else {
                    continue
                }
                return Probe(
                    name: rule.name, query: question.query, test: rule.test(question.expression),
                    formula: formula)
            }
            preconditionFailure("No question of \(drawLimit) tries the rule \"\(rule.name)\"")
        }
    }

    /// What an answer must look like: its form where the rule is about that, and the question's own
    /// names where it is about their order.
    private static let rules: [Rule] = [
        Rule(name: "the formula stands between ={ and }, alone", function: .average) { _ in
            .matches(#"^=\{[A-Z]+\([^{}]*\}$"#)
        },
        Rule(name: "inner calls are not wrapped again", function: .difference) { _ in
            .matches(#"^=\{[A-Z]+\([A-Z]+\([^{}]*\}$"#)
        },
        Rule(name: "columns are marked with @", function: .maximum) { _ in
            .matches(#"\(@[A-Z][a-z]+"#)
        },
        Rule(name: "text stands in quotes", function: .lookup) { _ in .matches("'[^'@|]+'") },
        Rule(name: "one space on both sides of |", function: .top) { _ in
            .matches(#"^[^|]*[^ |] \| [^ |][^|]*[^ |] \| [^ |][^|]*$"#)
        },
        Rule(
            name: "no condition when all rows are meant", function: .total,
            isTried: { $0.condition == nil }
        ) { _ in .matches(#"^=\{[A-Z]+\([^\[\]]+\)\}$"#) },
        Rule(
            name: "a comparison has spaces around its sign", function: .count,
            isTried: { $0.condition?.first.comparator == .above && $0.condition?.second == nil }
        ) { _ in .matches(#"\[@[A-Z][a-z]+ (=|!|>|<|>=|<=): [^ ]"#) },
        Rule(
            name: "two comparisons keep the question's order", function: .select,
            isTried: { $0.condition?.second != nil && $0.condition?.joint == .and }
        ) { expression in
            let comparisons = [expression.condition?.first, expression.condition?.second]
            let columns = comparisons.compactMap { $0.map { text(.column($0.column)) } }
            return .matches(#"\["# + columns.joined(separator: " .* & ") + " ")
        },
        Rule(name: "PONTES takes digits, then x", function: .rounding) { _ in
            .matches(#"PONTES\([0-9]+ \| [A-Z]"#)
        },
        Rule(name: "in BIRKAS, value comes first", function: .lookup) { _ in
            .matches(#"BIRKAS\('[^']+' \| @[A-Z][a-z]+ \| @"#)
        },
        Rule(name: "in JARZEL, rank comes first", function: .labelOfMinimum) { expression in
            .contains("JARZEL(\(text(expression.arguments[1])) | ")
        },
        Rule(name: "FENMAR takes class, then numbers", function: .groupTotal) { expression in
            .contains("FENMAR(\(text(expression.arguments[1])) | ")
        },
    ]

    private static func text(_ argument: FormulaArgument) -> String {
        FormulaDialect.sample.text(of: argument)
    }
}
