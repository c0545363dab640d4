/// Attributes and elements, by the rules of Jinja2's immutable sandbox.
extension Renderer {
    /// `value.name`: Python's attribute where there is one, the element of that name otherwise.
    func attribute(_ name: String, of value: Value) throws -> Value {
        if let found = try pythonAttribute(name, of: value) { return found }
        if case .dictionary(let dictionary) = value, let element = dictionary[name] {
            return element
        }
        return missing(name, of: value)
    }

    /// `value[item]`: the element where there is one, the attribute of that name otherwise.
    func item(_ item: Value, of value: Value) throws -> Value {
        if let found = try Subscripts.element(item, of: value, budget) { return found }
        if case .string(let name) = item {
            if let found = try pythonAttribute(name, of: value) { return found }
            return missing(name, of: value)
        }
        return .undefined(
            "\(value.objectWords) has no element \(try item.representation(budget))")
    }

    private func missing(_ name: String, of value: Value) -> Value {
        .undefined("\(value.objectWords.pythonRepr) has no attribute \(name.pythonRepr)")
    }

    /// What Python's `getattr` finds; nil where it finds nothing.
    private func pythonAttribute(_ name: String, of value: Value) throws -> Value? {
        func method(_ names: Set<String>, unsafe: Set<String> = []) -> Value? {
            if names.contains(name) { return .method(BoundMethod(value, name)) }
            guard unsafe.contains(name) else { return nil }
            return .undefined(
                """
                access to attribute \(name.pythonRepr) of \(value.typeName.pythonRepr) object \
                is unsafe.
                """)
        }
        if KnownNames.otherAttributes(of: value).contains(name) {
            throw RenderFailure.unsupported("the attribute '\(name)' of a \(value.typeName)")
        }
        if name.hasPrefix("__"), name.hasSuffix("__"), !name.isEmpty {
            if case .dictionary = value {
            } else if case .namespace = value {
            } else {
                throw RenderFailure.unsupported("the attribute '\(name)'")
            }
        }
        switch value {
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .string: return method(KnownNames.stringMethods)
        case .list: return method(KnownNames.listMethods, unsafe: KnownNames.listMutations)
        case .tuple(let list):
            if let index = list.names.firstIndex(of: name) { return list.elements[index] }
            return method(["count", "index"])
        case .dictionary:
            return method(
                KnownNames.dictionaryMethods, unsafe: KnownNames.dictionaryMutations)
        case .namespace(let namespace): return namespace[name]
        case .range(let range):
            switch name {
            case "start": return .integer(range.start)
            case "stop": return .integer(range.stop)
            case "step": return .integer(range.step)
            default: return method(["count", "index"])
            }
        case .loop(let loop): return try loop.attribute(name, budget)
        case .macro(let macro): return name == "name" ? .string(macro.definition.name) : nil
        case .function(.dict) where name == "fromkeys": return .function(.fromKeys)
        case .none, .bool, .integer, .float, .view, .iterator, .function, .method: return nil
        }
    }
}
