extension ScalarSet {
    /// White_Space of the Unicode Character Database; the `\s` of both Oniguruma and Rust.
    static let whitespace = scan { $0.properties.isWhitespace }

    /// `\w` of Oniguruma: letters, marks, decimal digits and connectors.
    ///
    /// Its own table for Latin-1 adds superscripts and fractions there, and only there.
    static let word = narrowWord.union(
        numeric.intersection(ScalarSet([0x80...0xFF])))

    /// `\w` of Rust's regex crate, which has decimal digits only, and the two joiners.
    static let rustWord = narrowWord.union(ScalarSet([0x200C...0x200D]))

    private static let narrowWord = scan { isWord($0) }

    /// Rust's `char::is_numeric`: Nd, Nl and No.
    static let numeric = categories(named: "n") ?? empty

    /// Punctuation of the library's Punctuation stage: ASCII's symbols too.
    static let punctuation = (categories(named: "p") ?? empty).union(
        ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]))

    static let decimalDigits = categories(named: "nd") ?? empty

    /// The set that `\p{name}` means, or nil where the name is not known.
    static func property(_ name: String) -> ScalarSet? {
        let key = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
        if let set = categories(named: key) { return set }
        switch key {
        case "any": return all
        case "ascii": return ScalarSet([0...0x7F])
        case "alphabetic", "alpha": return scan { $0.properties.isAlphabetic }
        case "whitespace", "space": return whitespace
        case "uppercase", "upper": return scan { $0.properties.isUppercase }
        case "lowercase", "lower": return scan { $0.properties.isLowercase }
        case "digit": return decimalDigits
        case "alnum":
            return scan { $0.properties.isAlphabetic }.union(decimalDigits)
        case "word": return word
        case "xdigit": return ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
        case "cntrl": return categories(named: "cc")
        default: return nil
        }
    }

    /// The scalars of a general category, or of a group of them, by its short or long name in lower
    /// case.
    private static func categories(named key: String) -> ScalarSet? {
        let short = longNames[key] ?? key
        if short == "lc" {
            return ["lu", "ll", "lt"].reduce(empty) { $0.union(byCategory[$1] ?? empty) }
        }
        if let set = byCategory[short] { return set }
        guard short.count == 1 else { return nil }
        let members = byCategory.filter { $0.key.hasPrefix(short) }
        return members.isEmpty ? nil : ScalarSet(members.values.flatMap(\.ranges))
    }

    private static let longNames = [
        "letter": "l", "mark": "m", "number": "n", "punctuation": "p", "symbol": "s",
        "separator": "z", "other": "c", "uppercaseletter": "lu", "lowercaseletter": "ll",
        "titlecaseletter": "lt", "modifierletter": "lm", "otherletter": "lo",
        "nonspacingmark": "mn", "spacingmark": "mc", "enclosingmark": "me",
        "decimalnumber": "nd", "letternumber": "nl", "othernumber": "no",
    ]

    private static let byCategory: [String: ScalarSet] = {
        var ranges: [String: [ClosedRange<UInt32>]] = [:]
        var start: UInt32 = 0
        var current = "cc"
        func close(before end: UInt32) {
            if end > start { ranges[current, default: []].append(start...(end - 1)) }
            start = end
        }
        for value in scanned {
            let name =
                Unicode.Scalar(value).map { shortName($0.properties.generalCategory) } ?? "cs"
            if name != current || value == 0xE0000 {
                // Between the scanned blocks nothing is assigned.
                if value == 0xE0000 {
                    close(before: 0x40000)
                    current = "cn"
                }
                close(before: value)
                current = name
            }
        }
        close(before: 0xE0200)
        current = "cn"
        close(before: 0xF0000)
        for plane in [UInt32(0xF0000), 0x100000] {
            ranges["co", default: []].append(plane...(plane + 0xFFFD))
            ranges["cn", default: []].append((plane + 0xFFFE)...(plane + 0xFFFF))
        }
        return ranges.mapValues { ScalarSet($0) }
    }()

    /// The parts of the code space that hold assigned scalars, private use apart.
    private static let scanned = Array(UInt32(0)..<0x40000) + Array(UInt32(0xE0000)..<0xE0200)

    private static func scan(_ isMember: (Unicode.Scalar) -> Bool) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        for value in scanned {
            guard let scalar = Unicode.Scalar(value), isMember(scalar) else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ScalarSet(ranges)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isAlphabetic { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
            return true
        default: return false
        }
    }

    private static func shortName(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "lu"
        case .lowercaseLetter: "ll"
        case .titlecaseLetter: "lt"
        case .modifierLetter: "lm"
        case .otherLetter: "lo"
        case .nonspacingMark: "mn"
        case .spacingMark: "mc"
        case .enclosingMark: "me"
        case .decimalNumber: "nd"
        case .letterNumber: "nl"
        case .otherNumber: "no"
        case .connectorPunctuation: "pc"
        case .dashPunctuation: "pd"
        case .openPunctuation: "ps"
        case .closePunctuation: "pe"
        case .initialPunctuation: "pi"
        case .finalPunctuation: "pf"
        case .otherPunctuation: "po"
        case .mathSymbol: "sm"
        case .currencySymbol: "sc"
        case .modifierSymbol: "sk"
        case .otherSymbol: "so"
        case .spaceSeparator: "zs"
        case .lineSeparator: "zl"
        case .paragraphSeparator: "zp"
        case .control: "cc"
        case .format: "cf"
        case .surrogate: "cs"
        case .privateUse: "co"
        case .unassigned: "cn"
        @unknown default: "cn"
        }
    }
}
