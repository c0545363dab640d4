/// One UTF-8 scalar at the start of bytes.
enum ScalarReader {
    enum Outcome: Equatable {
        case scalar(Unicode.Scalar, length: Int)
        /// A valid start that needs more bytes.
        case cut
        case invalid
    }

    static func read(_ bytes: ArraySlice<UInt8>) -> Outcome {
        guard let first = bytes.first else { return .cut }
        let length: Int
        switch first {
        case 0..<0x80: length = 1
        case 0xC2..<0xE0: length = 2
        case 0xE0..<0xF0: length = 3
        case 0xF0..<0xF5: length = 4
        default: return .invalid
        }
        let tail = bytes.dropFirst().prefix(length - 1)
        guard tail.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return .invalid }
        guard tail.count == length - 1 else { return .cut }
        // The decoder of the standard library rejects surrogates and overlong forms.
        var decoder = UTF8()
        var iterator = bytes.prefix(length).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return .invalid }
        return .scalar(scalar, length: length)
    }
}
