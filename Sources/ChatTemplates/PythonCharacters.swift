/// Unicode's properties as Python's `str` sees them.
extension Unicode.Scalar {
    /// What `str.isspace`, `str.strip` and a pattern's `\s` take for a space.
    var isPythonSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
            0x205F, 0x3000:
            true
        default: false
        }
    }

    /// What `str.splitlines` takes for a line's end.
    var isPythonLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    var isPythonAlphabetic: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }

    /// As `str.isdecimal`.
    var isPythonDecimal: Bool { properties.numericType == .decimal }
    /// As `str.isdigit`.
    var isPythonDigit: Bool {
        properties.numericType == .decimal || properties.numericType == .digit
    }
    var isPythonAlphanumeric: Bool { isPythonAlphabetic || properties.numericType != nil }

    /// What `repr` leaves as it is.
    var isPythonPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        case .spaceSeparator: self == " "
        default: true
        }
    }

    /// The shortest of `\xhh`, `\uhhhh` and `\Uhhhhhhhh`.
    var pythonEscape: String {
        let digits = String(value, radix: 16)
        let (mark, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\" + mark + String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}
