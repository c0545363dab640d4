/// Walking over bytes that are known to be valid UTF-8.
enum UTF8Scan {
    /// The scalar at the position and how many bytes it takes.
    @inline(__always)
    static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> (UInt32, Int) {
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[position + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[position + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        let fourth = UInt32(bytes[position + 3] & 0x3F)
        return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
    }

    /// The start of the scalar that ends at the position.
    @inline(__always)
    static func before(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
        var result = position - 1
        while bytes[result] & 0xC0 == 0x80 { result -= 1 }
        return result
    }

    /// Calls the body with each scalar of the range and where it starts and ends.
    @inline(__always)
    static func forEach(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ body: (UInt32, Range<Int>) -> Void
    ) {
        var position = range.lowerBound
        while position < range.upperBound {
            let (value, width) = scalar(bytes, position)
            body(value, position..<position + width)
            position += width
        }
    }
}
