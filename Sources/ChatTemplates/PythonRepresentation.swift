/// How Python prints values.
extension Value {
    /// Python's `str`: what `{{ }}` shows.
    func text(_ budget: Budget) throws -> String {
        switch self {
        case .undefined: return ""
        case .string(let text): return text
        default:
            var output = ""
            try appendRepresentation(to: &output, budget)
            try budget.claim(bytes: output.utf8.count)
            return output
        }
    }

    /// Python's `repr`.
    func representation(_ budget: Budget) throws -> String {
        var output = ""
        try appendRepresentation(to: &output, budget)
        try budget.claim(bytes: output.utf8.count)
        return output
    }

    private func appendRepresentation(to output: inout String, _ budget: Budget) throws {
        try budget.enter()
        defer { budget.leave() }
        switch self {
        case .undefined: output += "Undefined"
        case .none: output += "None"
        case .bool(let value): output += value ? "True" : "False"
        case .integer(let value): output += String(value)
        case .float(let value): output += value.pythonRepr
        case .string(let text):
            try budget.claim(bytes: text.utf8.count)
            output += text.pythonRepr
        case .list(let list):
            try Self.append(list.elements, in: ("[", "]"), to: &output, budget)
        case .tuple(let list):
            let close = list.elements.count == 1 ? ",)" : ")"
            try Self.append(list.elements, in: ("(", close), to: &output, budget)
        case .dictionary(let dictionary):
            output += "{"
            for (index, (key, value)) in zip(dictionary.keys, dictionary.values).enumerated() {
                if index > 0 { output += ", " }
                try key.appendRepresentation(to: &output, budget)
                output += ": "
                try value.appendRepresentation(to: &output, budget)
            }
            output += "}"
        case .namespace(let namespace):
            output += "<Namespace {"
            for (index, attribute) in namespace.attributes.enumerated() {
                if index > 0 { output += ", " }
                output += attribute.name.pythonRepr + ": "
                try attribute.value.appendRepresentation(to: &output, budget)
            }
            output += "}>"
        case .range(let range):
            output += "range(\(range.start), \(range.stop)"
            output += range.step == 1 ? ")" : ", \(range.step))"
        case .view(let view):
            output += typeName
            try Self.append(try view.elements(budget), in: ("([", "])"), to: &output, budget)
        case .loop(let loop): output += "<LoopContext \(loop.index)/\(try loop.length(budget))>"
        case .macro(let macro): output += "<Macro \(macro.definition.name.pythonRepr)>"
        case .iterator, .function, .method:
            throw RenderFailure.unsupported("printing a \(typeName), which has no text of its own")
        }
    }

    private static func append(
        _ elements: [Value], in brackets: (String, String), to output: inout String,
        _ budget: Budget
    ) throws {
        output += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { output += ", " }
            try element.appendRepresentation(to: &output, budget)
        }
        output += brackets.1
    }
}

extension String {
    /// Python's `repr` of a string.
    var pythonRepr: String {
        let quote: Unicode.Scalar = hasScalar("'") && !hasScalar("\"") ? "\"" : "'"
        var output = String.UnicodeScalarView()
        output.append(quote)
        for scalar in unicodeScalars {
            switch scalar {
            case quote, "\\": output.append(contentsOf: ["\\", scalar])
            case "\n": output.append(contentsOf: ["\\", "n"])
            case "\r": output.append(contentsOf: ["\\", "r"])
            case "\t": output.append(contentsOf: ["\\", "t"])
            default:
                if scalar.isPythonPrintable {
                    output.append(scalar)
                } else {
                    output.append(contentsOf: scalar.pythonEscape.unicodeScalars)
                }
            }
        }
        output.append(quote)
        return String(output)
    }

    private func hasScalar(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}

extension Double {
    /// Python's `repr`: the shortest digits that read back, in its choice of notation.
    var pythonRepr: String {
        guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
        let sign = self.sign == .minus ? "-" : ""
        guard !isZero else { return sign + "0.0" }
        let (digits, exponent) = shortestDigits
        if exponent < -4 || exponent >= 16 {
            let fraction = digits.dropFirst()
            let power = String(exponent.magnitude)
            return sign + String(digits.prefix(1)) + (fraction.isEmpty ? "" : "." + fraction) + "e"
                + (exponent < 0 ? "-" : "+") + (power.utf8.count < 2 ? "0" : "") + power
        }
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let whole = exponent + 1
        if digits.utf8.count <= whole {
            return sign + digits + String(repeating: "0", count: whole - digits.utf8.count) + ".0"
        }
        return sign + digits.prefix(whole) + "." + digits.dropFirst(whole)
    }

    /// The digits without leading and trailing zeros, and the power of ten of the first.
    private var shortestDigits: (digits: String, exponent: Int) {
        let parts = magnitude.description.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        exponent += mantissa[0].utf8.count - 1
        var digits = Substring(mantissa.joined())
        while digits.hasPrefix("0") {
            digits = digits.dropFirst()
            exponent -= 1
        }
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        return (String(digits), exponent)
    }
}
