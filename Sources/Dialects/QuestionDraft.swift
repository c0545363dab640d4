/// One question in the making: draws what a function is applied to, with the words for it.
struct QuestionDraft {
    /// A formula and the words that fill its wording's slots.
    struct Result {
        var expression: FormulaExpression
        var isPlural = false
        var words: [(slot: String, text: String)]

        func word(_ slot: Substring) -> String {
            for word in words where word.slot == slot { return word.text }
            preconditionFailure("No words for the slot {\(slot)} of \(expression.function)")
        }
    }

    let table: QuestionTable
    let comparisonLimit: Int
    let operands: [FormulaFunction]
    /// Whether two comparisons are asked for more often.
    var isHard = false

    /// How many of 100 conditions have two comparisons, where two are allowed.
    private var pairsPerHundred: Int { isHard ? 55 : 30 }

    mutating func result(
        of function: FormulaFunction, using generator: inout SeededGenerator
    ) -> Result {
        switch function {
        case .addition, .difference, .ratio: pair(function, using: &generator)
        case .rounding: rounding(using: &generator)
        case .lookup: lookup(using: &generator)
        case .top, .bottom, .labelOfMaximum, .labelOfMinimum, .sortUp, .sortDown:
            ranking(function, using: &generator)
        case .groupTotal, .groupAverage, .groupCount: grouping(function, using: &generator)
        default: onColumn(function, using: &generator)
        }
    }

    // MARK: Functions of one column

    private func onColumn(
        _ function: FormulaFunction, using generator: inout SeededGenerator
    ) -> Result {
        let subject = subject(of: function, using: &generator)
        let condition = condition(
            avoiding: subject.column, isRequired: function.requiresCondition, using: &generator)
        return Result(
            expression: FormulaExpression(
                function, subject.column.map { [.column($0)] } ?? [], where: condition?.condition),
            isPlural: function.givesList && function != .select,
            words: subject.words + rowWords(condition?.text, using: &generator))
    }

    /// The column that a function is about, with its words.
    private func subject(
        of function: FormulaFunction, using generator: inout SeededGenerator
    ) -> (column: String?, words: [(slot: String, text: String)]) {
        switch function {
        case .count: return (nil, [])
        case .distinctCount, .distinctList, .mostFrequent:
            let column = generator.pick(table.categories + [table.label])
            return (column.header, [("c", column.noun), ("cs", column.plural)])
        case .select, .first, .last:
            if generator.chance(40) {
                let column = generator.pick(table.measures)
                return (column.header, [("c", column.quantity), ("l", column.quantity)])
            }
            let column = generator.pick(table.categories + [table.label, table.label])
            return (column.header, [("c", column.noun), ("l", column.noun)])
        default:
            let column = measure(for: function, using: &generator)
            return (column.header, words(for: column, using: &generator))
        }
    }

    private func measure(
        for function: FormulaFunction, using generator: inout SeededGenerator
    ) -> MeasureColumn {
        switch function {
        case .total, .share, .groupTotal:
            let additive = table.measures.filter(\.isAdditive)
            return generator.pick(additive.isEmpty ? table.measures : additive)
        default: return generator.pick(table.measures)
        }
    }

    private func words(
        for column: MeasureColumn, using generator: inout SeededGenerator
    ) -> [(slot: String, text: String)] {
        [
            ("m", column.quantity),
            ("mm", generator.chance(50) ? column.noun : column.quantity),
        ]
    }

    private func rowWords(
        _ condition: String?, using generator: inout SeededGenerator
    ) -> [(slot: String, text: String)] {
        let suffix = condition.map { " " + $0 } ?? ""
        let all = condition == nil && generator.chance(60) ? "all " : ""
        return [
            ("rows", table.rows + suffix), ("row", table.row + suffix),
            ("all", all + table.rows + suffix),
        ]
    }

    // MARK: Functions of several columns

    private func lookup(using generator: inout SeededGenerator) -> Result {
        let key = table.label
        let value = generator.pick(key.values)
        let header: String
        let noun: String
        if generator.chance(55) {
            let column = generator.pick(table.measures)
            (header, noun) = (column.header, column.quantity)
        } else {
            let column = generator.pick(table.categories)
            (header, noun) = (column.header, column.noun)
        }
        return Result(
            expression: FormulaExpression(
                .lookup, [.column(header), .column(key.header), .text(value)]),
            isPlural: false,
            words: [
                ("l", noun), ("v", value), ("k", key.noun == "name" ? table.row : key.noun),
            ])
    }

    private func ranking(
        _ function: FormulaFunction, using generator: inout SeededGenerator
    ) -> Result {
        let order = generator.pick(table.measures)
        let label = table.label
        var arguments: [FormulaArgument] = [.column(label.header), .column(order.header)]
        let quantity = 2 + generator.below(9)
        if function == .top || function == .bottom { arguments.append(.number(quantity)) }
        return Result(
            expression: FormulaExpression(function, arguments), isPlural: function.givesList,
            words: [
                ("l", label.noun), ("ls", label.plural), ("n", String(quantity)),
            ] + words(for: order, using: &generator))
    }

    private func grouping(
        _ function: FormulaFunction, using generator: inout SeededGenerator
    ) -> Result {
        let group = generator.pick(table.categories)
        let measure = measure(for: function, using: &generator)
        var arguments: [FormulaArgument] = [.column(group.header)]
        if function != .groupCount { arguments.insert(.column(measure.header), at: 0) }
        return Result(
            expression: FormulaExpression(function, arguments), isPlural: false,
            words: [("g", group.noun), ("rows", table.rows)]
                + words(for: measure, using: &generator))
    }

    // MARK: Functions of other results

    private mutating func rounding(using generator: inout SeededGenerator) -> Result {
        let preferred = operands.filter { $0 == .average || $0 == .median }
        let function = generator.pick(preferred.isEmpty ? operands : preferred)
        let inner = onColumn(function, using: &generator)
        let digits = 2 + generator.below(3)
        return Result(
            expression: FormulaExpression(
                .rounding, [.expression(inner.expression), .number(digits)]),
            isPlural: false,
            words: [
                ("a", nominal(inner, using: &generator)), ("n", String(digits)),
            ])
    }

    private mutating func pair(
        _ function: FormulaFunction, using generator: inout SeededGenerator
    ) -> Result {
        let left: Result
        let right: Result
        if comparisonLimit > 0, generator.chance(50) {
            (left, right) = sameFunctionTwice(using: &generator)
        } else {
            (left, right) = twoFunctions(using: &generator)
        }
        return Result(
            expression: FormulaExpression(
                function, [.expression(left.expression), .expression(right.expression)]),
            isPlural: false,
            words: [
                ("a", nominal(left, using: &generator)), ("b", nominal(right, using: &generator)),
            ])
    }

    /// One aggregate under two conditions: North against South.
    private func sameFunctionTwice(using generator: inout SeededGenerator) -> (Result, Result) {
        let function = generator.pick(operands)
        let subject = subject(of: function, using: &generator)
        let columns = table.categories.filter { $0.header != subject.column }
        let column = generator.pick(columns.isEmpty ? table.categories : columns)
        let values = generator.shuffled(column.values)
        func side(_ value: String) -> Result {
            let phrase = ConditionWording.phrase(
                column, .equal, value, lead: nil, using: &generator)
            let condition = FormulaCondition(
                FormulaComparison(column.header, .equal, column.value(value)))
            return Result(
                expression: FormulaExpression(
                    function, subject.column.map { [.column($0)] } ?? [], where: condition),
                isPlural: false,
                words: subject.words + rowWords(phrase.full, using: &generator))
        }
        return (side(values[0]), side(values[1]))
    }

    /// Two aggregates over all rows.
    private func twoFunctions(using generator: inout SeededGenerator) -> (Result, Result) {
        func plain(_ function: FormulaFunction, _ column: MeasureColumn?) -> Result {
            var words = rowWords(nil, using: &generator)
            if let column { words += self.words(for: column, using: &generator) }
            return Result(
                expression: FormulaExpression(
                    function, column.map { [.column($0.header)] } ?? []),
                isPlural: false, words: words)
        }
        let measured = generator.shuffled(operands.filter { $0.parameters == [.measure] })
        guard let first = measured.first else {
            preconditionFailure("Functions of two numbers need an aggregate of a column")
        }
        let column = measure(for: first, using: &generator)
        if measured.count > 1, generator.chance(50) {
            let second = measured[1]
            var other = second == .total ? measure(for: second, using: &generator) : column
            // The highest less the lowest of one column is another function's meaning.
            if Set([first, second]) == [.maximum, .minimum] {
                other = table.measures.first { $0 != column } ?? column
            }
            return (plain(first, column), plain(second, other))
        }
        if operands.contains(.count), generator.chance(30) {
            return (plain(first, column), plain(.count, nil))
        }
        let others = table.measures.filter { $0 != column }
        let additive = others.filter(\.isAdditive)
        let isTotal = first == .total && !additive.isEmpty
        return (plain(first, column), plain(first, generator.pick(isTotal ? additive : others)))
    }

    private func nominal(_ result: Result, using generator: inout SeededGenerator) -> String {
        PhraseTemplate.fill(
            generator.pick(QuestionWording.nominals(result.expression.function)), result.word)
    }

    // MARK: Conditions

    private func condition(
        avoiding avoided: String?, isRequired: Bool, using generator: inout SeededGenerator
    ) -> (condition: FormulaCondition, text: String)? {
        guard comparisonLimit > 0, isRequired || generator.chance(60) else { return nil }
        let categories = table.categories.filter { $0.header != avoided }
        let measures = table.measures.filter { $0.header != avoided }
        let isPair = comparisonLimit > 1 && generator.chance(pairsPerHundred)
        let onCategory = !categories.isEmpty && generator.chance(60)
        if isPair, onCategory, generator.chance(40) {
            return eitherValue(of: generator.pick(categories), using: &generator)
        }
        let first: (comparison: FormulaComparison, phrase: ConditionWording.Phrase)
        if onCategory {
            first = compare(generator.pick(categories), using: &generator)
        } else {
            first = compare(generator.pick(measures), lead: nil, using: &generator)
        }
        let others = measures.filter { $0.header != first.comparison.column }
        guard isPair, !others.isEmpty else {
            return (FormulaCondition(first.comparison), first.phrase.full)
        }
        let joint: FormulaCondition.Joint = generator.chance(75) ? .and : .or
        let lead: ConditionWording.Lead = first.phrase.lead == .whose ? .whose : .with
        let second = compare(generator.pick(others), lead: lead, using: &generator)
        return (
            FormulaCondition(first.comparison, joint, second.comparison),
            ConditionWording.join(first.phrase, second.phrase, joint)
        )
    }

    /// `whose region is North or South`.
    private func eitherValue(
        of column: TextColumn, using generator: inout SeededGenerator
    ) -> (condition: FormulaCondition, text: String) {
        let values = generator.shuffled(column.values)
        let phrase = ConditionWording.phrase(
            column, .equal, "\(values[0]) or \(values[1])", lead: nil, using: &generator)
        return (
            FormulaCondition(
                FormulaComparison(column.header, .equal, column.value(values[0])), .or,
                FormulaComparison(column.header, .equal, column.value(values[1]))),
            phrase.full
        )
    }

    private func compare(
        _ column: TextColumn, using generator: inout SeededGenerator
    ) -> (comparison: FormulaComparison, phrase: ConditionWording.Phrase) {
        let comparator: Comparator = generator.chance(80) ? .equal : .notEqual
        let value = generator.pick(column.values)
        return (
            FormulaComparison(column.header, comparator, column.value(value)),
            ConditionWording.phrase(column, comparator, value, lead: nil, using: &generator)
        )
    }

    private func compare(
        _ column: MeasureColumn, lead: ConditionWording.Lead?,
        using generator: inout SeededGenerator
    ) -> (comparison: FormulaComparison, phrase: ConditionWording.Phrase) {
        let comparators: [Comparator] = [
            .above, .below, .atLeast, .atMost, .above, .below, .equal,
        ]
        let comparator = generator.pick(comparators)
        let steps = (column.high - column.low) / column.step
        let value = column.low + column.step * generator.below(steps + 1)
        return (
            FormulaComparison(column.header, comparator, .number(value)),
            ConditionWording.phrase(column, comparator, value, lead: lead, using: &generator)
        )
    }
}
