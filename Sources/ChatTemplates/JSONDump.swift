/// transformers' `tojson`: Python's `json.dumps`, without escapes for HTML.
struct JSONDump {
    private let value: Value
    private let budget: Budget
    private let isASCII: Bool
    private let indentation: String?
    private let separators: (item: String, key: String)
    private let sortsKeys: Bool

    init(_ value: Value, _ arguments: CallArguments, _ budget: Budget) throws {
        self.value = value
        self.budget = budget
        let bound = try BoundArguments(
            "tojson", ["ensure_ascii", "indent", "separators", "sort_keys"], arguments)
        isASCII = bound.isTrue("ensure_ascii")
        sortsKeys = bound.isTrue("sort_keys")
        switch bound["indent"] {
        case nil, .some(.none): indentation = nil
        case .string(let text): indentation = text
        case .some(let width):
            guard let count = width.index else {
                throw RenderFailure.python(
                    "can't multiply sequence by non-int of type '\(width.typeName)'")
            }
            indentation = try Arithmetic.repeated(" ", count, budget)
        }
        switch bound["separators"] {
        case nil, .some(.none): separators = (indentation == nil ? ", " : ",", ": ")
        case .some(let given):
            let parts = try given.elements(budget)
            guard parts.count == 2, case .string(let item) = parts[0],
                case .string(let key) = parts[1]
            else { throw RenderFailure.unsupported("these separators of 'tojson'") }
            separators = (item, key)
        }
    }

    func text() throws -> String {
        var output = ""
        try append(value, depth: 0, to: &output)
        return output
    }

    private func append(_ value: Value, depth: Int, to output: inout String) throws {
        try budget.enter()
        defer { budget.leave() }
        let start = output.utf8.count
        switch value {
        case .none, .bool, .integer, .float: output += try Self.scalar(value)
        case .string(let text): output += quoted(text)
        case .list(let list), .tuple(let list):
            try append(list.elements, in: ("[", "]"), depth, to: &output) { element, output in
                try append(element, depth: depth + 1, to: &output)
            }
            return
        case .dictionary(let dictionary):
            try append(members(dictionary), in: ("{", "}"), depth, to: &output) { member, output in
                output += quoted(member.key) + separators.key
                try append(member.value, depth: depth + 1, to: &output)
            }
            return
        default:
            throw RenderFailure.python(
                "Object of type \(value.typeName) is not JSON serializable")
        }
        try budget.claim(bytes: output.utf8.count - start)
    }

    private func append<Element>(
        _ elements: [Element], in brackets: (String, String), _ depth: Int,
        to output: inout String, _ appendElement: (Element, inout String) throws -> Void
    ) throws {
        guard !elements.isEmpty else {
            output += brackets.0 + brackets.1
            return
        }
        func lineBreak(_ depth: Int) throws -> String {
            guard let indentation else { return "" }
            return "\n" + (try Arithmetic.repeated(indentation, depth, budget))
        }
        output += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { output += separators.item }
            output += try lineBreak(depth + 1)
            try budget.claim(bytes: separators.item.utf8.count)
            try appendElement(element, &output)
        }
        output += try lineBreak(depth)
        output += brackets.1
    }

    private func members(_ dictionary: ValueDictionary) throws -> [(key: String, value: Value)] {
        var pairs = Array(zip(dictionary.keys, dictionary.values))
        if sortsKeys {
            pairs = try pairs.sorted { try $0.0.isLess(than: $1.0, budget) }
        }
        return try pairs.map { key, value in
            switch key {
            case .string(let text): return (text, value)
            case .none, .bool, .integer, .float: return (try Self.scalar(key), value)
            default:
                throw RenderFailure.python(
                    "keys must be str, int, float, bool or None, not \(key.typeName)")
            }
        }
    }

    private static func scalar(_ value: Value) throws -> String {
        switch value {
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .float(let value):
            value.isFinite
                ? value.pythonRepr : value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
        default: "null"
        }
    }

    private func quoted(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        output.append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": output.append(contentsOf: ["\\", scalar])
            case "\n": output.append(contentsOf: ["\\", "n"])
            case "\r": output.append(contentsOf: ["\\", "r"])
            case "\t": output.append(contentsOf: ["\\", "t"])
            case "\u{08}": output.append(contentsOf: ["\\", "b"])
            case "\u{0C}": output.append(contentsOf: ["\\", "f"])
            default:
                if scalar.value < 0x20 || isASCII && scalar.value > 0x7E {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        output.append(contentsOf: "\\u".unicodeScalars)
                        output.append(
                            contentsOf: String(repeating: "0", count: 4 - digits.utf8.count)
                                .unicodeScalars)
                        output.append(contentsOf: digits.unicodeScalars)
                    }
                } else {
                    output.append(scalar)
                }
            }
        }
        output.append("\"")
        return String(output)
    }
}
