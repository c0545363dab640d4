/// What the rules compressor keeps or drops as a whole: a line, or a sentence of a longer line.
struct TemplateUnit {
    var text: String
    /// Between this unit and the next; a blank line is white space of its own unit.
    var space: String

    /// Cuts a text into units; joined, texts and spaces are the text again.
    static func units(of text: String) -> [TemplateUnit] {
        var units: [TemplateUnit] = []
        var isInCode = false
        for line in lines(of: text) {
            let content = line.drop(while: \.isWhitespace)
            let isFence = content.hasPrefix("```")
            if isFence { isInCode.toggle() }
            if isInCode || isFence || content.first == "|" {
                units.append(unit(line))
            } else {
                units += sentences(of: line).map(unit)
            }
        }
        return units
    }

    private static func unit(_ text: Substring) -> TemplateUnit {
        var end = text.endIndex
        while end > text.startIndex, text[text.index(before: end)].isWhitespace {
            end = text.index(before: end)
        }
        return TemplateUnit(text: String(text[..<end]), space: String(text[end...]))
    }

    /// Lines with their ends.
    private static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index].isNewline {
                lines.append(text[start..<next])
                start = next
            }
            index = next
        }
        if start < text.endIndex { lines.append(text[start...]) }
        return lines
    }

    /// Sentences with the space after them.
    ///
    /// A stop counts only between a word of letters and a
    /// capital, so that "1. Use ROUND(x, 2)." and "e.g. this" stay whole.
    private static func sentences(of line: Substring) -> [Substring] {
        var sentences: [Substring] = []
        var start = line.startIndex
        var index = start
        var word: [Character] = []
        while index < line.endIndex {
            let character = line[index]
            let next = line.index(after: index)
            if ".!?".contains(character), next < line.endIndex, line[next] == " " {
                let after = line[next...].drop { $0 == " " }
                let isEnd =
                    word.count > 1 && !word.contains(".") && !word.contains(where: \.isNumber)
                if isEnd, let first = after.first, first.isUppercase || "\"`*(".contains(first) {
                    sentences.append(line[start..<after.startIndex])
                    start = after.startIndex
                    index = start
                    word = []
                    continue
                }
            }
            if character.isWhitespace { word = [] } else { word.append(character) }
            index = next
        }
        if start < line.endIndex { sentences.append(line[start...]) }
        return sentences
    }
}
