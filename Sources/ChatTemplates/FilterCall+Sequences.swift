/// Filters on lists and other iterables.
extension FilterCall {
    func sequenceFilter() throws -> Value? {
        switch name {
        case "length", "count":
            _ = try bound([])
            if case .loop(let loop) = value { return .integer(try loop.length(budget)) }
            guard let count = value.count else {
                throw RenderFailure.python("object of type '\(value.typeName)' has no len()")
            }
            return .integer(count)
        case "list":
            _ = try bound([])
            return try .list(try value.elements(budget))
        case "first":
            _ = try bound([])
            return try value.makeIterator(budget).next()
                ?? .undefined("No first item, sequence was empty.")
        case "last": return try last()
        case "reverse": return try reversed()
        case "batch":
            let bound = try bound(["linecount", "fill_with"], required: 1)
            return try later {
                try batches(
                    of: try bound.integer("linecount", default: 1), fill: bound["fill_with"])
            }
        case "slice":
            let bound = try bound(["slices", "fill_with"], required: 1)
            return try later {
                try slices(try bound.integer("slices", default: 1), fill: bound["fill_with"])
            }
        case "sum":
            let bound = try bound(["attribute", "start"])
            var sum = bound["start"] ?? .integer(0)
            if case .string = sum {
                throw RenderFailure.python("sum() can't sum strings [use ''.join(seq) instead]")
            }
            let path = try path(bound["attribute"])
            for element in try value.elements(budget) {
                let part = try path?.value(of: element, renderer) ?? element
                sum = try Arithmetic(budget: budget).apply(.add, sum, part)
            }
            return sum
        default: return nil
        }
    }

    /// An iterator over elements that are computed, or refused, once the first is needed.
    func later(_ elements: @escaping () throws -> [Value]) throws -> Value {
        var iterator: ValueIterator?
        let held = [value] + arguments.positional + arguments.named.map(\.value)
        return .iterator(
            try ValueIterator(over: held) {
                let made = try iterator ?? ValueIterator(try elements())
                iterator = made
                return try made.next()
            })
    }

    /// A path where an attribute was given that is not None.
    func path(_ attribute: Value?) throws -> AttributePath? {
        guard let attribute else { return nil }
        if case .none = attribute { return nil }
        return try AttributePath(attribute)
    }

    private func last() throws -> Value {
        _ = try bound([])
        let elements: [Value]
        switch value {
        case .string(let text):
            guard let last = text.unicodeScalars.last else {
                return .undefined("No last item, sequence was empty.")
            }
            return .string(String(last))
        case .list, .tuple, .dictionary, .range, .view, .undefined:
            elements = try value.elements(budget)
        default:
            throw RenderFailure.python("'\(value.typeName)' object is not reversible")
        }
        return elements.last ?? .undefined("No last item, sequence was empty.")
    }

    private func reversed() throws -> Value {
        _ = try bound([])
        switch value {
        case .string(let text):
            return try string(
                String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
        case .list, .tuple, .dictionary, .range, .view, .undefined:
            return .iterator(
                try ValueIterator(
                    try value.elements(budget).reversed(), typeName: reversedTypeName))
        case .iterator: return try .list(try value.elements(budget).reversed())
        default: throw RenderFailure.python("argument must be iterable")
        }
    }

    private var reversedTypeName: String {
        switch value {
        case .list: "list_reverseiterator"
        case .dictionary: "dict_reversekeyiterator"
        case .range: "range_iterator"
        default: "reversed"
        }
    }

    private func batches(of count: Int, fill: Value?) throws -> [Value] {
        let elements = try value.elements(budget)
        // Python starts a new list only at exactly this length.
        let size = count > 0 ? count : max(elements.count, 1)
        guard count != 0 || elements.isEmpty else {
            throw RenderFailure.unsupported("batches of no elements")
        }
        var batches: [Value] = []
        var start = 0
        while start < elements.count {
            let end = elements.count - start > size ? start + size : elements.count
            var batch = Array(elements[start..<end])
            if let fill, batch.count < count {
                if case .none = fill {
                } else {
                    try budget.claim(elements: count - batch.count)
                    batch += Array(repeating: fill, count: count - batch.count)
                }
            }
            batches.append(try .list(batch))
            start = end
        }
        return batches
    }

    private func slices(_ count: Int, fill: Value?) throws -> [Value] {
        let elements = try value.elements(budget)
        guard count != 0 else { throw RenderFailure.python("integer division or modulo by zero") }
        try budget.claim(elements: count)
        let share = elements.count / max(count, 1)
        let longer = elements.count % max(count, 1)
        var slices: [Value] = []
        var start = 0
        for index in 0..<max(count, 0) {
            let end = start + share + (index < longer ? 1 : 0)
            var slice = Array(elements[start..<end])
            if index >= longer, let fill {
                if case .none = fill {} else { slice.append(fill) }
            }
            slices.append(try .list(slice))
            start = end
        }
        return slices
    }
}
