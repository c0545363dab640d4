/// The dotted attribute that filters such as `map` and `groupby` take.
struct AttributePath {
    private let parts: [Value]

    init(_ attribute: Value) throws {
        guard case .string(let path) = attribute else {
            parts = [attribute]
            return
        }
        parts = path.split(separator: ".", omittingEmptySubsequences: false).map { part in
            guard !part.isEmpty, part.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let index = Int(part)
            else { return .string(String(part)) }
            return .integer(index)
        }
    }

    /// What the path leads to; the default takes the place of what is undefined, at every step.
    func value(
        of element: Value, _ renderer: Renderer, default standard: Value? = nil
    ) throws -> Value {
        var value = element
        for part in parts {
            value = try renderer.item(part, of: value)
            if let standard, value.isUndefined { value = standard }
        }
        return value
    }
}

extension Value {
    /// A text in lower case, anything else as it is: how filters compare by default.
    var ignoringCase: Value {
        if case .string(let text) = self { .string(text.pythonLower) } else { self }
    }
}
