/// Filters that compare elements.
extension FilterCall {
    func orderingFilter() throws -> Value? {
        switch name {
        case "sort":
            let bound = try bound(["reverse", "case_sensitive", "attribute"])
            let paths = try multiplePaths(bound["attribute"])
            let isCaseSensitive = bound.isTrue("case_sensitive")
            let sorted = try sorted(
                try value.elements(budget), isReversed: try isReversed(bound)
            ) { element in
                let parts = try paths.map { path in
                    let part = try path?.value(of: element, renderer) ?? element
                    return isCaseSensitive ? part : part.ignoringCase
                }
                return try .list(parts)
            }
            return try .list(sorted)
        case "dictsort": return try sortedItems()
        case "min", "max":
            let bound = try bound(["case_sensitive", "attribute"])
            return try extreme(bound, isSmallest: name == "min")
        case "unique":
            let bound = try bound(["case_sensitive", "attribute"])
            let path = try path(bound["attribute"])
            var seen: Set<DictionaryKey> = []
            return try later {
                try value.elements(budget).filter { element in
                    let part = try path?.value(of: element, renderer) ?? element
                    let key = bound.isTrue("case_sensitive") ? part : part.ignoringCase
                    return seen.insert(try DictionaryKey(key)).inserted
                }
            }
        case "groupby": return try grouped()
        default: return nil
        }
    }

    private func multiplePaths(_ attribute: Value?) throws -> [AttributePath?] {
        guard case .string(let names) = attribute else { return [try path(attribute)] }
        return try names.split(separator: ",", omittingEmptySubsequences: false).map {
            try AttributePath(.string(String($0)))
        }
    }

    private func isReversed(_ bound: BoundArguments) throws -> Bool {
        try bound["reverse"].map { try $0.requiredIndex() != 0 } ?? false
    }

    /// Sorted as Python does it: equal elements keep their order, also when reversed.
    private func sorted(
        _ elements: [Value], isReversed: Bool, by key: (Value) throws -> Value
    ) throws -> [Value] {
        try budget.claim(elements: elements.count * 3)
        let keyed = try elements.enumerated().map { (try key($1), $0, $1) }
        let order = try keyed.sorted { left, right in
            try budget.step()
            let (one, two) = isReversed ? (right, left) : (left, right)
            if try one.0.isLess(than: two.0, budget) { return true }
            if try two.0.isLess(than: one.0, budget) { return false }
            return left.1 < right.1
        }
        return order.map(\.2)
    }

    private func sortedItems() throws -> Value {
        let bound = try bound(["case_sensitive", "by", "reverse"])
        let by = try bound.text("by", default: "key", budget)
        guard by == "key" || by == "value" else {
            throw RenderFailure.python(
                #"You can only sort by either "key" or "value""#)
        }
        guard case .dictionary(let dictionary) = value else {
            if case .undefined(let undefined) = value {
                throw RenderFailure.python(undefined.message)
            }
            throw RenderFailure.python(
                "'\(value.typeName)' object has no attribute 'items'")
        }
        let items = try DictionaryView(kind: .items, dictionary: dictionary).elements(budget)
        let isCaseSensitive = bound.isTrue("case_sensitive")
        let sorted = try sorted(items, isReversed: try isReversed(bound)) { item in
            guard case .tuple(let pair) = item else { return item }
            let part = pair.elements[by == "key" ? 0 : 1]
            return isCaseSensitive ? part : part.ignoringCase
        }
        return try .list(sorted)
    }

    private func extreme(_ bound: BoundArguments, isSmallest: Bool) throws -> Value {
        let path = try path(bound["attribute"])
        let isCaseSensitive = bound.isTrue("case_sensitive")
        var best: (key: Value, element: Value)?
        for element in try value.elements(budget) {
            let part = try path?.value(of: element, renderer) ?? element
            let key = isCaseSensitive ? part : part.ignoringCase
            if let current = best {
                let isBetter =
                    isSmallest
                    ? try key.isLess(than: current.key, budget)
                    : try key.compare(.greater, current.key, budget)
                if isBetter { best = (key, element) }
            } else {
                best = (key, element)
            }
        }
        return best?.element ?? .undefined("No aggregated item, sequence was empty.")
    }

    private func grouped() throws -> Value {
        let bound = try bound(["attribute", "default", "case_sensitive"], required: 1)
        let path = try path(bound["attribute"])
        let isCaseSensitive = bound.isTrue("case_sensitive")
        var standard = bound["default"]
        if let given = standard, case .none = given { standard = nil }
        func key(_ element: Value) throws -> Value {
            try path?.value(of: element, renderer, default: standard) ?? element
        }
        func comparable(_ element: Value) throws -> Value {
            isCaseSensitive ? try key(element) : try key(element).ignoringCase
        }
        let elements = try sorted(
            try value.elements(budget), isReversed: false, by: comparable)
        var groups: [(key: Value, elements: [Value])] = []
        for element in elements {
            let key = try comparable(element)
            if let last = groups.last, try last.key.isEqual(to: key, budget) {
                groups[groups.count - 1].elements.append(element)
            } else {
                groups.append((key, [element]))
            }
        }
        return try .list(
            groups.map { group in
                // The group is named as its first element spells it.
                let name = isCaseSensitive ? group.key : try key(group.elements[0])
                return try .tuple([name, .list(group.elements)], names: ["grouper", "list"])
            })
    }
}
