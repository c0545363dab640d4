/// What stands after `is`.
extension Renderer {
    func test(_ name: String, _ value: Value, _ arguments: CallArguments) throws -> Bool {
        if let answer = try typeTest(name, value, arguments) { return answer }
        func operand(_ parameter: String) throws -> Value {
            let bound = try BoundArguments(
                "test_" + name, [parameter], required: 1, hidden: 1, arguments)
            return bound[parameter] ?? .none
        }
        switch name {
        case "eq", "equalto", "==": return try value.compare(.equal, operand("b"), budget)
        case "ne", "!=": return try value.compare(.notEqual, operand("b"), budget)
        case "lt", "lessthan", "<": return try value.compare(.less, operand("b"), budget)
        case "le", "<=": return try value.compare(.lessOrEqual, operand("b"), budget)
        case "gt", "greaterthan", ">": return try value.compare(.greater, operand("b"), budget)
        case "ge", ">=": return try value.compare(.greaterOrEqual, operand("b"), budget)
        case "in": return try operand("seq").contains(value, budget)
        case "divisibleby":
            return try isRemainder(of: value, operand("num"), 0)
        case "sameas": return try isSame(value, operand("other"))
        // A name computed by the template; a written one was checked while parsing.
        default: throw RenderFailure.unsupported("the test '\(name)'")
        }
    }

    /// Tests that take nothing.
    private func typeTest(
        _ name: String, _ value: Value, _ arguments: CallArguments
    ) throws -> Bool? {
        let answer: Bool
        switch name {
        case "defined": answer = !value.isUndefined
        case "undefined": answer = value.isUndefined
        case "none": answer = if case .none = value { true } else { false }
        case "boolean": answer = if case .bool = value { true } else { false }
        case "true": answer = if case .bool(true) = value { true } else { false }
        case "false": answer = if case .bool(false) = value { true } else { false }
        case "integer": answer = if case .integer = value { true } else { false }
        case "float": answer = if case .float = value { true } else { false }
        case "number": answer = value.number != nil
        case "string": answer = if case .string = value { true } else { false }
        case "mapping": answer = if case .dictionary = value { true } else { false }
        case "sequence": answer = isSequence(value)
        case "iterable": answer = isIterable(value)
        case "callable": answer = isCallable(value)
        case "escaped": answer = false
        case "lower": answer = try value.text(budget).isPythonLower
        case "upper": answer = try value.text(budget).isPythonUpper
        case "odd": answer = try isRemainder(of: value, .integer(2), 1)
        case "even": answer = try isRemainder(of: value, .integer(2), 0)
        case "filter", "test": answer = try isKnown(name, value)
        default: return nil
        }
        _ = try BoundArguments("test_" + name, [], hidden: 1, arguments)
        return answer
    }

    private func isRemainder(of value: Value, _ divisor: Value, _ expected: Int) throws -> Bool {
        let remainder = try Arithmetic(budget: budget).apply(.remainder, value, divisor)
        return try remainder.isEqual(to: .integer(expected), budget)
    }

    private func isSequence(_ value: Value) -> Bool {
        switch value {
        case .undefined, .string, .list, .tuple, .dictionary, .range: true
        default: false
        }
    }

    private func isIterable(_ value: Value) -> Bool {
        switch value {
        case .undefined, .string, .list, .tuple, .dictionary, .range, .view, .iterator, .loop:
            true
        default: false
        }
    }

    private func isCallable(_ value: Value) -> Bool {
        switch value {
        case .undefined, .function, .method, .macro, .loop: true
        default: false
        }
    }

    private func isKnown(_ kind: String, _ value: Value) throws -> Bool {
        guard case .string(let name) = value else {
            throw RenderFailure.unsupported("the test '\(kind)' on a \(value.typeName)")
        }
        return kind == "filter"
            ? KnownNames.filters.contains(name) : KnownNames.tests.contains(name)
    }

    /// Identity is known only where Python has one object for a value.
    private func isSame(_ value: Value, _ other: Value) throws -> Bool {
        switch (value, other) {
        case (.none, .none): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.none, _), (_, .none), (.bool, _), (_, .bool): return false
        case (.namespace(let left), .namespace(let right)): return left === right
        default: throw RenderFailure.unsupported("the test 'sameas' on a \(value.typeName)")
        }
    }
}
