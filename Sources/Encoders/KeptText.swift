/// Writes what is kept of a text.
struct KeptText {
    let bytes: [UInt8]
    let units: [CompressionUnit]
    let dropsConsecutive: Bool

    /// The kept units in their order.
    ///
    /// Where nothing was dropped between two of them, what stood there stays. Else one separator
    /// does: the strongest that stood there, a line end before a space.
    func text(keeping kept: [Bool]) -> String {
        var result: [UInt8] = []
        var end: Int?
        var gap: [UInt8] = []
        var hasGap = false
        var lastForced: Int?
        for (unit, isKept) in zip(units, kept) {
            gap += bytes[(end ?? 0)..<unit.range.lowerBound]
            end = unit.range.upperBound
            let repeats = dropsConsecutive && unit.forced != nil && unit.forced == lastForced
            guard isKept, !repeats else {
                hasGap = true
                continue
            }
            if !result.isEmpty {
                result += hasGap ? separator(gap, result, bytes[unit.range]) : gap
            }
            result += bytes[unit.range]
            gap = []
            hasGap = false
            lastForced = unit.forced
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func separator(
        _ gap: [UInt8], _ before: [UInt8], _ after: ArraySlice<UInt8>
    ) -> [UInt8] {
        let last = String(decoding: before.suffix(4), as: UTF8.self).unicodeScalars.last
        let first = String(decoding: after.prefix(4), as: UTF8.self).unicodeScalars.first
        guard let last, let first else { return [] }
        // A forced line end separates enough.
        if last.properties.isWhitespace || first.properties.isWhitespace { return [] }
        if gap.contains(0x0A) { return [0x0A] }
        if !gap.isEmpty { return [0x20] }
        // Words must not grow together when what stood between them goes.
        return Self.isSpaced(last) && Self.isSpaced(first) ? [0x20] : []
    }

    /// Letters and digits of scripts that put spaces between words.
    private static func isSpaced(_ scalar: Unicode.Scalar) -> Bool {
        let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        return isWord && !(0x2E80..<0xA000).contains(scalar.value)
            && !(0x20000..<0x30000).contains(scalar.value)
    }
}
