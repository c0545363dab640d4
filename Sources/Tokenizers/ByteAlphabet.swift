/// The 256 printable scalars that byte-level tokenizers write bytes with.
///
/// *Source* `bytes_to_unicode` of GPT-2's encoder: printable Latin-1 stands for itself, the other
/// bytes follow from U+0100 on.
enum ByteAlphabet {
    /// The scalar of each byte.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? " "
            }
        }
    }()

    /// The scalar of each byte in UTF-8, one or two bytes.
    static let encoded: [[UInt8]] = scalars.map { Array(String($0).utf8) }

    /// The byte of each scalar from U+0000 to U+0143, or -1.
    private static let bytes: [Int16] = {
        var result = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { result[Int(scalar.value)] = Int16(byte) }
        return result
    }()

    /// The bytes that a token of such scalars stands for; nil where another scalar is in it.
    static func decode(_ token: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(token.count)
        for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
            guard scalar.value < 0x144, bytes[Int(scalar.value)] >= 0 else { return nil }
            result.append(UInt8(bytes[Int(scalar.value)]))
        }
        return result
    }
}
