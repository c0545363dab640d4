/// Filters that take another filter or a test. They are lazy, as Jinja2's.
extension FilterCall {
    func selectingFilter() throws -> Value? {
        switch name {
        case "map": return try mapped()
        case "select": return try selected(keeps: true, byAttribute: false)
        case "reject": return try selected(keeps: false, byAttribute: false)
        case "selectattr": return try selected(keeps: true, byAttribute: true)
        case "rejectattr": return try selected(keeps: false, byAttribute: true)
        default: return nil
        }
    }

    private func mapped() throws -> Value {
        let change = Deferred { try transformation() }
        return try lazily { element in try change.value()(element) }
    }

    private func transformation() throws -> (Value) throws -> Value {
        var rest = arguments
        if rest.positional.isEmpty, let attribute = rest.take("attribute") {
            let standard = rest.take("default")
            if let extra = rest.named.first {
                throw RenderFailure.python(
                    "Unexpected keyword argument \(extra.name.pythonRepr)")
            }
            let path = try path(attribute)
            var fallback = standard
            if let standard, case .none = standard { fallback = nil }
            return { [renderer, fallback] in
                try path?.value(of: $0, renderer, default: fallback) ?? $0
            }
        }
        guard let first = rest.positional.first else {
            throw RenderFailure.python("map requires a filter argument")
        }
        guard case .string(let name) = first else {
            throw RenderFailure.unsupported("a filter's name that is not a text")
        }
        rest.positional.removeFirst()
        return { [renderer, rest] in try renderer.filter(name, $0, rest) }
    }

    private func selected(keeps: Bool, byAttribute: Bool) throws -> Value {
        let test = Deferred { try condition(byAttribute: byAttribute) }
        return try lazily { element in
            try test.value()(element) == keeps ? element : nil
        }
    }

    private func condition(byAttribute: Bool) throws -> (Value) throws -> Bool {
        var rest = arguments
        var path: AttributePath?
        if byAttribute {
            guard let attribute = rest.positional.first else {
                throw RenderFailure.python("Missing parameter for attribute name")
            }
            path = try AttributePath(attribute)
            rest.positional.removeFirst()
        }
        guard let first = rest.positional.first else {
            return { [renderer, path] in try (path?.value(of: $0, renderer) ?? $0).isTrue }
        }
        guard case .string(let name) = first else {
            throw RenderFailure.unsupported("a test's name that is not a text")
        }
        rest.positional.removeFirst()
        return { [renderer, path, rest] in
            try renderer.test(name, path?.value(of: $0, renderer) ?? $0, rest)
        }
    }

    /// An iterator that asks for each element when it is needed; nil leaves an element out.
    private func lazily(_ change: @escaping (Value) throws -> Value?) throws -> Value {
        let source = value
        let held = [source] + arguments.positional + arguments.named.map(\.value)
        let budget = budget
        var iterator: ValueIterator?
        return .iterator(
            try ValueIterator(over: held) {
                guard source.isTrue else { return nil }
                let elements = try iterator ?? source.makeIterator(budget)
                iterator = elements
                try budget.enter()
                defer { budget.leave() }
                while let element = try elements.next() {
                    try budget.step()
                    if let result = try change(element) { return result }
                }
                return nil
            })
    }
}

/// A value made at its first use.
private final class Deferred<Result> {
    private let make: () throws -> Result
    private var made: Result?

    init(_ make: @escaping () throws -> Result) { self.make = make }

    func value() throws -> Result {
        if let made { return made }
        let result = try make()
        made = result
        return result
    }
}
