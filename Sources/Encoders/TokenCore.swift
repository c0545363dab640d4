import Tokenizers

/// A token and what of the text it stands for without the white space around it.
struct TokenCore {
    var id: Int32
    /// Bytes of the text, whole characters; empty for a token of white space only, and then at its
    /// end.
    var range: Range<Int>

    init(_ token: EncodedToken, in bytes: [UInt8]) {
        id = token.id
        var start = token.range.lowerBound
        var end = token.range.upperBound
        // A token of some bytes of a character stands for all of it.
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        while start < end, let width = Self.spaceWidth(bytes, start) { start += width }
        while start < end {
            var last = end - 1
            while last > start, bytes[last] & 0xC0 == 0x80 { last -= 1 }
            guard Self.spaceWidth(bytes, last) != nil else { break }
            end = last
        }
        range = start..<max(start, end)
    }

    /// Bytes of the white space at a place; nil where there is something else.
    static func spaceWidth(_ bytes: [UInt8], _ position: Int) -> Int? {
        let first = bytes[position]
        if first < 0x80 { return first == 0x20 || (0x09...0x0D).contains(first) ? 1 : nil }
        let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard position + width <= bytes.count else { return nil }
        let text = String(decoding: bytes[position..<position + width], as: UTF8.self)
        guard let scalar = text.unicodeScalars.first else { return nil }
        return scalar.properties.isWhitespace ? width : nil
    }
}
