/// What was cut from a text, down to parts of words.
///
/// A text that lost a word here and there has hardly a sentence left as it was, so that
/// `WordDifference` would show all of it as changed.
package struct CutDifference: Equatable, Sendable {
    /// In reading order, as in `WordDifference`.
    package private(set) var pieces: [WordDifference.Piece] = []

    /// Above so many words on a side the search would take long and `WordDifference` is better.
    static let pieceLimit = 3_000

    package init(from old: String, to new: String) {
        let before = Self.words(old)
        let after = Self.words(new)
        guard before.count <= Self.pieceLimit, after.count <= Self.pieceLimit else {
            pieces = WordDifference(from: old, to: new).pieces
            return
        }
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, removed.contains(left) {
                add(.removed, before[left])
                left += 1
            } else if right < after.count, added.contains(right) {
                add(.added, after[right])
                right += 1
            } else {
                add(.same, after[right])
                left += 1
                right += 1
            }
        }
    }

    /// The text with marks for a file or a pipe: `[-cut-]` and `{+new+}`.
    package var plainText: String {
        pieces.map { piece in
            switch piece.kind {
            case .same: piece.text
            case .removed: "[-\(piece.text)-]"
            case .added: "{+\(piece.text)+}"
            }
        }.joined()
    }

    /// The text for a terminal: what was cut struck out and dim, what is new underlined.
    ///
    /// Text that could steer the terminal is shown as dots.
    package var terminalText: String {
        pieces.map { piece in
            let text = Self.harmless(piece.text)
            return switch piece.kind {
            case .same: text
            case .removed: "\u{1B}[9;2m\(text)\u{1B}[0m"
            case .added: "\u{1B}[4m\(text)\u{1B}[0m"
            }
        }.joined()
    }

    private static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                    return isControl && scalar != "\n" && scalar != "\t" ? "·" : scalar
                }))
    }

    private mutating func add(_ kind: WordDifference.Kind, _ text: String) {
        if let last = pieces.indices.last, pieces[last].kind == kind {
            pieces[last].text += text
        } else {
            pieces.append(.init(kind, text))
        }
    }

    /// Words and numbers with the one space before them, everything else character by character.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isInWord = false
        for character in text {
            let isWord = character.isLetter || character.isNumber
            if isWord, isInWord || words.last == " ", !words.isEmpty {
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
            }
            isInWord = isWord
        }
        return words
    }
}
