/// A part of a template that stands for itself: a heading with its text, or a block between blank
/// lines.
package struct TemplateSection: Sendable, Equatable {
    /// With the blank lines behind it; joined, all sections are the text again.
    package var text: String

    /// The longest title, in characters.
    package static let titleLength = 40

    /// Its heading without the marks, or how it begins; a long one is cut off.
    package var title: String {
        let first =
            text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let words = first.drop { $0 == "#" || $0.isWhitespace }
        let title = words.isEmpty ? first : words
        return title.count <= Self.titleLength
            ? String(title) : title.prefix(Self.titleLength - 3) + "..."
    }

    /// Cuts a text into its sections.
    ///
    /// A heading ("# Rules") belongs to the block behind it, and a fenced block of code is never
    /// cut.
    package static func sections(of text: String) -> [TemplateSection] {
        var sections: [TemplateSection] = []
        var current = ""
        var isBehindBlank = false
        var hasBody = false
        var isInCode = false
        func close() {
            if !current.isEmpty { sections.append(TemplateSection(text: current)) }
            current = ""
            hasBody = false
        }
        for line in lines(of: text) {
            let content = line.drop(while: \.isWhitespace)
            let isBlank = content.isEmpty
            let isHeading = !isInCode && content.first == "#"
            if !isInCode, !isBlank, hasBody, isHeading || isBehindBlank { close() }
            current += line
            if content.hasPrefix("```") { isInCode.toggle() }
            if !isBlank, !isHeading { hasBody = true }
            isBehindBlank = isBlank
        }
        close()
        return sections
    }

    /// Lines with their ends.
    private static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        for index in text.indices where text[index].isNewline {
            let next = text.index(after: index)
            lines.append(text[start..<next])
            start = next
        }
        if start < text.endIndex { lines.append(text[start...]) }
        return lines
    }
}
