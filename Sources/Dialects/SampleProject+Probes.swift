/// Rules that the sample project's template states, each with a question that tries it.
extension SampleProject {
    /// A question for each rule.
    static func probes(excluding records: [Record], seed: UInt64) -> [SampleProbe] {
        let dialect = FormulaDialect.sample
        let questions = QuestionGenerator(
            functions: dialect.functions, comparisonLimit: difficulty.comparisonLimit)
        return SampleRule.probes(rules, excluding: records, seed: seed) { function, generator in
            let table = QuestionTable(domain: generator.pick(TableDomain.all), using: &generator)
            let question = questions.question(for: function, on: table, using: &generator)
            return .init(
                query: question.query, task: question.expression,
                answer: dialect.text(of: question.expression))
        }
    }

    private static let rules: [SampleRule<FormulaFunction, FormulaExpression>] = [
        .init(name: "the formula stands between ={ and }, alone", subject: .average) { _ in
            .matches(#"^=\{[A-Z]+\([^{}]*\}$"#)
        },
        .init(name: "inner calls are not wrapped again", subject: .difference) { _ in
            .matches(#"^=\{[A-Z]+\([A-Z]+\([^{}]*\}$"#)
        },
        .init(name: "columns are marked with @", subject: .maximum) { _ in
            .matches(#"\(@[A-Z][a-z]+"#)
        },
        .init(name: "text stands in quotes", subject: .lookup) { _ in .matches("'[^'@|]+'") },
        .init(name: "one space on both sides of |", subject: .top) { _ in
            .matches(#"^[^|]*[^ |] \| [^ |][^|]*[^ |] \| [^ |][^|]*$"#)
        },
        .init(
            name: "no condition when all rows are meant", subject: .total,
            isTried: { $0.condition == nil }
        ) { _ in .matches(#"^=\{[A-Z]+\([^\[\]]+\)\}$"#) },
        .init(
            name: "a comparison has spaces around its sign", subject: .count,
            isTried: { $0.condition?.first.comparator == .above && $0.condition?.second == nil }
        ) { _ in .matches(#"\[@[A-Z][a-z]+ (=|!|>|<|>=|<=): [^ ]"#) },
        .init(
            name: "two comparisons keep the question's order", subject: .select,
            isTried: { $0.condition?.second != nil && $0.condition?.joint == .and }
        ) { expression in
            let comparisons = [expression.condition?.first, expression.condition?.second]
            let columns = comparisons.compactMap { $0.map { text(.column($0.column)) } }
            return .matches(#"\["# + columns.joined(separator: " .* & ") + " ")
        },
        .init(name: "PONTES takes digits, then x", subject: .rounding) { _ in
            .matches(#"PONTES\([0-9]+ \| [A-Z]"#)
        },
        .init(name: "in BIRKAS, value comes first", subject: .lookup) { _ in
            .matches(#"BIRKAS\('[^']+' \| @[A-Z][a-z]+ \| @"#)
        },
        .init(name: "in JARZEL, rank comes first", subject: .labelOfMinimum) { expression in
            .contains("JARZEL(\(text(expression.arguments[1])) | ")
        },
        .init(name: "FENMAR takes class, then numbers", subject: .groupTotal) { expression in
            .contains("FENMAR(\(text(expression.arguments[1])) | ")
        },
    ]

    private static func text(_ argument: FormulaArgument) -> String {
        FormulaDialect.sample.text(of: argument)
    }
}
