/// Python's comparisons.
extension Value {
    func compare(
        _ comparator: Expression.Comparator, _ other: Value, _ budget: Budget
    ) throws -> Bool {
        switch comparator {
        case .equal: try isEqual(to: other, budget)
        case .notEqual: try !isEqual(to: other, budget)
        case .in: try other.contains(self, budget)
        case .notIn: try !other.contains(self, budget)
        case .less: try isOrdered(.less, other, budget)
        case .lessOrEqual: try isOrdered(.lessOrEqual, other, budget)
        case .greater: try isOrdered(.greater, other, budget)
        case .greaterOrEqual: try isOrdered(.greaterOrEqual, other, budget)
        }
    }

    // MARK: Equality

    func isEqual(to other: Value, _ budget: Budget) throws -> Bool {
        try budget.enter()
        defer { budget.leave() }
        if let left = index, let right = other.index { return left == right }
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.float(let left), .float(let right)): return left == right
        case (.float(let left), _): return other.index.map { Double.isEqual(left, $0) } ?? false
        case (_, .float(let right)): return index.map { Double.isEqual(right, $0) } ?? false
        case (.string(let left), .string(let right)):
            return left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            return try Self.areEqual(left.elements, right.elements, budget)
        case (.dictionary(let left), .dictionary(let right)):
            guard left.count == right.count else { return false }
            for (key, value) in zip(left.keys, left.values) {
                guard let counterpart = right.value(for: try DictionaryKey(key)),
                    try value.isEqual(to: counterpart, budget)
                else { return false }
            }
            return true
        case (.range(let left), .range(let right)):
            return left.count == right.count
                && (0..<min(left.count, 2)).allSatisfy {
                    left[$0] == right[$0]
                }
        case (.function(let left), .function(let right)): return left == right
        case (.namespace(let left), .namespace(let right)): return left === right
        case (.iterator(let left), .iterator(let right)): return left === right
        case (.loop(let left), .loop(let right)): return left === right
        case (.macro(let left), .macro(let right)): return left === right
        case (.method(let left), .method(let right)):
            guard left !== right else { return true }
            throw RenderFailure.unsupported("a comparison of methods")
        case (.view, .view): throw RenderFailure.unsupported("a comparison of dictionary views")
        default: return false
        }
    }

    private static func areEqual(
        _ left: [Value], _ right: [Value], _ budget: Budget
    ) throws -> Bool {
        guard left.count == right.count else { return false }
        for (left, right) in zip(left, right) where try !left.isEqual(to: right, budget) {
            return false
        }
        return true
    }

    // MARK: Order

    private func isOrdered(
        _ comparator: Expression.Comparator, _ other: Value, _ budget: Budget
    ) throws -> Bool {
        try budget.enter()
        defer { budget.leave() }
        for case .undefined(let undefined) in [self, other] {
            throw RenderFailure.python(undefined.message)
        }
        if let left = index, let right = other.index { return comparator.holds(left, right) }
        switch (self, other) {
        case (.float(let left), .float(let right)): return comparator.holds(left, right)
        case (.float(let left), _):
            if let right = other.index {
                return left.isNaN ? false : comparator.holds(Double.order(left, right), 0)
            }
        case (_, .float(let right)):
            if let left = index {
                return right.isNaN ? false : comparator.holds(0, Double.order(right, left))
            }
        case (.string(let left), .string(let right)):
            return comparator.holds(left.scalarOrder(right), 0)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            let count = min(left.elements.count, right.elements.count)
            for index in 0..<count {
                let (one, two) = (left.elements[index], right.elements[index])
                guard try one.isEqual(to: two, budget) else {
                    return try one.isOrdered(comparator, two, budget)
                }
            }
            return comparator.holds(left.elements.count, right.elements.count)
        case (.view, .view): throw RenderFailure.unsupported("a comparison of dictionary views")
        default: break
        }
        throw RenderFailure.python(
            """
            '\(comparator.rawValue)' not supported between instances of '\(typeName)' and \
            '\(other.typeName)'
            """)
    }

    /// Python's `<`, for sorting.
    func isLess(than other: Value, _ budget: Budget) throws -> Bool {
        try isOrdered(.less, other, budget)
    }

    // MARK: Membership

    /// Python's `item in self`.
    func contains(_ item: Value, _ budget: Budget) throws -> Bool {
        switch self {
        case .string(let text):
            guard case .string(let part) = item else {
                throw RenderFailure.python(
                    "'in <string>' requires string as left operand, not \(item.typeName)")
            }
            try budget.step(text.utf8.count / 64)
            return ByteSearch(part).first(in: Array(text.utf8), from: 0) != nil
        case .dictionary(let dictionary):
            return dictionary.value(for: try DictionaryKey(item)) != nil
        case .view(let view) where view.kind == .keys:
            return view.dictionary.value(for: try DictionaryKey(item)) != nil
        case .list(let list), .tuple(let list):
            for element in list.elements where try element.isEqual(to: item, budget) {
                return true
            }
            return false
        case .undefined, .range, .view, .iterator:
            let iterator = try makeIterator(budget)
            while let element = try iterator.next() {
                if try element.isEqual(to: item, budget) { return true }
            }
            return false
        case .loop: throw RenderFailure.unsupported("'in' on 'loop'")
        case .none, .bool, .integer, .float, .namespace, .function, .method, .macro:
            throw RenderFailure.python("argument of type '\(typeName)' is not iterable")
        }
    }
}

extension Expression.Comparator {
    func holds<Number: Comparable>(_ left: Number, _ right: Number) -> Bool {
        switch self {
        case .equal, .in: left == right
        case .notEqual, .notIn: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

extension Double {
    /// Exact, also where the integer has more digits than a float can hold.
    static func isEqual(_ float: Double, _ integer: Int) -> Bool { Int(exactly: float) == integer }

    /// Below zero where the float is the smaller, above where it is the larger.
    static func order(_ float: Double, _ integer: Int) -> Int {
        let floor = float.rounded(.down)
        if floor < -0x1p63 { return -1 }
        if floor >= 0x1p63 { return 1 }
        let whole = Int(floor)
        if whole != integer { return whole < integer ? -1 : 1 }
        return float > floor ? 1 : 0
    }
}

extension String {
    /// Below zero where this text comes first by code points.
    func scalarOrder(_ other: String) -> Int {
        // UTF-8 keeps the order of code points.
        var right = other.utf8.makeIterator()
        for byte in utf8 {
            guard let otherByte = right.next() else { return 1 }
            if byte != otherByte { return byte < otherByte ? -1 : 1 }
        }
        return right.next() == nil ? 0 : -1
    }
}
