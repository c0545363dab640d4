/// A value of a GGUF file's metadata, by the type it is written with.
package enum GGUFValue: Sendable, Equatable {
    case uint32(UInt32)
    case float32(Float)
    case bool(Bool)
    case string(String)
    case strings([String])
    case floats([Float])
    case int32s([Int32])

    /// A count or a size.
    /// - Precondition: It is not negative and fits 32 bits.
    static func count(_ value: Int) -> GGUFValue { .uint32(UInt32(value)) }

    /// The format's number of the type.
    private var typeCode: UInt32 {
        switch self {
        case .uint32: 4
        case .float32: 6
        case .bool: 7
        case .string: 8
        case .strings, .floats, .int32s: 9
        }
    }

    /// Appends type and value as the file has them.
    func write(to bytes: inout GGUFBytes) {
        bytes.append(typeCode)
        switch self {
        case .uint32(let value): bytes.append(value)
        case .float32(let value): bytes.append(value.bitPattern)
        case .bool(let value): bytes.append(value ? 1 as UInt8 : 0)
        case .string(let value): bytes.append(value)
        case .strings(let values):
            bytes.append(8 as UInt32)
            bytes.append(UInt64(values.count))
            for value in values { bytes.append(value) }
        case .floats(let values):
            bytes.append(6 as UInt32)
            bytes.append(UInt64(values.count))
            for value in values { bytes.append(value.bitPattern) }
        case .int32s(let values):
            bytes.append(5 as UInt32)
            bytes.append(UInt64(values.count))
            for value in values { bytes.append(value) }
        }
    }
}

/// Bytes in the format's order, little-endian.
struct GGUFBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Length and UTF-8, without a zero at the end.
    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Fills up with zeros to a multiple.
    mutating func pad(to alignment: Int) {
        let excess = bytes.count % alignment
        if excess > 0 { bytes.append(contentsOf: repeatElement(0, count: alignment - excess)) }
    }
}
