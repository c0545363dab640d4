import Tokenizers

/// What a token compressor keeps or drops as a whole: a token, or several where a character is
/// spread over them.
struct TokenUnit: Equatable {
    /// Of the text's UTF-8; begins and ends between two characters.
    var bytes: Range<Int>
    /// Indices of its tokens.
    var tokens: Range<Int>

    /// Cuts a text into units; joined they are the text again.
    /// - Parameters:
    ///   - text: the text.
    ///   - tokens: its own, in order.
    /// - Returns: no units for a text without tokens.
    static func units(of text: String, tokens: [EncodedToken]) -> [TokenUnit] {
        let isBorder = borders(of: text)
        var units: [TokenUnit] = []
        for (index, token) in tokens.enumerated() {
            let start = token.range.lowerBound
            if let last = units.indices.last {
                let isInside = token.range.isEmpty || start <= units[last].bytes.lowerBound
                if isInside || !isBorder[start] {
                    units[last].tokens = units[last].tokens.lowerBound..<(index + 1)
                    continue
                }
                units[last].bytes = units[last].bytes.lowerBound..<start
            }
            let first = units.isEmpty ? 0 : start
            units.append(
                TokenUnit(bytes: first..<(isBorder.count - 1), tokens: index..<(index + 1)))
        }
        return units
    }

    /// For each byte, and the place behind the last, whether a character begins there.
    private static func borders(of text: String) -> [Bool] {
        var isBorder = [Bool](repeating: false, count: text.utf8.count + 1)
        var offset = 0
        for character in text {
            isBorder[offset] = true
            offset += character.utf8.count
        }
        isBorder[offset] = true
        return isBorder
    }
}
