/// Cuts a text's tokens into stretches that the classifier reads one at a time.
///
/// Source: LLMLingua-2's `__chunk_context`: as long as fits, cut behind the last end of a sentence.
/// Beyond it a chunk without any such end is cut before a word.
enum TokenChunks {
    /// - Parameters:
    ///   - cores: the text's tokens.
    ///   - bytes: the text.
    ///   - limit: tokens of the longest chunk, at least 1.
    ///   - beginsWord: whether a token begins a word.
    /// - Returns: ranges of tokens in order, without gaps.
    static func ranges(
        _ cores: [TokenCore], in bytes: [UInt8], limit: Int, beginsWord: (Int) -> Bool
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while cores.count - start > limit {
            let window = start + 1...start + limit
            let end =
                window.last { endsSentence(cores, bytes, before: $0) } ?? window.last {
                    beginsWord($0)
                } ?? window.upperBound
            ranges.append(start..<end)
            start = end
        }
        if start < cores.count { ranges.append(start..<cores.count) }
        return ranges
    }

    /// Whether a sentence or a line ends before a token that is not the first.
    private static func endsSentence(
        _ cores: [TokenCore], _ bytes: [UInt8], before index: Int
    ) -> Bool {
        let left = cores[index - 1].range
        let end = left.upperBound
        let next = max(end, cores[index].range.lowerBound)
        if bytes[end..<next].contains(0x0A) { return true }
        guard let last = bytes[left].last else { return false }
        if [0x2E, 0x21, 0x3F].contains(last) { return next > end }
        // The full-width 。！？.
        return [[0xE3, 0x80, 0x82], [0xEF, 0xBC, 0x81], [0xEF, 0xBC, 0x9F]].contains {
            bytes[left].suffix(3).elementsEqual($0)
        }
    }
}
