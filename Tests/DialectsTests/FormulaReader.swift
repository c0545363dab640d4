@testable import Dialects

/// Reads formulas back, guided by what a dialect documents: the printer's opposite, kept apart from
/// it so that the two can disagree.
struct FormulaReader {
    struct Failure: Error { var rest: String }

    private let dialect: FormulaDialect
    private let syntax: FormulaSyntax
    private var rest: Substring

    static func read(_ text: String, in dialect: FormulaDialect) throws -> FormulaExpression {
        var reader = FormulaReader(dialect: dialect, syntax: dialect.syntax, rest: text[...])
        try reader.take(dialect.syntax.formula.open)
        let expression = try reader.call()
        try reader.take(dialect.syntax.formula.close)
        guard reader.rest.isEmpty else { throw reader.failure }
        return expression
    }

    private var failure: Failure { Failure(rest: String(rest)) }

    private mutating func take(_ mark: String) throws {
        guard rest.hasPrefix(mark) else { throw failure }
        rest = rest.dropFirst(mark.count)
    }

    private mutating func takes(_ mark: String) -> Bool {
        guard !mark.isEmpty, rest.hasPrefix(mark) else { return false }
        rest = rest.dropFirst(mark.count)
        return true
    }

    private mutating func call() throws -> FormulaExpression {
        try take(syntax.callPrefix)
        let name = String(rest.prefix { $0.isLetter && $0.isUppercase })
        guard let entry = dialect.entries.first(where: { $0.name == name }) else { throw failure }
        try take(name)
        try take(syntax.call.open)
        let parameters = entry.function.parameters
        var condition: FormulaCondition?
        var isFirst = true

        if entry.function.takesCondition, syntax.conditionPlacement == .firstArgument {
            let before = rest
            do {
                condition = try self.condition()
                isFirst = false
            } catch { rest = before }
        }
        var arguments: [Int: FormulaArgument] = [:]
        for position in entry.argumentOrder {
            if !isFirst { try take(syntax.separator) }
            isFirst = false
            arguments[position] = try argument(parameters[position])
        }
        if entry.function.takesCondition, syntax.conditionPlacement == .lastArgument {
            let before = rest
            do {
                if !isFirst { try take(syntax.separator) }
                condition = try self.condition()
            } catch { rest = before }
        }
        try take(syntax.call.close)
        if case .suffix(let brackets) = syntax.conditionPlacement, entry.function.takesCondition,
            takes(brackets.open)
        {
            condition = try self.condition()
            try take(brackets.close)
        }
        return FormulaExpression(
            entry.function, parameters.indices.compactMap { arguments[$0] }, where: condition)
    }

    private mutating func argument(_ parameter: FormulaParameter) throws -> FormulaArgument {
        switch parameter {
        case .measure, .column, .label, .key, .order, .group: .column(try column())
        case .value: .text(try text())
        case .quantity, .digits: .number(try number())
        case .number, .firstNumber, .secondNumber: .expression(try call())
        }
    }

    private mutating func condition() throws -> FormulaCondition {
        let first = try comparison()
        if takes(syntax.and) { return FormulaCondition(first, .and, try comparison()) }
        if takes(syntax.or) { return FormulaCondition(first, .or, try comparison()) }
        return FormulaCondition(first)
    }

    private mutating func comparison() throws -> FormulaComparison {
        switch syntax.comparisonForm {
        case .infix:
            let column = try column()
            try take(syntax.comparisonSpace)
            let comparator = try comparator()
            try take(syntax.comparisonSpace)
            return FormulaComparison(column, comparator, try value())
        case .prefix:
            let comparator = try comparator()
            try take(" ")
            let column = try column()
            try take(" ")
            return FormulaComparison(column, comparator, try value())
        case .postfix:
            let column = try column()
            try take(" ")
            let value = try value()
            try take(" ")
            return FormulaComparison(column, try comparator(), value)
        }
    }

    private mutating func comparator() throws -> Comparator {
        // The longest spelling first: `>=` also begins with `>`.
        let byLength = Comparator.allCases.sorted {
            syntax.comparators[$0.rawValue].count > syntax.comparators[$1.rawValue].count
        }
        for comparator in byLength where takes(syntax.comparators[comparator.rawValue]) {
            return comparator
        }
        throw failure
    }

    private mutating func column() throws -> String {
        try take(syntax.column.open)
        let name = String(rest.prefix { $0.isLetter })
        // Headers are capitalised words; operators are not.
        guard let first = name.first, first.isUppercase, name.dropFirst().allSatisfy(\.isLowercase)
        else { throw failure }
        try take(name)
        try take(syntax.column.close)
        return name
    }

    private mutating func text() throws -> String {
        try take(syntax.text.open)
        let content = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == " " })
        try take(content)
        try take(syntax.text.close)
        return content
    }

    private mutating func number() throws -> Int {
        try take(syntax.numberPrefix)
        let digits = String(rest.prefix { $0.isNumber })
        guard let number = Int(digits) else { throw failure }
        try take(digits)
        return number
    }

    private mutating func value() throws -> FormulaValue {
        rest.hasPrefix(syntax.text.open) ? .text(try text()) : .number(try number())
    }
}
