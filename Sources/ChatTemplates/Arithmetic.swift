import Foundation

/// Python's operators on numbers and sequences.
///
/// Integers have 64 bits; beyond, they are refused.
struct Arithmetic {
    let budget: Budget

    func apply(
        _ symbol: Expression.BinaryOperator, _ left: Value, _ right: Value
    ) throws -> Value {
        if symbol == .remainder, case .string(let format) = left {
            return .string(try PercentFormat(format, right, budget).text())
        }
        for case .undefined(let undefined) in [left, right] {
            throw RenderFailure.python(undefined.message)
        }
        if let left = left.index, let right = right.index {
            return try Self.integers(symbol, left, right)
        }
        if let left = left.number, let right = right.number {
            return try Self.floats(symbol, left, right)
        }
        switch symbol {
        case .add: if let sum = try joined(left, right) { return sum }
        case .multiply: if let product = try repeated(left, right) { return product }
        case .subtract:
            // Python makes a set of these, which it does not order.
            for case .view(let view) in [left, right] where view.kind != .values {
                throw RenderFailure.unsupported("the difference of a dictionary's view")
            }
        default: break
        }
        let words = symbol == .power ? "** or pow()" : symbol.rawValue
        throw RenderFailure.python(
            "unsupported operand type(s) for \(words): '\(left.typeName)' and '\(right.typeName)'")
    }

    static func sign(isMinus: Bool, _ value: Value) throws -> Value {
        if case .undefined(let undefined) = value {
            throw RenderFailure.python(undefined.message)
        }
        if let number = value.index {
            let (result, overflows) = 0.subtractingReportingOverflow(number)
            guard isMinus else { return .integer(number) }
            return .integer(try checked((result, overflows)))
        }
        if case .float(let number) = value { return .float(isMinus ? -number : number) }
        throw RenderFailure.python(
            "bad operand type for unary \(isMinus ? "-" : "+"): '\(value.typeName)'")
    }

    static func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
        guard !result.overflow else {
            throw RenderFailure.unsupported("an integer beyond 64 bits")
        }
        return result.partialValue
    }

    // MARK: Numbers

    private static func integers(
        _ symbol: Expression.BinaryOperator, _ left: Int, _ right: Int
    ) throws -> Value {
        switch symbol {
        case .add: return .integer(try checked(left.addingReportingOverflow(right)))
        case .subtract: return .integer(try checked(left.subtractingReportingOverflow(right)))
        case .multiply: return .integer(try checked(left.multipliedReportingOverflow(by: right)))
        case .divide:
            guard right != 0 else { throw RenderFailure.python("division by zero") }
            guard let dividend = Double(exactly: left), let divisor = Double(exactly: right) else {
                throw RenderFailure.unsupported("a division of integers beyond 53 bits")
            }
            return .float(dividend / divisor)
        case .floorDivide:
            guard right != 0 else {
                throw RenderFailure.python("integer division or modulo by zero")
            }
            let quotient = try checked(left.dividedReportingOverflow(by: right))
            let isRoundedUp = left % right != 0 && (left < 0) != (right < 0)
            return .integer(isRoundedUp ? quotient - 1 : quotient)
        case .remainder:
            guard right != 0 else { throw RenderFailure.python("integer modulo by zero") }
            return .integer(floorRemainder(left, right))
        case .power: return try power(left, right)
        }
    }

    /// A remainder with the divisor's sign.
    static func floorRemainder(_ left: Int, _ right: Int) -> Int {
        let remainder = left.remainderReportingOverflow(dividingBy: right).partialValue
        return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder
    }

    private static func power(_ base: Int, _ exponent: Int) throws -> Value {
        guard exponent >= 0 else {
            guard base != 0 else {
                throw RenderFailure.python("0.0 cannot be raised to a negative power")
            }
            return .float(pow(Double(base), Double(exponent)))
        }
        var (result, square, rest) = (1, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 {
                result = try checked(result.multipliedReportingOverflow(by: square))
            }
            rest >>= 1
            // Any longer power of these stays what it is.
            if rest > 0 { square = try checked(square.multipliedReportingOverflow(by: square)) }
        }
        return .integer(result)
    }

    private static func floats(
        _ symbol: Expression.BinaryOperator, _ left: Double, _ right: Double
    ) throws -> Value {
        switch symbol {
        case .add: return .float(left + right)
        case .subtract: return .float(left - right)
        case .multiply: return .float(left * right)
        case .divide:
            guard right != 0 else { throw RenderFailure.python("float division by zero") }
            return .float(left / right)
        case .floorDivide:
            guard right != 0 else { throw RenderFailure.python("float floor division by zero") }
            let remainder = floorRemainder(left, right)
            let quotient = (left - remainder) / right
            guard quotient != 0 else {
                return .float((left / right).sign == .minus ? -0.0 : 0.0)
            }
            let floor = quotient.rounded(.down)
            return .float(quotient - floor > 0.5 ? floor + 1 : floor)
        case .remainder:
            guard right != 0 else { throw RenderFailure.python("float modulo") }
            return .float(floorRemainder(left, right))
        case .power:
            guard left != 0 || right >= 0 else {
                throw RenderFailure.python("0.0 cannot be raised to a negative power")
            }
            guard left >= 0 || right == right.rounded() else {
                throw RenderFailure.unsupported("a complex number")
            }
            let result = pow(left, right)
            guard result.isFinite || !left.isFinite || !right.isFinite else {
                throw RenderFailure.python("(34, 'Numerical result out of range')")
            }
            return .float(result)
        }
    }

    private static func floorRemainder(_ left: Double, _ right: Double) -> Double {
        let remainder = fmod(left, right)
        guard remainder != 0 else { return right < 0 ? -0.0 : 0.0 }
        return (remainder < 0) != (right < 0) ? remainder + right : remainder
    }

    // MARK: Sequences

    private func joined(_ left: Value, _ right: Value) throws -> Value? {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            try budget.claim(bytes: left.utf8.count + right.utf8.count)
            return .string(left + right)
        case (.list(let left), .list(let right)):
            try budget.claim(elements: left.elements.count + right.elements.count)
            return try .list(left.elements + right.elements)
        case (.tuple(let left), .tuple(let right)):
            try budget.claim(elements: left.elements.count + right.elements.count)
            return try .tuple(left.elements + right.elements)
        case (.string, _), (.list, _), (.tuple, _):
            throw RenderFailure.python(
                """
                can only concatenate \(left.typeName) (not "\(right.typeName)") to \
                \(left.typeName)
                """)
        default: return nil
        }
    }

    private func repeated(_ left: Value, _ right: Value) throws -> Value? {
        let sequence: Value
        let other: Value
        switch (left, right) {
        case (.string, _), (.list, _), (.tuple, _): (sequence, other) = (left, right)
        case (_, .string), (_, .list), (_, .tuple): (sequence, other) = (right, left)
        default: return nil
        }
        guard let factor = other.index else {
            throw RenderFailure.python(
                "can't multiply sequence by non-int of type '\(other.typeName)'")
        }
        switch sequence {
        case .string(let text): return .string(try Self.repeated(text, factor, budget))
        case .list(let list): return try .list(try repeated(list.elements, factor))
        case .tuple(let list): return try .tuple(try repeated(list.elements, factor))
        default: return nil
        }
    }

    static func repeated(_ text: String, _ count: Int, _ budget: Budget) throws -> String {
        try budget.claim(text, times: count)
        return text.isEmpty ? "" : String(repeating: text, count: max(count, 0))
    }

    private func repeated(_ elements: [Value], _ count: Int) throws -> [Value] {
        guard count > 0, !elements.isEmpty else { return [] }
        let (product, overflows) = elements.count.multipliedReportingOverflow(by: count)
        try budget.claim(elements: overflows ? .max : product)
        return (0..<count).flatMap { _ in elements }
    }
}
