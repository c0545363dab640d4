/// Python's `str.format`.
struct BraceFormat {
    let format: String
    let arguments: CallArguments
    let budget: Budget

    func text() throws -> String {
        let scalars = Array(format.unicodeScalars)
        var output = ""
        var index = 0
        var automatic = 0
        var usesNumbers = false
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "{" || scalar == "}" {
                if index < scalars.count, scalars[index] == scalar {
                    output.unicodeScalars.append(scalar)
                    index += 1
                    continue
                }
                guard scalar == "{" else {
                    throw RenderFailure.python("Single '}' encountered in format string")
                }
                guard let close = scalars[index...].firstIndex(of: "}") else {
                    throw RenderFailure.python(
                        index == scalars.count
                            ? "Single '{' encountered in format string"
                            : "expected '}' before end of string")
                }
                let field = scalars[index..<close]
                guard !field.contains("{") else {
                    throw RenderFailure.unsupported("nested braces in a format")
                }
                output += try replacement(
                    String(String.UnicodeScalarView(field)), &automatic, &usesNumbers)
                try budget.claim(bytes: output.utf8.count)
                index = close + 1
                continue
            }
            output.unicodeScalars.append(scalar)
        }
        return output
    }

    private func replacement(
        _ field: String, _ automatic: inout Int, _ usesNumbers: inout Bool
    ) throws -> String {
        let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let spec = try FormatSpec(parts.count > 1 ? String(parts[1]) : "")
        let nameParts = parts[0].split(separator: "!", omittingEmptySubsequences: false)
        let name = String(nameParts[0])
        var value: Value
        if name.isEmpty {
            guard !usesNumbers else {
                throw RenderFailure.python(
                    "cannot switch from manual field specification to automatic field numbering")
            }
            value = try positional(automatic)
            automatic += 1
        } else if let number = Int(name), number >= 0 {
            guard automatic == 0 else {
                throw RenderFailure.python(
                    "cannot switch from manual field specification to automatic field numbering")
            }
            usesNumbers = true
            value = try positional(number)
        } else {
            guard name.utf8.allSatisfy({ $0 != 0x2E && $0 != 0x5B }) else {
                throw RenderFailure.unsupported("the format field '\(name)'")
            }
            guard let found = arguments[name] else { throw RenderFailure.python(name.pythonRepr) }
            value = found
        }
        if nameParts.count > 1 {
            switch nameParts[1] {
            case "r": value = .string(try value.representation(budget))
            case "s": value = .string(try value.text(budget))
            default: throw RenderFailure.unsupported("the format field '\(field)'")
            }
        }
        return try laidOut(value, spec, isPlain: parts.count < 2 || parts[1].isEmpty)
    }

    private func positional(_ index: Int) throws -> Value {
        guard index < arguments.positional.count else {
            throw RenderFailure.python("tuple index out of range")
        }
        return arguments.positional[index]
    }

    private func laidOut(_ value: Value, _ spec: FormatSpec, isPlain: Bool) throws -> String {
        if isPlain { return try value.text(budget) }
        let type = spec.type
        func unknown(_ words: String) -> RenderFailure {
            .python(
                "Unknown format code '\(type.map { String($0) } ?? "")' for object of type '\(words)'"
            )
        }
        switch value {
        case .string(let text):
            guard type == nil || type == "s" else { throw unknown("str") }
            guard !spec.isZeroPadded, !spec.hasThousands, spec.sign == "-", spec.alignment != "="
            else { throw RenderFailure.unsupported("a number's format on a text") }
            return try spec.padded(spec.precision.map { text.scalarPrefix($0) } ?? text, budget)
        case .integer(let number):
            if let type, type != "d", type != "x", type != "X" {
                guard type != "s" else { throw unknown("int") }
                return try spec.formatted(Double(number), type: type, budget)
            }
            guard spec.precision == nil else {
                throw RenderFailure.python("Precision not allowed in integer format specifier")
            }
            return try spec.formatted(number, type: type ?? "d", budget)
        case .float(let number):
            guard let type else {
                guard spec.precision == nil else {
                    throw RenderFailure.unsupported("a precision without a type in a format")
                }
                return try spec.formatted(number, type: "r", budget)
            }
            guard type != "s", type != "d", type != "x", type != "X" else {
                throw unknown("float")
            }
            return try spec.formatted(number, type: type, budget)
        case .undefined: throw RenderFailure.unsupported("a format of an undefined value")
        case .bool: throw RenderFailure.unsupported("a format of True or False")
        default:
            throw RenderFailure.python(
                "unsupported format string passed to \(value.typeName).__format__")
        }
    }
}
