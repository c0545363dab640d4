/// Where template ends and the query block begins.
///
/// What varies has markers around it ("Question: ", "### Response"), and texts that by chance
/// begin alike ("Write a function to"). Both belong to the query block. So a shared text is cut
/// back to whole lines, or sentences, and short label lines next to the query stay with it.
extension SharedPattern {
    /// Shared words at a border that count as marker or chance.
    private static let mostMarkerWords = 5
    private static let mostLabelWords = 3

    /// The pattern with its borders moved, and the fixed texts that now belong to the query.
    func withBorders() -> (pattern: SharedPattern, before: Bytes, after: Bytes) {
        guard !isWhole else { return (self, [], []) }
        var pattern = self
        pattern.head = head[..<Self.templateEnd(head)]
        if TextTokens.wordCount(pattern.head) == 0 { pattern.head = head.prefix(0) }
        pattern.tail = tail[Self.templateStart(tail)...]
        if TextTokens.wordCount(pattern.tail) == 0 { pattern.tail = tail.suffix(0) }
        pattern.middles = middles.compactMap(Self.template(inside:))
        return (
            pattern, head[pattern.head.endIndex...], tail[..<pattern.tail.startIndex]
        )
    }

    /// A segment between two varying pieces: one separator stays with the query on either side.
    private static func template(inside segment: Bytes) -> Bytes? {
        let start = templateStart(segment)
        let end = templateEnd(segment)
        guard start < end else { return nil }
        var template = segment[start..<end]
        let stripped = template.drop(while: TextTokens.isSpace)
        template = stripped
        if stripped.startIndex == segment.startIndex {
            // Nothing in front keeps the pieces apart, so what follows has to.
            while let last = template.last, TextTokens.isSpace(last) { template.removeLast() }
        }
        return TextTokens.wordCount(template) >= SharedSegments.leastWords ? template : nil
    }

    // MARK: Before the query

    private static func templateEnd(_ text: Bytes) -> Int {
        var end = text.endIndex
        let lineStart = (text.lastIndex(of: 0x0A) ?? text.startIndex - 1) + 1
        let line = text[lineStart...]
        if TextTokens.wordCount(line) <= mostMarkerWords {
            end = lineStart
        } else {
            end = sentenceEnd(line) ?? wordEnd(line)
        }
        return end == lineStart ? withoutLabelLine(text[..<end]) : end
    }

    /// The last place in a line after which a marker may begin.
    private static func sentenceEnd(_ line: Bytes) -> Int? {
        for stops in [Array(".!?".utf8), Array(":".utf8)] {
            for index in line.indices.dropLast().reversed()
            where stops.contains(line[index]) && line[index + 1] == 0x20 {
                let end = index + 2
                if TextTokens.wordCount(line[end...]) <= mostMarkerWords { return end }
                break
            }
        }
        return nil
    }

    /// Leaves out a word that the varying text may go on with.
    private static func wordEnd(_ line: Bytes) -> Int {
        var end = line.endIndex
        while end > line.startIndex, TextTokens.isWordByte(line[end - 1]) { end -= 1 }
        // A text without spaces, such as Chinese: a whole character is enough.
        if TextTokens.wordCount(line[..<end]) == 0 {
            end = line.endIndex
            while end > line.startIndex, line[end - 1] & 0xC0 == 0x80 { end -= 1 }
            if end > line.startIndex, line[end - 1] >= 0xC0 {
                let isWhole = line.endIndex - end + 1 == scalarByteCount(line[end - 1])
                end = isWhole ? line.endIndex : end - 1
            }
        }
        return end
    }

    private static func scalarByteCount(_ lead: UInt8) -> Int {
        lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    }

    /// Leaves out the label lines that stand one upon the other at the end.
    private static func withoutLabelLine(_ text: Bytes) -> Int {
        var rest = text
        while rest.last == 0x0A {
            let lineStart = (rest.dropLast().lastIndex(of: 0x0A) ?? rest.startIndex - 1) + 1
            guard isLabel(rest[lineStart...]) else { break }
            rest = rest[..<lineStart]
        }
        return rest.endIndex
    }

    // MARK: After the query

    private static func templateStart(_ text: Bytes) -> Int {
        guard !text.isEmpty else { return text.startIndex }
        let firstEnd = text.firstIndex(of: 0x0A) ?? text.endIndex
        let words = TextTokens.wordCount(text[..<firstEnd])
        if words > mostMarkerWords { return wordStart(text) }
        // What the first line has, such as a question mark, all queries end with by chance.
        let isBlank = text[..<firstEnd].allSatisfy(TextTokens.isSpace)
        let start = isBlank ? text.startIndex : firstEnd
        // Labels, one line upon the other, stand right behind the query.
        var end = start
        var rest = text[start...].drop(while: TextTokens.isSpace)
        while true {
            let lineEnd = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            guard isLabel(rest[..<lineEnd]) else { return end }
            end = lineEnd
            rest = rest[lineEnd...].dropFirst()
        }
    }

    private static func wordStart(_ text: Bytes) -> Int {
        var start = text.startIndex
        while start < text.endIndex, TextTokens.isWordByte(text[start]) { start += 1 }
        // No spaces: go on to the first byte that begins a character.
        if TextTokens.wordCount(text[start...]) == 0 {
            start = text.startIndex
            while start < text.endIndex, text[start] & 0xC0 == 0x80 { start += 1 }
        }
        return start
    }

    // MARK: Labels

    /// The end of a text that is a label of what follows it, or nothing.
    static func labels(endingIn text: Bytes) -> Bytes {
        let lineStart = (text.lastIndex(of: 0x0A) ?? text.startIndex - 1) + 1
        for end in [text.endIndex, lineStart] {
            let core = text[..<end]
            let last = core.split(separator: 0x0A).last { TextTokens.wordCount($0) > 0 }
            if let last, isLabel(last) { return core }
        }
        return text.prefix(0)
    }

    /// From the first line break on, where a label of what the model is to write follows that;
    /// else nothing.
    static func labels(beginning text: Bytes) -> Bytes {
        let lines = text[(text.firstIndex(of: 0x0A) ?? text.endIndex)...]
        let first = lines.split(separator: 0x0A).first { TextTokens.wordCount($0) > 0 }
        guard let first, isLabel(first) else { return text.suffix(0) }
        return lines
    }

    /// "Question:", "### Input", "</query>".
    private static func isLabel(_ line: Bytes) -> Bool {
        let spaces = { (byte: UInt8) in TextTokens.isSpace(byte) }
        var core = line.drop(while: spaces)
        while let last = core.last, spaces(last) { core.removeLast() }
        guard let first = core.first, let last = core.last,
            (1...mostLabelWords).contains(TextTokens.wordCount(core))
        else { return false }
        return "#<[*=".utf8.contains(first) || ":>]=*".utf8.contains(last)
    }
}
