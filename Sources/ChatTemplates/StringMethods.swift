/// Methods of Python's `str`.
struct StringMethods {
    let text: String
    let budget: Budget

    func call(_ name: String, _ arguments: CallArguments) throws -> Value {
        if name == "format" {
            return .string(
                try BraceFormat(format: text, arguments: arguments, budget: budget).text())
        }
        if name == "split" || name == "rsplit" {
            return try split(name, arguments)
        }
        if name == "splitlines" {
            let bound = try BoundArguments("splitlines", ["keepends"], arguments)
            let lines = text.pythonLines(keepingEnds: bound.isTrue("keepends"))
            try budget.claim(elements: lines.count)
            return try .list(lines.map { .string($0) })
        }
        guard arguments.named.isEmpty else {
            throw RenderFailure.python("str.\(name)() takes no keyword arguments")
        }
        let values = arguments.positional
        if let answer = try predicate(name, values) { return .bool(answer) }
        if let changed = try cased(name, values) {
            try budget.claim(bytes: changed.utf8.count)
            return .string(changed)
        }
        switch name {
        case "strip", "lstrip", "rstrip": return .string(try stripped(name, values))
        case "startswith", "endswith": return .bool(try hasAffix(name, values))
        case "replace": return .string(try replaced(values))
        case "join": return .string(try joined(values))
        case "count", "find", "index", "rfind", "rindex": return .integer(try found(name, values))
        case "removeprefix", "removesuffix": return .string(try withoutAffix(name, values))
        case "partition", "rpartition": return try partitioned(name, values)
        case "center", "ljust", "rjust", "zfill": return .string(try padded(name, values))
        default: throw RenderFailure.unsupported("the method '\(name)'")
        }
    }

    // MARK: Arguments

    private func check(_ name: String, _ values: [Value], _ counts: ClosedRange<Int>) throws {
        guard !counts.contains(values.count) else { return }
        if counts == 0...0 {
            throw RenderFailure.python(
                "str.\(name)() takes no arguments (\(values.count) given)")
        }
        if counts == 1...1 {
            throw RenderFailure.python(
                "str.\(name)() takes exactly one argument (\(values.count) given)")
        }
        let isSearch = counts == 1...3
        let (words, limit) =
            values.count < counts.lowerBound
            ? ("at least", counts.lowerBound) : ("at most", counts.upperBound)
        if isSearch {
            throw RenderFailure.python(
                "\(name)() takes \(words) \(limit) argument\(limit == 1 ? "" : "s") "
                    + "(\(values.count) given)")
        }
        throw RenderFailure.python(
            "\(name) expected \(words) \(limit) argument\(limit == 1 ? "" : "s"), "
                + "got \(values.count)")
    }

    private func string(_ value: Value, _ words: String) throws -> String {
        guard case .string(let text) = value else {
            throw RenderFailure.python("\(words), not \(value.typeName)")
        }
        return text
    }

    // MARK: Questions and case

    private func predicate(_ name: String, _ values: [Value]) throws -> Bool? {
        func all(_ holds: (Unicode.Scalar) -> Bool) -> Bool {
            !text.isEmpty && text.unicodeScalars.allSatisfy(holds)
        }
        let answer: Bool
        switch name {
        case "isalnum": answer = all(\.isPythonAlphanumeric)
        case "isalpha": answer = all(\.isPythonAlphabetic)
        case "isascii": answer = text.utf8.allSatisfy { $0 < 0x80 }
        case "isdecimal": answer = all(\.isPythonDecimal)
        case "isdigit": answer = all(\.isPythonDigit)
        case "isspace": answer = all(\.isPythonSpace)
        case "islower": answer = text.isPythonLower
        case "isupper": answer = text.isPythonUpper
        case "istitle": answer = text.isPythonTitle
        default: return nil
        }
        try check(name, values, 0...0)
        return answer
    }

    private func cased(_ name: String, _ values: [Value]) throws -> String? {
        let changed: String
        switch name {
        case "upper": changed = text.pythonUpper
        case "lower": changed = text.pythonLower
        case "title": changed = text.pythonTitle
        case "capitalize": changed = text.pythonCapitalized
        case "swapcase": changed = text.pythonSwapCase
        default: return nil
        }
        try check(name, values, 0...0)
        return changed
    }

    // MARK: Ends

    private func stripped(_ name: String, _ values: [Value]) throws -> String {
        try check(name, values, 0...1)
        var characters: String?
        switch values.first {
        case nil, .some(.none): break
        case .string(let text): characters = text
        default: throw RenderFailure.python("\(name) arg must be None or str")
        }
        return text.pythonStripped(
            characters, atStart: name != "rstrip", atEnd: name != "lstrip")
    }

    private func hasAffix(_ name: String, _ values: [Value]) throws -> Bool {
        try check(name, values, 1...3)
        switch values[0] {
        case .string, .tuple: break
        default:
            throw RenderFailure.python(
                "\(name) first arg must be str or a tuple of str, not \(values[0].typeName)")
        }
        var scalars = Array(text.unicodeScalars)
        let bounds = try Methods.bounds(values.dropFirst(), count: scalars.count)
        if let start = values.dropFirst().first?.index, start > scalars.count { return false }
        scalars = Array(scalars[bounds])
        func matches(_ affix: String) -> Bool {
            let affix = Array(affix.unicodeScalars)
            return name == "startswith"
                ? scalars.starts(with: affix)
                : scalars.reversed().starts(with: affix.reversed())
        }
        switch values[0] {
        case .string(let affix): return matches(affix)
        case .tuple(let list):
            for element in list.elements {
                if matches(
                    try string(element, "tuple for \(name) must only contain str"))
                {
                    return true
                }
            }
            return false
        default: return false
        }
    }

    private func withoutAffix(_ name: String, _ values: [Value]) throws -> String {
        try check(name, values, 1...1)
        let affix = try string(values[0], "\(name)() argument must be str")
        let bytes = Array(text.utf8)
        let part = Array(affix.utf8)
        if name == "removeprefix" {
            return bytes.starts(with: part)
                ? String(decoding: bytes.dropFirst(part.count), as: UTF8.self) : text
        }
        return bytes.reversed().starts(with: part.reversed())
            ? String(decoding: bytes.dropLast(part.count), as: UTF8.self) : text
    }

    // MARK: Search

    private func found(_ name: String, _ values: [Value]) throws -> Int {
        try check(name, values, 1...3)
        let needle = try string(values[0], "must be str")
        let scalars = Array(text.unicodeScalars)
        let bounds = try Methods.bounds(values.dropFirst(), count: scalars.count)
        var isInside = true
        if let start = values.dropFirst().first?.index, start > scalars.count { isInside = false }
        let part = String(String.UnicodeScalarView(scalars[bounds]))
        let bytes = Array(part.utf8)
        let search = ByteSearch(needle)
        if name == "count" {
            guard isInside else { return 0 }
            return needle.isEmpty
                ? bounds.count + 1 : pieces(of: part, separator: needle, limit: -1).count - 1
        }
        let place =
            !isInside
            ? nil
            : name.hasPrefix("r")
                ? search.last(in: bytes, from: 0, to: bytes.count)
                : search.first(in: bytes, from: 0)
        guard let place else {
            if name.hasSuffix("find") { return -1 }
            throw RenderFailure.python("substring not found")
        }
        return bounds.lowerBound
            + String(decoding: bytes[..<place], as: UTF8.self).unicodeScalars.count
    }

    private func partitioned(_ name: String, _ values: [Value]) throws -> Value {
        try check(name, values, 1...1)
        let separator = try string(values[0], "must be str")
        guard !separator.isEmpty else { throw RenderFailure.python("empty separator") }
        let bytes = Array(text.utf8)
        let search = ByteSearch(separator)
        let place =
            name == "partition"
            ? search.first(in: bytes, from: 0) : search.last(in: bytes, from: 0, to: bytes.count)
        guard let place else {
            let parts = name == "partition" ? [text, "", ""] : ["", "", text]
            return try .tuple(parts.map { .string($0) })
        }
        return try .tuple([
            .string(String(decoding: bytes[..<place], as: UTF8.self)), .string(separator),
            .string(String(decoding: bytes[(place + search.needle.count)...], as: UTF8.self)),
        ])
    }

    // MARK: Pieces

    private func split(_ name: String, _ arguments: CallArguments) throws -> Value {
        if let other = arguments.named.first(where: { !["sep", "maxsplit"].contains($0.name) }) {
            throw RenderFailure.python(
                "\(other.name.pythonRepr) is an invalid keyword argument for \(name)()")
        }
        let bound = try BoundArguments(name, ["sep", "maxsplit"], arguments)
        let limit = try bound.integer("maxsplit", default: -1)
        var separator: String?
        switch bound["sep"] {
        case nil, .some(.none): break
        case .string(let text): separator = text
        case .some(let value):
            throw RenderFailure.python("must be str or None, not \(value.typeName)")
        }
        let result: [String]
        if let separator {
            guard !separator.isEmpty else { throw RenderFailure.python("empty separator") }
            result =
                name == "split"
                ? pieces(of: text, separator: separator, limit: limit)
                : lastPieces(separator, limit: limit)
        } else {
            result = words(limit: limit, fromEnd: name == "rsplit")
        }
        try budget.claim(elements: result.count)
        return try .list(result.map { .string($0) })
    }

    private func pieces(of text: String, separator: String, limit: Int) -> [String] {
        let bytes = Array(text.utf8)
        let search = ByteSearch(separator)
        var pieces: [String] = []
        var start = 0
        while limit < 0 || pieces.count < limit, let end = search.first(in: bytes, from: start) {
            pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end + search.needle.count
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }

    private func lastPieces(_ separator: String, limit: Int) -> [String] {
        let bytes = Array(text.utf8)
        let search = ByteSearch(separator)
        var pieces: [String] = []
        var end = bytes.count
        while limit < 0 || pieces.count < limit,
            let start = search.last(in: bytes, from: 0, to: end)
        {
            pieces.append(
                String(decoding: bytes[(start + search.needle.count)..<end], as: UTF8.self))
            end = start
        }
        pieces.append(String(decoding: bytes[..<end], as: UTF8.self))
        return pieces.reversed()
    }

    private func words(limit: Int, fromEnd: Bool) -> [String] {
        var scalars = Array(text.unicodeScalars)
        if fromEnd { scalars.reverse() }
        var pieces: [[Unicode.Scalar]] = []
        var index = 0
        while true {
            while index < scalars.count, scalars[index].isPythonSpace { index += 1 }
            guard index < scalars.count else { break }
            if limit >= 0, pieces.count == limit {
                pieces.append(Array(scalars[index...]))
                break
            }
            let start = index
            while index < scalars.count, !scalars[index].isPythonSpace { index += 1 }
            pieces.append(Array(scalars[start..<index]))
        }
        if fromEnd { pieces = pieces.reversed().map { $0.reversed() } }
        return pieces.map { String(String.UnicodeScalarView($0)) }
    }

    private func joined(_ values: [Value]) throws -> String {
        try check("join", values, 1...1)
        let elements: [Value]
        do { elements = try values[0].elements(budget) } catch RenderFailure.python {
            throw RenderFailure.python("can only join an iterable")
        }
        var output = ""
        for (index, element) in elements.enumerated() {
            guard case .string(let part) = element else {
                throw RenderFailure.python(
                    "sequence item \(index): expected str instance, \(element.typeName) found")
            }
            try budget.claim(bytes: part.utf8.count + text.utf8.count)
            if index > 0 { output += text }
            output += part
        }
        return output
    }

    private func replaced(_ values: [Value]) throws -> String {
        try check("replace", values, 2...3)
        let old = try string(values[0], "replace() argument 1 must be str")
        let new = try string(values[1], "replace() argument 2 must be str")
        let limit = values.count > 2 ? try values[2].requiredIndex() : -1
        return try replaced(old, new, limit: limit)
    }

    func replaced(_ old: String, _ new: String, limit: Int) throws -> String {
        if old.isEmpty {
            var output = ""
            var count = 0
            let places = text.utf8.count + 1
            try budget.claim(new, times: limit < 0 ? places : min(limit, places))
            for scalar in text.unicodeScalars {
                if limit < 0 || count < limit { output += new }
                count += 1
                output.unicodeScalars.append(scalar)
            }
            if limit < 0 || count < limit { output += new }
            return output
        }
        let pieces = pieces(of: text, separator: old, limit: limit)
        try budget.claim(new, times: pieces.count - 1)
        try budget.claim(bytes: text.utf8.count)
        return pieces.joined(separator: new)
    }

    // MARK: Width

    private func padded(_ name: String, _ values: [Value]) throws -> String {
        try check(name, values, name == "zfill" ? 1...1 : 1...2)
        let width = try values[0].requiredIndex()
        var fill = name == "zfill" ? "0" : " "
        if values.count > 1 {
            fill = try string(
                values[1], "The fill character must be a unicode character")
            guard fill.unicodeScalars.count == 1 else {
                throw RenderFailure.python(
                    "The fill character must be exactly one character long")
            }
        }
        let count = text.unicodeScalars.count
        guard width > count else { return text }
        let missing = width - count
        try budget.claim(fill, times: missing)
        switch name {
        case "ljust": return text + String(repeating: fill, count: missing)
        case "rjust": return String(repeating: fill, count: missing) + text
        case "zfill":
            let sign = text.unicodeScalars.first.map { $0 == "+" || $0 == "-" } ?? false
            let head = sign ? String(text.unicodeScalars.prefix(1)) : ""
            return head + String(repeating: fill, count: missing)
                + String(text.unicodeScalars.dropFirst(sign ? 1 : 0))
        default:
            // Python puts the odd one to the left where the width is odd.
            let before = missing / 2 + (missing & width & 1)
            return String(repeating: fill, count: before) + text
                + String(repeating: fill, count: missing - before)
        }
    }
}
