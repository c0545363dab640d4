/// Words, runs of white space and single other bytes: the steps in which texts are compared.
///
/// Bytes above ASCII count as letters, so that no character is cut.
enum TextTokens {
    static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || isASCIILetterOrDigit(byte)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    private static func isASCIILetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    /// Bounds of all tokens: token i is `bounds[i] ..< bounds[i + 1]`.
    static func bounds(of text: ArraySlice<UInt8>) -> [Int] {
        var bounds: [Int] = [text.startIndex]
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            if isWordByte(byte) {
                while index < text.endIndex, isWordByte(text[index]) { index += 1 }
            } else if isSpace(byte) {
                while index < text.endIndex, isSpace(text[index]) { index += 1 }
            }
            bounds.append(index)
        }
        return bounds
    }

    /// Bounds of lines, each with its end.
    static func lineBounds(of text: ArraySlice<UInt8>) -> [Int] {
        var bounds: [Int] = [text.startIndex]
        for index in text.indices where text[index] == 0x0A { bounds.append(index + 1) }
        if bounds.last != text.endIndex { bounds.append(text.endIndex) }
        return bounds
    }

    static func wordCount(_ text: some Sequence<UInt8>) -> Int {
        var count = 0
        var isInside = false
        for byte in text {
            let isWord = isWordByte(byte)
            if isWord, !isInside { count += 1 }
            isInside = isWord
        }
        return count
    }

    /// The first place of a text in another.
    static func firstIndex(
        of needle: ArraySlice<UInt8>, in text: ArraySlice<UInt8>, from start: Int
    ) -> Int? {
        guard let first = needle.first, text.endIndex - start >= needle.count else { return nil }
        let last = text.endIndex - needle.count
        var index = start
        return text.withUnsafeBufferPointer { text -> Int? in
            needle.withUnsafeBufferPointer { needle -> Int? in
                let base = last + needle.count - text.count
                while index <= last {
                    if text[index - base] == first {
                        var length = 1
                        while length < needle.count,
                            text[index - base + length] == needle[length]
                        { length += 1 }
                        if length == needle.count { return index }
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}
