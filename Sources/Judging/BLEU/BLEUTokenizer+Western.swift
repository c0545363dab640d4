/// The rules of mteval-v13a, and the Chinese ones that end in them.
extension BLEUTokenizer {
    /// The text without mteval's marks of a file: `<skipped>`, hyphens at a line's end, entities.
    static func plainText(_ line: [UInt32]) -> [UInt32] {
        var text = replacing("<skipped>", with: nil, in: line)
        text = replacing("-\n", with: nil, in: text)
        text = replacing("\n", with: space, in: text)
        // In this order: what one replacement makes, a later one may still meet.
        text = replacing("&quot;", with: 0x22, in: text)
        text = replacing("&amp;", with: 0x26, in: text)
        text = replacing("&lt;", with: 0x3C, in: text)
        return replacing("&gt;", with: 0x3E, in: text)
    }

    /// Marks apart from words; full stops and commas only where no digit stands on one side of them,
    /// and hyphens behind digits.
    static func westernMarksApart(_ line: [UInt32]) -> [UInt32] {
        var text = apart(line, isWesternMark)
        text = pairsApart(
            text, { !isDigit($0) }, isStopOrComma,
            spaces: (before: false, between: true, after: true)
        )
        text = pairsApart(
            text, isStopOrComma, { !isDigit($0) },
            spaces: (before: true, between: true, after: false)
        )
        return pairsApart(
            text, isDigit, { $0 == 0x2D }, spaces: (before: false, between: true, after: true))
    }

    /// ASCII's marks but `'`, `,`, `-` and `.`, which may belong to a word or number.
    private static func isWesternMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    private static func isStopOrComma(_ scalar: UInt32) -> Bool {
        scalar == 0x2E || scalar == 0x2C
    }

    private static func isDigit(_ scalar: UInt32) -> Bool { 0x30...0x39 ~= scalar }

    /// Chinese characters apart.
    static func chineseApart(_ line: [UInt32]) -> [UInt32] { apart(line, isChinese) }

    /// What sacrebleu's `zh` takes for a Chinese character.
    private static func isChinese(_ scalar: UInt32) -> Bool {
        switch scalar {
        // Ideographs and their compatibility forms.
        case 0x3400...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A, 0xFA70...0xFAD9:
            true
        // Full and half widths, radicals, punctuation, strokes, phonetic symbols, presentation forms.
        case 0xFF00...0xFFEF, 0x2E80...0x2EFF, 0x3000...0x303F, 0x31C0...0x31EF, 0x2F00...0x2FDF,
            0x2FF0...0x2FFF, 0x3100...0x312F, 0x31A0...0x31BF, 0xFE10...0xFE1F, 0xFE30...0xFE4F:
            true
        // Symbols, dingbats, enclosed and squared characters.
        case 0x2600...0x27BF, 0x3200...0x33FF: true
        // sacrebleu means the ideographs from U+20000 and U+2F800 on, but writes them in a way that
        // Python reads as these. Equal scores need the same mistake.
        case 0x2001...0x2A6D: true
        default: false
        }
    }
}
