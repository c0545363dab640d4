/// Calls of macros, functions and methods.
extension Renderer {
    func callArguments(
        _ arguments: Expression.Arguments, _ frame: Frame
    ) throws -> CallArguments {
        var result = CallArguments()
        for argument in arguments.positional {
            result.positional.append(try evaluate(argument, frame))
        }
        for argument in arguments.named {
            result.named.append((argument.name, try evaluate(argument.value, frame)))
        }
        if let list = arguments.list {
            result.positional += try evaluate(list, frame).elements(budget)
        }
        if let dictionary = arguments.dictionary {
            guard case .dictionary(let members) = try evaluate(dictionary, frame) else {
                throw RenderFailure.python("argument after ** must be a mapping")
            }
            for (key, value) in zip(members.keys, members.values) {
                guard case .string(let name) = key else {
                    throw RenderFailure.python("keywords must be strings")
                }
                guard result[name] == nil else {
                    throw RenderFailure.python(
                        "got multiple values for keyword argument \(name.pythonRepr)")
                }
                result.named.append((name, value))
            }
        }
        return result
    }

    /// What a call gives; a macro gets the body of `{% call %}` as its caller.
    func evaluateCall(
        _ expression: Expression, _ frame: Frame, caller: Value?
    ) throws -> Value {
        guard case .call(let operand, let arguments) = expression.kind else { return .none }
        let function = try evaluate(operand, frame)
        var values = try callArguments(arguments, frame)
        if let caller { values.named.append(("caller", caller)) }
        do { return try call(function, values) } catch let failure as RenderFailure {
            throw failure.located(at: expression.line)
        }
    }

    private func call(_ function: Value, _ arguments: CallArguments) throws -> Value {
        switch function {
        case .macro(let macro): return .string(try call(macro, arguments))
        case .method(let method):
            return try Methods(budget: budget).call(method, arguments)
        case .function(let function): return try call(function, arguments)
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .loop:
            throw RenderFailure.python(
                "The loop must have the 'recursive' marker to be called recursively.")
        default: throw RenderFailure.python("'\(function.typeName)' object is not callable")
        }
    }

    // MARK: Macros

    private func call(_ macro: MacroValue, _ arguments: CallArguments) throws -> String {
        let definition = macro.definition
        var rest = arguments
        let inner = Frame(scopes[definition.body.scope], parent: macro.frame)
        inner.begin(arguments: self.arguments)
        for (index, parameter) in definition.parameters.enumerated() {
            if index < arguments.positional.count {
                inner.set(parameter.name, arguments.positional[index])
            } else if let value = rest.take(parameter.name) {
                inner.set(parameter.name, value)
            }
        }
        try bindSpecial(definition, &rest, inner)
        for parameter in definition.parameters where !inner.has(parameter.name) {
            if let defaultValue = parameter.defaultValue {
                inner.set(parameter.name, try evaluate(defaultValue, inner))
            } else {
                inner.set(
                    parameter.name,
                    .undefined("parameter \(parameter.name.pythonRepr) was not provided"))
            }
        }
        return try captured { try run(definition.body.statements, inner) }.text
    }

    /// `caller`, `kwargs` and `varargs`, and complaints about what the macro does not take.
    private func bindSpecial(
        _ definition: MacroDefinition, _ rest: inout CallArguments, _ frame: Frame
    ) throws {
        if definition.readsCaller {
            frame.set("caller", rest.take("caller") ?? .undefined("No caller defined"))
        }
        if definition.readsKeywords {
            var builder = ValueDictionary.Builder()
            for (name, value) in rest.named { try builder.set(.string(name), value) }
            frame.set("kwargs", .dictionary(try builder.dictionary()))
        } else if let first = rest.named.first {
            if rest["caller"] != nil {
                throw RenderFailure.python(
                    """
                    macro \(definition.name.pythonRepr) was invoked with two values for the \
                    special caller argument. This is most likely a bug.
                    """)
            }
            throw RenderFailure.python(
                """
                macro \(definition.name.pythonRepr) takes no keyword argument \
                \(first.name.pythonRepr)
                """)
        }
        let more = rest.positional.dropFirst(definition.parameters.count)
        if definition.readsMore {
            frame.set("varargs", try .tuple(Array(more)))
        } else if !more.isEmpty {
            throw RenderFailure.python(
                """
                macro \(definition.name.pythonRepr) takes not more than \
                \(definition.parameters.count) argument(s)
                """)
        }
    }

    // MARK: Functions

    private func call(_ function: GlobalFunction, _ arguments: CallArguments) throws -> Value {
        switch function {
        case .range: return .range(try range(arguments))
        case .dict: return .dictionary(try dictionary(arguments))
        case .fromKeys:
            let bound = try BoundArguments(
                "fromkeys", ["iterable", "value"], required: 1, arguments)
            var builder = ValueDictionary.Builder()
            for key in try (bound["iterable"] ?? .none).elements(budget) {
                try builder.set(key, bound["value"] ?? .none)
            }
            return .dictionary(try builder.dictionary())
        case .namespace:
            var attributes: [(name: String, value: Value)] = []
            let members = try dictionary(arguments)
            for (key, value) in zip(members.keys, members.values) {
                guard case .string(let name) = key else {
                    throw RenderFailure.unsupported("a namespace with keys that are not texts")
                }
                try Self.checkAttribute(name)
                attributes.append((name, value))
            }
            let namespace = Namespace(attributes)
            namespaces.append(namespace)
            return .namespace(namespace)
        case .raiseException:
            let bound = try BoundArguments("raise_exception", ["message"], required: 1, arguments)
            throw RenderFailure.raised(try bound.text("message", default: "", budget))
        case .strftimeNow:
            let bound = try BoundArguments("strftime_now", ["format"], required: 1, arguments)
            guard case .string(let format) = bound["format"] else {
                throw RenderFailure.python(
                    "strftime() argument 1 must be str, not \(bound["format"]?.typeName ?? "")")
            }
            return .string(try now.formatted(format))
        }
    }

    private func range(_ arguments: CallArguments) throws -> ValueRange {
        guard arguments.named.isEmpty else {
            throw RenderFailure.python("range() takes no keyword arguments")
        }
        let values = try arguments.positional.map { try $0.requiredIndex() }
        guard (1...3).contains(values.count) else {
            throw RenderFailure.python(
                values.isEmpty
                    ? "range expected at least 1 argument, got 0"
                    : "range expected at most 3 arguments, got \(values.count)")
        }
        let start = values.count > 1 ? values[0] : 0
        let stop = values.count > 1 ? values[1] : values[0]
        guard
            let range = ValueRange(start: start, stop: stop, step: values.count > 2 ? values[2] : 1)
        else { throw RenderFailure.python("range() arg 3 must not be zero") }
        guard range.count <= Limits.rangeCount else {
            throw RenderFailure.python(
                """
                Range too big. The sandbox blocks ranges larger than MAX_RANGE \
                (\(Limits.rangeCount)).
                """)
        }
        return range
    }

    /// Python's `dict(...)`.
    private func dictionary(_ arguments: CallArguments) throws -> ValueDictionary {
        var builder = ValueDictionary.Builder()
        guard arguments.positional.count <= 1 else {
            throw RenderFailure.python(
                "dict expected at most 1 argument, got \(arguments.positional.count)")
        }
        switch arguments.positional.first {
        case nil: break
        case .dictionary(let members):
            for (key, value) in zip(members.keys, members.values) { try builder.set(key, value) }
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .namespace, .loop: throw RenderFailure.unsupported("dict() of this value")
        case .some(let value):
            for (index, pair) in try value.elements(budget).enumerated() {
                let elements: [Value]
                do { elements = try pair.elements(budget) } catch RenderFailure.python {
                    throw RenderFailure.python(
                        """
                        cannot convert dictionary update sequence element #\(index) to a \
                        sequence
                        """)
                }
                guard elements.count == 2 else {
                    throw RenderFailure.python(
                        """
                        dictionary update sequence element #\(index) has length \
                        \(elements.count); 2 is required
                        """)
                }
                try builder.set(elements[0], elements[1])
            }
        }
        for (name, value) in arguments.named { try builder.set(.string(name), value) }
        return try builder.dictionary()
    }
}
