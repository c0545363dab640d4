/// Filters by their names.
extension Renderer {
    func filter(_ name: String, _ value: Value, _ arguments: CallArguments) throws -> Value {
        if case .string(let text) = value { try budget.step(text.utf8.count / 32) }
        let call = FilterCall(name: name, value: value, arguments: arguments, renderer: self)
        if let result = try call.textFilter() { return result }
        if let result = try call.numberFilter() { return result }
        if let result = try call.sequenceFilter() { return result }
        if let result = try call.selectingFilter() { return result }
        if let result = try call.orderingFilter() { return result }
        if let result = try call.valueFilter() { return result }
        // A name computed by the template; a written one was checked while parsing.
        throw RenderFailure.unsupported("the filter '\(name)'")
    }
}

/// One use of a filter.
///
/// Each kind of filters has a file of its own.
struct FilterCall {
    let name: String
    let value: Value
    let arguments: CallArguments
    let renderer: Renderer

    var budget: Budget { renderer.budget }

    func bound(_ parameters: [String], required: Int = 0) throws -> BoundArguments {
        try BoundArguments("do_" + name, parameters, required: required, hidden: 1, arguments)
    }

    /// The value as a text, as Jinja2's `soft_str`.
    func text() throws -> String { try value.text(budget) }

    func string(_ text: String) throws -> Value {
        try budget.claim(bytes: text.utf8.count)
        return .string(text)
    }

    /// Filters that are not about texts, numbers or sequences.
    func valueFilter() throws -> Value? {
        switch name {
        case "default", "d":
            let bound = try bound(["default_value", "boolean"])
            guard value.isUndefined || bound.isTrue("boolean") && !value.isTrue else {
                return value
            }
            return bound["default_value"] ?? .string("")
        case "attr":
            guard case .string(let attribute) = try bound(["name"], required: 1)["name"] else {
                throw RenderFailure.python("attribute name must be string")
            }
            if case .undefined(let undefined) = value {
                throw RenderFailure.python(undefined.message)
            }
            guard case .dictionary = value else {
                return try renderer.attribute(attribute, of: value)
            }
            // Attributes only, never members.
            let isMethod = KnownNames.dictionaryMethods.union(KnownNames.dictionaryMutations)
                .contains(attribute)
            return isMethod
                ? try renderer.attribute(attribute, of: value)
                : .undefined(
                    "\(value.objectWords.pythonRepr) has no attribute \(attribute.pythonRepr)")
        case "items":
            _ = try bound([])
            if value.isUndefined { return .iterator(try ValueIterator([])) }
            guard case .dictionary(let dictionary) = value else {
                return .iterator(
                    try ValueIterator {
                        throw RenderFailure.python("Can only get item pairs from a mapping.")
                    })
            }
            let view = DictionaryView(kind: .items, dictionary: dictionary)
            return .iterator(try ValueIterator(try view.elements(budget)))
        case "tojson":
            return .string(try JSONDump(value, arguments, budget).text())
        default: return nil
        }
    }
}
