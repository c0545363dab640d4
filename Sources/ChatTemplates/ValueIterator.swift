/// Python's iterators: each element comes once.
final class ValueIterator {
    private var advance: (() throws -> Value?)?
    let depth: Int
    let typeName: String

    /// The sources are what the closure holds.
    /// - Throws: `RenderFailure` where too many iterators stand on each other.
    init(
        over sources: [Value] = [], typeName: String = "generator",
        _ advance: @escaping () throws -> Value?
    ) throws {
        self.advance = advance
        self.typeName = typeName
        depth = try Value.depth(of: sources)
    }

    convenience init(_ elements: [Value], typeName: String = "generator") throws {
        var index = 0
        try self.init(over: elements, typeName: typeName) {
            guard index < elements.count else { return nil }
            index += 1
            return elements[index - 1]
        }
    }

    /// The next element; nil at the end and ever after.
    func next() throws -> Value? {
        guard let advance else { return nil }
        if let value = try advance() { return value }
        self.advance = nil
        return nil
    }
}

extension Value {
    /// An iterator over the value, as Python's `iter`.
    /// - Throws: `RenderFailure` where the value is not iterable.
    func makeIterator(_ budget: Budget) throws -> ValueIterator {
        switch self {
        case .undefined: return try ValueIterator([])
        case .string(let text):
            try budget.claim(elements: text.utf8.count)
            return try ValueIterator(text.unicodeScalars.map { .string(String($0)) })
        case .list(let list), .tuple(let list): return try ValueIterator(list.elements)
        case .dictionary(let dictionary): return try ValueIterator(dictionary.keys)
        case .range(let range):
            var index = 0
            return try ValueIterator {
                guard index < range.count else { return nil }
                index += 1
                return .integer(range[index - 1])
            }
        case .view(let view): return try ValueIterator(try view.elements(budget))
        case .iterator(let iterator): return iterator
        case .loop: throw RenderFailure.unsupported("iterating over 'loop'")
        case .none, .bool, .integer, .float, .namespace, .function, .method, .macro:
            throw RenderFailure.python("'\(typeName)' object is not iterable")
        }
    }

    /// All elements, as Python's `list`.
    func elements(_ budget: Budget) throws -> [Value] {
        switch self {
        case .list(let list), .tuple(let list): return list.elements
        case .dictionary(let dictionary): return dictionary.keys
        default:
            let iterator = try makeIterator(budget)
            var elements: [Value] = []
            while let element = try iterator.next() {
                try budget.step()
                try budget.claim(elements: 1)
                elements.append(element)
            }
            return elements
        }
    }

    /// Python's `len`, nil where the type has none.
    var count: Int? {
        switch self {
        case .undefined: 0
        case .string(let text): text.unicodeScalars.count
        case .list(let list), .tuple(let list): list.elements.count
        case .dictionary(let dictionary): dictionary.count
        case .range(let range): range.count
        case .view(let view): view.dictionary.count
        default: nil
        }
    }

    /// Python's `bool`.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .string(let text): !text.isEmpty
        default: count.map { $0 > 0 } ?? true
        }
    }
}

extension DictionaryView {
    func elements(_ budget: Budget) throws -> [Value] {
        switch kind {
        case .keys: return dictionary.keys
        case .values: return dictionary.values
        case .items:
            try budget.claim(elements: dictionary.count * 2)
            return try zip(dictionary.keys, dictionary.values).map { try .tuple([$0, $1]) }
        }
    }
}
