/// The tokens `<0x00>` to `<0xFF>`, which stand for single bytes of what is no token itself.
enum ByteTokens {
    /// Their ids by byte, -1 where the vocabulary lacks one.
    static func ids(_ vocabulary: Vocabulary) -> [Int32] {
        (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            let token = "<0x" + (digits.count < 2 ? "0" : "") + digits + ">"
            return vocabulary.id(Array(token.utf8)) ?? -1
        }
    }
}
