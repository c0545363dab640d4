/// The values of expressions.
extension Renderer {
    /// The value of an expression; a filter without an operand is applied to the block's text.
    func evaluate(
        _ expression: Expression, _ frame: Frame, blockText: String? = nil
    ) throws -> Value {
        do {
            try budget.enter()
            defer { budget.leave() }
            return try evaluateInner(expression, frame, blockText: blockText)
        } catch let failure as RenderFailure {
            throw failure.located(at: expression.line)
        }
    }

    private func evaluateInner(
        _ expression: Expression, _ frame: Frame, blockText: String?
    ) throws -> Value {
        switch expression.kind {
        case .none: return .none
        case .bool(let value): return .bool(value)
        case .integer(let value): return .integer(value)
        case .float(let value): return .float(value)
        case .string(let value): return .string(value)
        case .name(let name):
            return frame.value(of: name, arguments: arguments)
                ?? .undefined("\(name.pythonRepr) is undefined")
        case .list(let elements): return try .list(try values(of: elements, frame))
        case .tuple(let elements): return try .tuple(try values(of: elements, frame))
        case .dictionary(let pairs): return try dictionary(pairs, frame)
        case .attribute(let operand, let name):
            return try attribute(name, of: try evaluate(operand, frame))
        case .item(let operand, let item):
            let value = try evaluate(operand, frame)
            return try self.item(try evaluate(item, frame), of: value)
        case .slice(let operand, let slice): return try self.slice(operand, slice, frame)
        case .call: return try evaluateCall(expression, frame, caller: nil)
        case .filter(let operand, let name, let arguments):
            let value =
                if let operand { try evaluate(operand, frame, blockText: blockText) } else {
                    Value.string(blockText ?? "")
                }
            return try filter(name, value, try callArguments(arguments, frame))
        case .test(let operand, let name, let arguments):
            let value = try evaluate(operand, frame)
            return .bool(try test(name, value, try callArguments(arguments, frame)))
        default: return try evaluateOperator(expression, frame)
        }
    }

    private func evaluateOperator(_ expression: Expression, _ frame: Frame) throws -> Value {
        switch expression.kind {
        case .sign(let isMinus, let operand):
            return try Arithmetic.sign(isMinus: isMinus, try evaluate(operand, frame))
        case .not(let operand): return .bool(!(try evaluate(operand, frame).isTrue))
        case .and(let left, let right):
            let value = try evaluate(left, frame)
            return value.isTrue ? try evaluate(right, frame) : value
        case .or(let left, let right):
            let value = try evaluate(left, frame)
            return value.isTrue ? value : try evaluate(right, frame)
        case .binary(let symbol, let left, let right):
            let value = try evaluate(left, frame)
            return try Arithmetic(budget: budget).apply(symbol, value, try evaluate(right, frame))
        case .concatenation(let parts):
            var text = ""
            // All values come before any text, as the arguments of a function do.
            for value in try values(of: parts, frame) { text += try value.text(budget) }
            try budget.claim(bytes: text.utf8.count)
            return .string(text)
        case .comparison(let first, let comparisons):
            return try compare(first, comparisons, frame)
        case .conditional(let test, let then, let otherwise):
            if try evaluate(test, frame).isTrue { return try evaluate(then, frame) }
            if let otherwise { return try evaluate(otherwise, frame) }
            return .undefined(
                """
                the inline if-expression on line \(expression.line) evaluated to false and no \
                else section was defined.
                """)
        default: return .none
        }
    }

    private func values(of expressions: [Expression], _ frame: Frame) throws -> [Value] {
        try budget.claim(elements: expressions.count)
        return try expressions.map { try evaluate($0, frame) }
    }

    private func dictionary(_ pairs: [Expression.Pair], _ frame: Frame) throws -> Value {
        try budget.claim(elements: pairs.count * 3)
        let members = try pairs.map { pair in
            let key = try evaluate(pair.key, frame)
            return (key: key, value: try evaluate(pair.value, frame))
        }
        var builder = ValueDictionary.Builder()
        for member in members { try builder.set(member.key, member.value) }
        return .dictionary(try builder.dictionary())
    }

    private func compare(
        _ first: Expression, _ comparisons: [Expression.Comparison], _ frame: Frame
    ) throws -> Value {
        var left = try evaluate(first, frame)
        for comparison in comparisons {
            let right = try evaluate(comparison.operand, frame)
            guard try left.compare(comparison.comparator, right, budget) else {
                return .bool(false)
            }
            left = right
        }
        return .bool(true)
    }

    private func slice(
        _ operand: Expression, _ slice: Expression.Slice, _ frame: Frame
    ) throws -> Value {
        let value = try evaluate(operand, frame)
        let parts = try [slice.start, slice.stop, slice.step].map { part in
            try part.map { try evaluate($0, frame) } ?? Value.none
        }
        return try Subscripts.slice(value, parts, budget)
    }
}
