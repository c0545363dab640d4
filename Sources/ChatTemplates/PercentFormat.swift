import Foundation

/// Python's `format % values`.
struct PercentFormat {
    private let scalars: [Unicode.Scalar]
    private let values: Value
    private let budget: Budget

    init(_ format: String, _ values: Value, _ budget: Budget) {
        scalars = Array(format.unicodeScalars)
        self.values = values
        self.budget = budget
    }

    func text() throws -> String {
        var positional: [Value] =
            if case .tuple(let list) = values { list.elements } else { [values] }
        positional.reverse()
        var usedNames = false
        var output = ""
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            guard scalar == "%" else {
                output.unicodeScalars.append(scalar)
                continue
            }
            var value: Value?
            if at(index) == "(" {
                guard let close = scalars[index...].firstIndex(of: ")") else {
                    throw RenderFailure.python("incomplete format key")
                }
                let name = String(String.UnicodeScalarView(scalars[index + 1..<close]))
                guard case .dictionary(let dictionary) = values else {
                    throw RenderFailure.python("format requires a mapping")
                }
                guard let found = dictionary[name] else {
                    throw RenderFailure.python(name.pythonRepr)
                }
                value = found
                usedNames = true
                index = close + 1
            }
            var spec = FormatSpec()
            func next() throws -> Value {
                guard let next = value ?? positional.popLast() else {
                    throw RenderFailure.python("not enough arguments for format string")
                }
                return next
            }
            try readFlags(&spec, &index)
            if at(index) == "*" { throw RenderFailure.unsupported("'*' in a '%' format") }
            spec.width = try FormatSpec.number(scalars, &index)
            if at(index) == "." {
                index += 1
                if at(index) == "*" { throw RenderFailure.unsupported("'*' in a '%' format") }
                spec.precision = try FormatSpec.number(scalars, &index) ?? 0
            }
            while let size = at(index), "hlL".unicodeScalars.contains(size) { index += 1 }
            guard let kind = at(index) else { throw RenderFailure.python("incomplete format") }
            index += 1
            if kind == "%" {
                output += "%"
                continue
            }
            output += try converted(try next(), kind, spec, index - 1)
            try budget.claim(bytes: output.utf8.count)
        }
        try checkRest(positional, usedNames: usedNames)
        return output
    }

    private func at(_ index: Int) -> Unicode.Scalar? {
        index < scalars.count ? scalars[index] : nil
    }

    private func readFlags(_ spec: inout FormatSpec, _ index: inout Int) throws {
        while let flag = at(index) {
            switch flag {
            case "-": spec.alignment = "<"
            case "+": spec.sign = "+"
            case " ": if spec.sign != "+" { spec.sign = " " }
            case "0": spec.isZeroPadded = true
            case "#": throw RenderFailure.unsupported("'#' in a '%' format")
            default: return
            }
            index += 1
        }
    }

    private func converted(
        _ value: Value, _ kind: Unicode.Scalar, _ spec: FormatSpec, _ position: Int
    ) throws -> String {
        var spec = spec
        spec.alignment = spec.alignment ?? ">"
        switch kind {
        case "s", "r":
            spec.isZeroPadded = false
            var text = kind == "s" ? try value.text(budget) : try value.representation(budget)
            if let precision = spec.precision { text = text.scalarPrefix(precision) }
            return try spec.padded(text, budget)
        case "d", "i", "u":
            guard let number = value.number else {
                throw RenderFailure.python(
                    "%\(kind) format: a real number is required, not \(value.typeName)")
            }
            guard let whole = value.index ?? Int(exactly: number.rounded(.towardZero)) else {
                throw RenderFailure.unsupported("an integer beyond 64 bits")
            }
            if spec.alignment == "<" { spec.isZeroPadded = false }
            guard spec.precision == nil else {
                throw RenderFailure.unsupported("a precision of '%d'")
            }
            return try spec.formatted(whole, type: "d", budget)
        case "f", "F", "e", "E", "g", "G":
            guard let number = value.number else {
                throw RenderFailure.python("must be real number, not \(value.typeName)")
            }
            if spec.alignment == "<" { spec.isZeroPadded = false }
            return try spec.formatted(number, type: kind, budget)
        case "x", "X":
            guard let whole = value.index else {
                throw RenderFailure.python(
                    "%\(kind) format: an integer is required, not \(value.typeName)")
            }
            return try spec.formatted(whole, type: kind, budget)
        case "c", "o", "a": throw RenderFailure.unsupported("'%\(kind)' in a '%' format")
        default:
            throw RenderFailure.python(
                "unsupported format character '\(kind)' (0x\(String(kind.value, radix: 16))) at "
                    + "index \(position)")
        }
    }

    /// Values that nothing asked for are a mistake, except in what Python takes for a mapping.
    private func checkRest(_ positional: [Value], usedNames: Bool) throws {
        guard !positional.isEmpty, !usedNames else { return }
        switch values {
        case .dictionary, .list, .undefined, .range: return
        default:
            throw RenderFailure.python("not all arguments converted during string formatting")
        }
    }
}
