/// What `loop` is inside of a loop.
final class LoopContext {
    private let iterable: Value
    private var iterator: ValueIterator
    /// Counted from 0; -1 before the first element.
    private(set) var index0 = -1
    private var current: Value?
    private var before: Value?
    /// The element after the current one once it was asked for; nil inside where there is none.
    private var after: Value??
    private var knownLength: Int?
    private var lastChanged: [Value]?
    let depth: Int

    /// The iterator goes over the iterable's elements, those that a loop's filter leaves.
    init(_ iterable: Value, iterator: ValueIterator) throws {
        self.iterable = iterable
        self.iterator = iterator
        depth = try Value.depth(of: [iterable])
    }

    var index: Int { index0 + 1 }

    /// Goes on to the next element.
    func next() throws -> Value? {
        let value: Value?
        if let after {
            value = after
            self.after = nil
        } else {
            value = try iterator.next()
        }
        guard let value else { return nil }
        index0 += 1
        before = current
        current = value
        return value
    }

    private func peek() throws -> Value? {
        if let after { return after }
        let value = try iterator.next()
        after = .some(value)
        return value
    }

    /// The number of elements; reads the rest of an iterator that has no length.
    func length(_ budget: Budget) throws -> Int {
        if let knownLength { return knownLength }
        if let count = iterable.count {
            knownLength = count
            return count
        }
        let rest = try Value.iterator(iterator).elements(budget)
        iterator = try ValueIterator(rest)
        let isPeeked = if case .some(.some) = after { true } else { false }
        let length = rest.count + index + (isPeeked ? 1 : 0)
        knownLength = length
        return length
    }

    /// The attribute of that name; nil where a loop has none.
    func attribute(_ name: String, _ budget: Budget) throws -> Value? {
        switch name {
        case "index": return .integer(index)
        case "index0": return .integer(index0)
        case "first": return .bool(index0 == 0)
        case "last": return .bool(try peek() == nil)
        case "length": return .integer(try length(budget))
        case "revindex": return .integer(try length(budget) - index0)
        case "revindex0": return .integer(try length(budget) - index)
        case "previtem": return before ?? .undefined("there is no previous item")
        case "nextitem": return try peek() ?? .undefined("there is no next item")
        case "depth": return .integer(1)
        case "depth0": return .integer(0)
        case "cycle", "changed": return .method(BoundMethod(.loop(self), name))
        default: return nil
        }
    }

    func cycle(_ values: [Value]) throws -> Value {
        guard !values.isEmpty else { throw RenderFailure.python("no items for cycling given") }
        return values[max(index0, 0) % values.count]
    }

    func changed(_ values: [Value], _ budget: Budget) throws -> Bool {
        if let lastChanged, lastChanged.count == values.count {
            var isSame = true
            for (old, new) in zip(lastChanged, values) where isSame {
                isSame = try old.isEqual(to: new, budget)
            }
            if isSame { return false }
        }
        lastChanged = values
        return true
    }
}
