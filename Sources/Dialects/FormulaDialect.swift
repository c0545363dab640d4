/// A made-up formula language: names and argument orders of its functions, and its syntax.
package struct FormulaDialect: Sendable, Equatable {
    /// One function as this dialect has it.
    package struct Entry: Sendable, Equatable {
        /// What it does.
        package var function: FormulaFunction
        /// Its made-up name, in capitals.
        package var name: String
        /// Canonical parameter positions in the order in which this dialect writes them.
        package var argumentOrder: [Int]
    }

    /// A made-up word such as `Veldoran`.
    package var languageName: String
    /// In the order in which the documentation lists them.
    package var entries: [Entry]
    /// How all but the names is spelled.
    package var syntax: FormulaSyntax

    /// What the dialect can compute, in the order of its entries.
    package var functions: [FormulaFunction] { entries.map(\.function) }
    /// The made-up names in the same order.
    package var functionNames: [String] { entries.map(\.name) }

    /// How this dialect has a function.
    ///
    /// Precondition: the dialect has it; questions are only asked about what it has.
    package func entry(of function: FormulaFunction) -> Entry {
        for entry in entries where entry.function == function { return entry }
        preconditionFailure("The dialect has no function \(function)")
    }

    // MARK: Printing

    /// The formula as this dialect writes it.
    package func text(of expression: FormulaExpression) -> String {
        var output = syntax.formula.open
        write(expression, to: &output)
        output += syntax.formula.close
        return output
    }

    /// One comparison, for the documentation.
    func text(of comparison: FormulaComparison) -> String {
        var output = ""
        write(comparison, to: &output)
        return output
    }

    /// One argument, for the sample project's rules.
    func text(of argument: FormulaArgument) -> String {
        var output = ""
        write(argument, to: &output)
        return output
    }

    /// A call's pattern, such as `KASMON(rank; result)`.
    func signature(
        of entry: Entry, parameterNames: (FormulaParameter) -> String, conditionName: String
    ) -> String {
        let parameters = entry.function.parameters
        var parts = entry.argumentOrder.map { parameterNames(parameters[$0]) }
        let condition = conditionName + (entry.function.requiresCondition ? "" : "?")
        var suffix = ""
        if entry.function.takesCondition {
            switch syntax.conditionPlacement {
            case .firstArgument: parts.insert(condition, at: 0)
            case .lastArgument: parts.append(condition)
            case .suffix(let brackets): suffix = brackets.open + condition + brackets.close
            }
        }
        return syntax.callPrefix + entry.name + syntax.call.open
            + parts.joined(separator: syntax.separator) + syntax.call.close + suffix
    }

    private func write(_ expression: FormulaExpression, to output: inout String) {
        let entry = entry(of: expression.function)
        output += syntax.callPrefix
        output += entry.name
        output += syntax.call.open
        var hasArgument = false
        func separate() {
            if hasArgument { output += syntax.separator }
            hasArgument = true
        }
        if let condition = expression.condition, syntax.conditionPlacement == .firstArgument {
            separate()
            write(condition, to: &output)
        }
        for position in entry.argumentOrder {
            separate()
            write(expression.arguments[position], to: &output)
        }
        if let condition = expression.condition, syntax.conditionPlacement == .lastArgument {
            separate()
            write(condition, to: &output)
        }
        output += syntax.call.close
        if let condition = expression.condition,
            case .suffix(let brackets) = syntax.conditionPlacement
        {
            output += brackets.open
            write(condition, to: &output)
            output += brackets.close
        }
    }

    private func write(_ argument: FormulaArgument, to output: inout String) {
        switch argument {
        case .column(let name): writeColumn(name, to: &output)
        case .text(let text): writeValue(.text(text), to: &output)
        case .number(let number): writeValue(.number(number), to: &output)
        case .expression(let inner): write(inner, to: &output)
        }
    }

    private func write(_ condition: FormulaCondition, to output: inout String) {
        write(condition.first, to: &output)
        guard let second = condition.second else { return }
        output += condition.joint == .and ? syntax.and : syntax.or
        write(second, to: &output)
    }

    private func write(_ comparison: FormulaComparison, to output: inout String) {
        let spelling = syntax.comparators[comparison.comparator.rawValue]
        switch syntax.comparisonForm {
        case .infix:
            writeColumn(comparison.column, to: &output)
            output += syntax.comparisonSpace
            output += spelling
            output += syntax.comparisonSpace
            writeValue(comparison.value, to: &output)
        case .prefix:
            output += spelling
            output += " "
            writeColumn(comparison.column, to: &output)
            output += " "
            writeValue(comparison.value, to: &output)
        case .postfix:
            writeColumn(comparison.column, to: &output)
            output += " "
            writeValue(comparison.value, to: &output)
            output += " "
            output += spelling
        }
    }

    private func writeColumn(_ name: String, to output: inout String) {
        output += syntax.column.open
        output += name
        output += syntax.column.close
    }

    private func writeValue(_ value: FormulaValue, to output: inout String) {
        switch value {
        case .text(let text):
            output += syntax.text.open
            output += text
            output += syntax.text.close
        case .number(let number):
            output += syntax.numberPrefix
            output += String(number)
        }
    }
}
