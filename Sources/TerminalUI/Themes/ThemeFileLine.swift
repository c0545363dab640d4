/// Reads the lines of a theme file: the flat part of YAML, `key: value` with comments.
enum ThemeFileLine {
    /// Key and value; nil for an empty line or a comment.
    static func parse(_ line: String) throws(ThemeFileError) -> (String, String)? {
        let text = trimmed(line)
        guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
        guard let colon = text.firstIndex(of: ":") else {
            throw ThemeFileError("\"\(text)\" is not \"name: style\".")
        }
        let key = trimmed(String(text[..<colon]))
        let value = try unquoted(trimmed(String(text[text.index(after: colon)...])))
        return (key, value)
    }

    private static func unquoted(_ text: String) throws(ThemeFileError) -> String {
        if let quote = text.first, quote == "\"" || quote == "'" {
            let rest = text.dropFirst()
            guard let end = rest.firstIndex(of: quote) else {
                throw ThemeFileError("The quotation mark is not closed.")
            }
            return String(rest[..<end])
        }
        if text.hasPrefix("#") {
            throw ThemeFileError("Put the colour in quotation marks: # begins a comment.")
        }
        guard let comment = text.range(of: " #") else { return text }
        return trimmed(String(text[..<comment.lowerBound]))
    }

    private static func trimmed(_ text: String) -> String {
        var part = Substring(text)
        while let last = part.last, last.isWhitespace { part.removeLast() }
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        return String(part)
    }

    /// Reads `COLOUR on COLOUR ATTRIBUTE…`, each part optional.
    static func style(_ value: String) throws(ThemeFileError) -> Style {
        var style = Style.plain
        var isBackground = false
        for word in value.split(separator: " ").map(String.init) {
            if word == "on" {
                isBackground = true
            } else if let attribute = attributes[word] {
                style.attributes.insert(attribute)
            } else {
                let color = try color(word)
                if isBackground { style.background = color } else { style.foreground = color }
                isBackground = false
            }
        }
        return style
    }

    private static func color(_ word: String) throws(ThemeFileError) -> Color {
        if word == "default" { return .default }
        if let number = names.firstIndex(of: word) { return .ansi(UInt8(number)) }
        if let number = UInt8(word) { return .palette(number) }
        if word.hasPrefix("#"), word.utf8.count == 7,
            let value = UInt32(word.dropFirst(), radix: 16)
        {
            return .rgb(
                red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
        }
        throw ThemeFileError(
            "\"\(word)\" is no colour: use \"#rrggbb\", a number from 0 to 255, a name such as "
                + "bright-blue, or default.")
    }

    private static let attributes: [String: TextAttributes] = [
        "bold": .bold, "dim": .dim, "reverse": .reverse, "underline": .underline,
        "italic": .italic,
    ]

    private static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
        "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
        "bright-cyan", "bright-white",
    ]
}
