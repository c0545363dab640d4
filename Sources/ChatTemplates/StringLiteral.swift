/// What a quoted string of a template stands for.
enum StringLiteral {
    /// Reads Python's escapes.
    ///
    /// A character beyond ASCII is first written as an escape of its own, as Jinja2 does, so that a
    /// backslash before one leaves the escape's letters.
    static func content(of source: ArraySlice<Unicode.Scalar>) throws -> String {
        guard source.contains("\\") else {
            var plain = String.UnicodeScalarView()
            plain.append(contentsOf: source)
            return String(plain)
        }
        let ascii = source.flatMap { $0.isASCII ? [$0] : Array($0.pythonEscape.unicodeScalars) }
        var content = String.UnicodeScalarView()
        var index = 0
        while index < ascii.count {
            let scalar = ascii[index]
            index += 1
            guard scalar == "\\", index < ascii.count else {
                content.append(scalar)
                continue
            }
            let kind = ascii[index]
            index += 1
            switch kind {
            case "\n": break
            case "\\", "'", "\"": content.append(kind)
            case "a": content.append("\u{07}")
            case "b": content.append("\u{08}")
            case "f": content.append("\u{0C}")
            case "n": content.append("\n")
            case "r": content.append("\r")
            case "t": content.append("\t")
            case "v": content.append("\u{0B}")
            case "0"..."7":
                var value = kind.value - 0x30
                var count = 1
                while count < 3, index < ascii.count, ("0"..."7").contains(ascii[index]) {
                    value = value * 8 + (ascii[index].value - 0x30)
                    index += 1
                    count += 1
                }
                content.append(try scalarValue(value))
            case "x": content.append(try hexEscape(ascii, &index, count: 2, words: "\\xXX"))
            case "u": content.append(try hexEscape(ascii, &index, count: 4, words: "\\uXXXX"))
            case "U":
                content.append(try hexEscape(ascii, &index, count: 8, words: "\\UXXXXXXXX"))
            case "N": throw RenderFailure.unsupported("the escape \\N in a string")
            default:
                content.append("\\")
                content.append(kind)
            }
        }
        return String(content)
    }

    private static func hexEscape(
        _ ascii: [Unicode.Scalar], _ index: inout Int, count: Int, words: String
    ) throws -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard index < ascii.count, let digit = Character(ascii[index]).hexDigitValue else {
                throw RenderFailure.python("truncated \(words) escape")
            }
            guard value < 1 << 27 else { throw RenderFailure.python("illegal Unicode character") }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return try scalarValue(value)
    }

    private static func scalarValue(_ value: UInt32) throws -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(value) else {
            if (0xD800..<0xE000).contains(value) {
                throw RenderFailure.unsupported("half of a surrogate pair in a string")
            }
            throw RenderFailure.python("illegal Unicode character")
        }
        return scalar
    }
}
