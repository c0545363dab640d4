/// `local@domain.tld`.
enum EmailForm {
    /// The address around an at sign.
    ///
    /// - Parameters:
    ///   - at: Where the sign stands.
    ///   - bytes: The text.
    ///   - free: The first byte that the address may take.
    /// - Returns: Nil where there is none.
    static func range(
        around at: Int, _ bytes: UnsafeBufferPointer<UInt8>, from free: Int
    ) -> Range<Int>? {
        var start = at
        while start > free, isLocal(bytes[start - 1]) { start -= 1 }
        while start < at, !bytes[start].isASCIILetter, !bytes[start].isASCIIDigit { start += 1 }
        guard start < at else { return nil }
        var end = at + 1
        var lastDot: Int?
        while end < bytes.count, isDomain(bytes[end]) {
            if bytes[end] == UInt8(ascii: ".") { lastDot = end }
            end += 1
        }
        // A sentence's full stop is not the domain's.
        while end > at + 1, !bytes[end - 1].isASCIILetter, !bytes[end - 1].isASCIIDigit {
            end -= 1
        }
        if let dot = lastDot, dot >= end {
            lastDot = bytes[at + 1..<end].lastIndex(of: UInt8(ascii: "."))
        }
        guard let lastDot, lastDot > at + 1, end - lastDot >= 3,
            bytes[lastDot + 1..<end].allSatisfy(\.isASCIILetter)
        else { return nil }
        return start..<end
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || "._%+-".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte == 0x2D
    }
}
