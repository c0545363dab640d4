/// Python's `[]` without attributes.
enum Subscripts {
    /// The element; nil where Python raises `TypeError` or `LookupError`.
    static func element(_ item: Value, of value: Value, _ budget: Budget) throws -> Value? {
        switch value {
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .dictionary(let dictionary):
            do { return dictionary.value(for: try DictionaryKey(item)) } catch RenderFailure.python
            { return nil }
        case .string(let text):
            guard let index = item.index else { return nil }
            try budget.step(text.utf8.count / 64)
            let scalars = text.unicodeScalars
            guard let position = position(of: index, in: scalars.count) else { return nil }
            return .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: position)]))
        case .list(let list), .tuple(let list):
            guard let index = item.index,
                let position = position(of: index, in: list.elements.count)
            else { return nil }
            return list.elements[position]
        case .range(let range):
            guard let index = item.index, let position = position(of: index, in: range.count)
            else { return nil }
            return .integer(range[position])
        default: return nil
        }
    }

    private static func position(of index: Int, in count: Int) -> Int? {
        let position = index < 0 ? index + count : index
        return (0..<count).contains(position) ? position : nil
    }

    /// Python's slice, by start, stop and step, each `.none` where it is left out.
    static func slice(_ value: Value, _ parts: [Value], _ budget: Budget) throws -> Value {
        switch value {
        case .string(let text):
            try budget.claim(bytes: text.utf8.count * 4)
            let scalars = Array(text.unicodeScalars)
            var result = String.UnicodeScalarView()
            for index in try indices(parts, count: scalars.count) { result.append(scalars[index]) }
            return .string(String(result))
        case .list(let list):
            return try .list(try picked(list.elements, parts, budget))
        case .tuple(let list):
            return try .tuple(try picked(list.elements, parts, budget))
        case .range(let range): return try slice(range, parts)
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .dictionary: throw RenderFailure.python("unhashable type: 'slice'")
        default:
            throw RenderFailure.python("'\(value.typeName)' object is not subscriptable")
        }
    }

    private static func picked(
        _ elements: [Value], _ parts: [Value], _ budget: Budget
    ) throws -> [Value] {
        let indices = try indices(parts, count: elements.count)
        try budget.claim(elements: indices.count)
        return indices.map { elements[$0] }
    }

    private static func slice(_ range: ValueRange, _ parts: [Value]) throws -> Value {
        let (start, stop, step) = try bounds(parts, count: range.count)
        let (newStep, overflows) = range.step.multipliedReportingOverflow(by: step)
        guard !overflows,
            let result = ValueRange(
                start: range[start], stop: range[stop], step: newStep)
        else { throw RenderFailure.unsupported("a slice of a range beyond 64 bits") }
        return .range(result)
    }

    private static func bounds(
        _ parts: [Value], count: Int
    ) throws -> (start: Int, stop: Int, step: Int) {
        func part(_ value: Value) throws -> Int? {
            if case .none = value { return nil }
            guard let index = value.index else {
                throw RenderFailure.python(
                    "slice indices must be integers or None or have an __index__ method")
            }
            return index
        }
        let step = try part(parts[2]) ?? 1
        guard step != 0 else { throw RenderFailure.python("slice step cannot be zero") }
        let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
        func clamped(_ value: Int?, default standard: Int) -> Int {
            guard let value else { return standard }
            return min(max(value < 0 ? value + count : value, low), high)
        }
        let start = clamped(try part(parts[0]), default: step > 0 ? low : high)
        let stop = clamped(try part(parts[1]), default: step > 0 ? high : low)
        return (start, stop, step)
    }

    private static func indices(_ parts: [Value], count: Int) throws -> [Int] {
        let (start, stop, step) = try bounds(parts, count: count)
        guard let range = ValueRange(start: start, stop: stop, step: step) else { return [] }
        return (0..<range.count).map { range[$0] }
    }
}

extension Value {
    /// The value as Python's `__index__` gives it.
    var index: Int? {
        switch self {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The number as a float; nil for what is none.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .bool(let value): value ? 1 : 0
        case .float(let value): value
        default: nil
        }
    }
}
