/// The values that a call was given.
struct CallArguments {
    var positional: [Value] = []
    var named: [(name: String, value: Value)] = []

    subscript(name: String) -> Value? {
        named.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    mutating func take(_ name: String) -> Value? {
        guard let index = named.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            return nil
        }
        return named.remove(at: index).value
    }
}

/// Values matched to a function's parameters.
struct BoundArguments {
    private var values: [String: Value] = [:]
    let function: String

    /// The first `required` parameters have no default, and Python's function takes `hidden` values
    /// before these.
    init(
        _ function: String, _ parameters: [String], required: Int = 0, hidden: Int = 0,
        _ call: CallArguments
    ) throws {
        self.function = function
        guard call.positional.count <= parameters.count else {
            let limit = parameters.count + hidden
            let takes =
                required == parameters.count
                ? "\(limit) positional argument\(limit == 1 ? "" : "s")"
                : "from \(required + hidden) to \(limit) positional arguments"
            throw RenderFailure.python(
                "\(function)() takes \(takes) but \(call.positional.count + hidden) were given")
        }
        for (name, value) in zip(parameters, call.positional) { values[name] = value }
        for (name, value) in call.named {
            guard parameters.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                throw RenderFailure.python(
                    "\(function)() got an unexpected keyword argument \(name.pythonRepr)")
            }
            guard values[name] == nil else {
                throw RenderFailure.python(
                    "\(function)() got multiple values for argument \(name.pythonRepr)")
            }
            values[name] = value
        }
        for name in parameters.prefix(required) where values[name] == nil {
            throw RenderFailure.python(
                "\(function)() missing 1 required positional argument: '\(name)'")
        }
    }

    /// The value given; nil where the default holds.
    subscript(name: String) -> Value? { values[name] }

    func isTrue(_ name: String) -> Bool { values[name]?.isTrue ?? false }

    func integer(_ name: String, default standard: Int) throws -> Int {
        guard let value = values[name] else { return standard }
        return try value.requiredIndex()
    }

    /// A text, as Python's `str` where it is something else.
    func text(_ name: String, default standard: String, _ budget: Budget) throws -> String {
        try values[name]?.text(budget) ?? standard
    }
}

extension Value {
    func requiredIndex() throws -> Int {
        if let index { return index }
        throw RenderFailure.python("'\(typeName)' object cannot be interpreted as an integer")
    }
}
