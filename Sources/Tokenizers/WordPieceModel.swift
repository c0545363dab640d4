/// WordPiece, BERT's model: the longest token that a word starts with, then the longest that the
/// rest starts with, and so on.
///
/// A word of which some part is no token becomes the unknown token as a whole. Source: Wu et al.
/// 2016; the `tokenizers` library.
struct WordPieceModel: Sendable {
    let vocabulary: Vocabulary
    let unknownToken: Int32
    /// What tokens inside of a word begin with.
    let continuingPrefix: [UInt8]
    /// Scalars; longer words are unknown.
    let longestWord: Int

    static let defaultContinuingPrefix = "##"
    static let defaultLongestWord = 100

    func tokenize(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ output: inout [BPEWorkspace.Symbol]
    ) {
        let first = output.count
        if !addParts(bytes, range, &output) {
            output.removeSubrange(first...)
            output.append(.init(id: unknownToken, length: Int32(range.count)))
        }
    }

    /// False where the word cannot be made of tokens.
    private func addParts(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ output: inout [BPEWorkspace.Symbol]
    ) -> Bool {
        var scalarCount = 0
        for position in range where bytes[position] & 0xC0 != 0x80 { scalarCount += 1 }
        if scalarCount > longestWord { return false }
        var start = range.lowerBound
        while start < range.upperBound {
            var end = range.upperBound
            var id: Int32 = -1
            while start < end {
                id =
                    start == range.lowerBound
                    ? vocabulary.id(bytes[start..<end])
                    : vocabulary.id(continuingPrefix + bytes[start..<end]) ?? -1
                if id >= 0 { break }
                end = UTF8Scan.before(bytes, end)
            }
            guard id >= 0 else { return false }
            output.append(.init(id: id, length: Int32(end - start)))
            start = end
        }
        return true
    }
}

extension WordPieceModel {
    init(_ reader: StageReader) throws {
        let vocabulary = try Vocabulary(reader)
        let token = try reader.string("unk_token")
        guard let unknown = vocabulary.id(Array(token.utf8)) else {
            throw reader.unsupported("unk_token", "is \"\(token)\", which is not in the vocabulary")
        }
        self.init(
            vocabulary: vocabulary, unknownToken: unknown,
            continuingPrefix: Array(
                (try reader.optionalString("continuing_subword_prefix")
                    ?? Self.defaultContinuingPrefix).utf8),
            longestWord: reader.isAbsent("max_input_chars_per_word")
                ? Self.defaultLongestWord : try reader.count("max_input_chars_per_word"))
    }
}
