import Foundation

/// SentencePiece's table of replacements, compiled into a double-array trie.
///
/// Source: the `spm_precompiled` crate that the `tokenizers` library uses, with its ways: a short
/// cluster of characters is replaced as a whole by what its shortest prefix in the table becomes.
struct PrecompiledNormalizer: Sendable {
    private let units: [UInt32]
    /// The results, each ended by a zero byte.
    private let results: [UInt8]

    /// Bytes from which on a cluster is taken apart.
    private static let longCluster = 6

    /// - Returns: nil where the bytes are no such table.
    init?(_ table: [UInt8]) {
        guard table.count >= 4 else { return nil }
        func unit(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(table[offset + $1]) << UInt32(8 * $1) }
        }
        let byteCount = Int(unit(0))
        guard byteCount > 0, byteCount % 4 == 0, byteCount <= table.count - 4 else { return nil }
        units = stride(from: 4, to: 4 + byteCount, by: 4).map(unit)
        results = Array(table[(4 + byteCount)...])
    }

    func rewrite(_ source: TrackedText, _ range: Range<Int>, into target: inout TrackedText) {
        var position = range.lowerBound
        for cluster in String(decoding: source.bytes[range], as: UTF8.self) {
            let bytes = Array(cluster.utf8)
            let place = position..<position + bytes.count
            position = place.upperBound
            if bytes.count < Self.longCluster, let result = replacement(bytes[...]) {
                target.append(result, from: source.origin(of: place))
                continue
            }
            var start = place.lowerBound
            for scalar in cluster.unicodeScalars {
                let part = start..<start + scalar.utf8.count
                start = part.upperBound
                if let result = replacement(source.bytes[part]) {
                    target.append(result, from: source.origin(of: part))
                } else {
                    target.copy(part, of: source)
                }
            }
        }
    }

    /// What the shortest prefix that the table knows becomes.
    private func replacement(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var node = Self.offset(units[0])
        for byte in bytes {
            // Zero ends the table's keys.
            if byte == 0 { return nil }
            node ^= Int(byte)
            guard node < units.count, Self.label(units[node]) == UInt32(byte) else { return nil }
            let unit = units[node]
            node ^= Self.offset(unit)
            guard Self.hasLeaf(unit), node < units.count else { continue }
            let start = Int(units[node] & 0x7FFF_FFFF)
            guard start < results.count else { return nil }
            return results[start...].prefix { $0 != 0 }
        }
        return nil
    }

    private static func hasLeaf(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }
    private static func label(_ unit: UInt32) -> UInt32 { unit & 0x8000_00FF }
    private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << (unit >> 6 & 8)) }
}

extension PrecompiledNormalizer {
    init(_ reader: StageReader) throws {
        let text = try reader.string("precompiled_charsmap")
        guard let data = Data(base64Encoded: text), let table = Self(Array(data)) else {
            throw reader.unsupported("precompiled_charsmap", "is damaged: it is no table")
        }
        self = table
    }
}
