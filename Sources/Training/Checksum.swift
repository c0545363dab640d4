import Foundation

/// A 64-bit checksum against damage on disk (FNV-1a over 8-byte words); not against an attacker.
package enum Checksum {
    /// - Throws: what reading the file throws.
    package static func ofFile(_ url: URL) throws -> String {
        let data = try Data(contentsOf: url, options: .mappedIfSafe)
        return data.withUnsafeBytes { of($0) }
    }

    /// Hexadecimal digits.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            // Multiplication only carries upwards; this brings high bits down again.
            hash ^= hash >> 32
            offset += 8
        }
        while offset < bytes.count {
            mix(UInt64(bytes[offset]))
            offset += 1
        }
        mix(UInt64(bytes.count))
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: length - text.count) + text
    }

    /// Digits of a checksum.
    package static let length = 16

    /// The same for data.
    package static func of(_ data: Data) -> String { data.withUnsafeBytes { of($0) } }

    /// The same for a text.
    package static func of(_ text: String) -> String {
        Array(text.utf8).withUnsafeBytes { of($0) }
    }
}
