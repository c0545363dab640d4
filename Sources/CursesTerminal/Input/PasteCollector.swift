/// The bytes of one bracketed paste.
struct PasteCollector: Sendable {
    private static let endMark: [UInt8] = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    /// How much of the end mark the last bytes are.
    private var matched = 0

    /// Takes bytes up to the end mark; returns the index behind it, or nil where it is not there.
    mutating func append(_ more: ArraySlice<UInt8>) -> Int? {
        for index in more.indices {
            let byte = more[index]
            if byte == Self.endMark[matched] {
                matched += 1
                if matched == Self.endMark.count { return index + 1 }
                continue
            }
            // Only the mark's first byte can begin it anew: no other byte of it is an escape.
            keep(Self.endMark.prefix(matched))
            matched = byte == Self.endMark[0] ? 1 : 0
            if matched == 0 { keep(CollectionOfOne(byte)) }
        }
        return nil
    }

    /// The text, made harmless; nil where nothing is left.
    ///
    /// Line ends become `\n`, tabs are kept, all other control characters are left out, and invalid
    /// UTF-8 shows as U+FFFD.
    func finished(with rest: [UInt8]) -> String? {
        let text = String(decoding: bytes + rest, as: UTF8.self)
        var result = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0D: result.append("\n")
            case 0x0A where isAfterReturn: break
            case 0x0A, 0x09: result.append(scalar)
            case 0..<0x20, 0x7F..<0xA0: break
            default: result.append(scalar)
            }
            isAfterReturn = scalar.value == 0x0D
        }
        return result.isEmpty ? nil : String(result)
    }

    private mutating func keep(_ more: some Collection<UInt8>) {
        bytes += more.prefix(max(0, InputDecoder.pasteByteLimit - bytes.count))
    }
}
