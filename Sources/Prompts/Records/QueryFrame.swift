/// What stands around the words of a query: its labels in their order, and the white space at its
/// ends.
///
/// Labels stand at the beginning of a line: "Question:", "<query>", "[INPUT]", "### Task".
struct QueryFrame: Hashable {
    /// Joined by the breaks between them.
    let labels: String
    let leading: String
    let trailing: String

    /// A label is no longer than this.
    private static let longestLabel = 24
    /// Words of a label with a colon: more of them are a sentence.
    private static let mostWords = 3

    init(_ query: String) {
        leading = String(query.prefix { $0.isWhitespace })
        trailing = String(query.reversed().prefix { $0.isWhitespace }.reversed())
        var found: [String] = []
        for line in query.split(whereSeparator: \.isNewline) {
            if let label = Self.label(line) { found.append(label) }
        }
        labels = found.joined(separator: " ")
    }

    /// As a message shows it.
    var text: String {
        let words = labels.isEmpty ? "no label" : "\"\(labels)\""
        let spaces = [(leading, "before it"), (trailing, "behind it")].compactMap { space, place in
            space.isEmpty ? nil : "\(Self.named(space)) \(place)"
        }
        return spaces.isEmpty ? words : "\(words) with \(spaces.joined(separator: " and "))"
    }

    private static func named(_ space: String) -> String {
        if space.contains(where: \.isNewline) {
            let count = space.count(where: \.isNewline)
            return count == 1 ? "a line break" : "\(count) line breaks"
        }
        return space.count == 1 ? "a space" : "\(space.count) spaces"
    }

    private static func label(_ line: Substring) -> String? {
        let line = line.drop(while: \.isWhitespace)
        guard let first = line.first else { return nil }
        switch first {
        case "<": return enclosed(line, ">")
        case "[": return enclosed(line, "]")
        case "#":
            let marks = line.prefix { $0 == "#" }
            let rest = line.dropFirst(marks.count)
            guard marks.count <= 6, rest.first == " ", rest.count <= longestLabel else {
                return nil
            }
            return String(line)
        default:
            guard first.isLetter, let colon = line.prefix(longestLabel).firstIndex(of: ":") else {
                return nil
            }
            let words = line[..<colon]
            let after = line[line.index(after: colon)...].first
            guard after?.isWhitespace ?? true,
                words.allSatisfy({ $0.isLetter || $0 == " " || $0 == "_" || $0 == "-" }),
                words.split(separator: " ").count <= mostWords
            else { return nil }
            return words + ":"
        }
    }

    /// "<query>" of a line that begins with it.
    private static func enclosed(_ line: Substring, _ end: Character) -> String? {
        guard let close = line.prefix(longestLabel).firstIndex(of: end) else { return nil }
        let name = line[line.index(after: line.startIndex)..<close]
        guard !name.isEmpty,
            name.allSatisfy({ $0.isLetter || $0 == "_" || $0 == "-" || $0 == "/" })
        else { return nil }
        return String(line[...close])
    }
}
