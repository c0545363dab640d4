/// Methods of lists, dictionaries and loops, and the way to those of texts.
struct Methods {
    let budget: Budget

    func call(_ method: BoundMethod, _ arguments: CallArguments) throws -> Value {
        switch method.receiver {
        case .string(let text):
            try budget.step(text.utf8.count / 32)
            return try StringMethods(text: text, budget: budget).call(method.name, arguments)
        case .list(let list):
            if method.name == "copy" { return method.receiver }
            return try sequence(list.elements, method, arguments)
        case .tuple(let list): return try sequence(list.elements, method, arguments)
        case .range:
            return try sequence(try method.receiver.elements(budget), method, arguments)
        case .dictionary(let dictionary): return try self.dictionary(dictionary, method, arguments)
        case .loop(let loop):
            guard arguments.named.isEmpty else {
                throw RenderFailure.python("\(method.name)() takes no keyword arguments")
            }
            return method.name == "cycle"
                ? try loop.cycle(arguments.positional)
                : .bool(try loop.changed(arguments.positional, budget))
        default: throw RenderFailure.unsupported("the method '\(method.name)'")
        }
    }

    private func sequence(
        _ elements: [Value], _ method: BoundMethod, _ arguments: CallArguments
    ) throws -> Value {
        let words = "\(method.receiver.typeName).\(method.name)"
        guard arguments.named.isEmpty else {
            throw RenderFailure.python("\(words)() takes no keyword arguments")
        }
        guard let item = arguments.positional.first else {
            throw RenderFailure.python("\(words)() takes exactly one argument (0 given)")
        }
        if method.name == "count" {
            guard arguments.positional.count == 1 else {
                throw RenderFailure.python(
                    "\(words)() takes exactly one argument (\(arguments.positional.count) given)")
            }
            return .integer(try elements.count { try $0.isEqual(to: item, budget) })
        }
        let bounds = try Self.bounds(
            arguments.positional.dropFirst(), count: elements.count, allowsNone: false)
        for index in bounds where try elements[index].isEqual(to: item, budget) {
            return .integer(index)
        }
        throw RenderFailure.python(
            method.receiver.typeName == "tuple"
                ? "tuple.index(x): x not in tuple"
                : "\(try item.representation(budget)) is not in \(method.receiver.typeName)")
    }

    /// A start and an end, either of which may be left out or negative, within a count.
    static func bounds(
        _ values: ArraySlice<Value>, count: Int, allowsNone: Bool = true
    ) throws -> Range<Int> {
        func bound(_ value: Value?, default standard: Int) throws -> Int {
            guard let value else { return standard }
            if case .none = value, allowsNone { return standard }
            guard let index = value.index else {
                throw RenderFailure.python(
                    "slice indices must be integers or \(allowsNone ? "None or " : "")have an "
                        + "__index__ method")
            }
            return min(max(index < 0 ? index + count : index, 0), count)
        }
        let start = try bound(values.first, default: 0)
        let end = try bound(values.dropFirst().first, default: count)
        return start..<max(start, end)
    }

    private func dictionary(
        _ dictionary: ValueDictionary, _ method: BoundMethod, _ arguments: CallArguments
    ) throws -> Value {
        guard arguments.named.isEmpty else {
            throw RenderFailure.python("dict.\(method.name)() takes no keyword arguments")
        }
        if method.name == "get" {
            guard let key = arguments.positional.first, arguments.positional.count <= 2 else {
                throw RenderFailure.python(
                    arguments.positional.isEmpty
                        ? "get expected at least 1 argument, got 0"
                        : "get expected at most 2 arguments, got \(arguments.positional.count)")
            }
            return dictionary.value(for: try DictionaryKey(key))
                ?? arguments.positional.dropFirst().first ?? .none
        }
        guard arguments.positional.isEmpty else {
            throw RenderFailure.python(
                "dict.\(method.name)() takes no arguments (\(arguments.positional.count) given)")
        }
        if method.name == "copy" { return method.receiver }
        guard let kind = DictionaryView.Kind(rawValue: method.name) else {
            throw RenderFailure.unsupported("the method '\(method.name)'")
        }
        return .view(DictionaryView(kind: kind, dictionary: dictionary))
    }
}
