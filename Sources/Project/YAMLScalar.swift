/// A value on one line of YAML.
package enum YAMLScalar: Sendable, Equatable {
    case whole(Int)
    case number(Double)
    case flag(Bool)
    case text(String)

    /// As it stands in the file.
    package var yaml: String {
        switch self {
        case .whole(let value): "\(value)"
        case .number(let value): "\(value)"
        case .flag(let value): value ? "true" : "false"
        case .text(let value): Self.isPlain(value) ? value : Self.quoted(value)
        }
    }

    /// As the file's reader sees it.
    var content: String { if case .text(let value) = self { value } else { yaml } }

    /// Whether YAML reads the bare text back as that text, in every version and place.
    private static func isPlain(_ text: String) -> Bool {
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        guard let first = text.unicodeScalars.first, isLetter(first) || first == "/",
            !words.contains(text.lowercased()), text.last != " "
        else { return false }
        return text.unicodeScalars.allSatisfy {
            isLetter($0) || ("0"..."9").contains($0) || " _-./+".unicodeScalars.contains($0)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let width = scalar.value > 0xFFFF ? 8 : 4
                result += scalar.value > 0xFFFF ? "\\U" : "\\u"
                result += String(repeating: "0", count: width - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Control characters, and what YAML takes for line breaks or a byte order mark.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
