/// Trains byte-level byte-pair encoding.
///
/// The result depends on nothing but the texts and the settings: the pair that occurs most often
/// merges first, and of pairs that occur equally often the one with the lower ids.
///
/// *Source* Sennrich et al. 2016, algorithm 1, on bytes as in GPT-2. Ids are given out in the order
/// of the `tokenizers` library's trainer: special tokens, the alphabet, merges.
package struct BPETrainer: Sendable {
    /// Cuts the texts into the pieces that no merge crosses.
    package let pattern: ScalarRegex
    /// How many tokens to make at most; fewer come out when no pair is left.
    package let vocabularySize: Int
    /// Tokens that are never part of a merge.
    ///
    /// Where the texts spell them they are cut out, so that chat markers do not use up merges.
    package let specialTokens: [String]
    /// A pair that occurs more rarely does not merge.
    package let minimumPairCount: Int

    /// - Throws: `RegexSyntaxError` for the pattern; `TokenizerError` when the vocabulary cannot hold
    ///   the special tokens and the 256 bytes, or a special token is empty or given twice.
    package init(
        pattern: String, vocabularySize: Int, specialTokens: [String] = [],
        minimumPairCount: Int = 2
    ) throws {
        self.pattern = try ScalarRegex(pattern)
        self.vocabularySize = vocabularySize
        self.specialTokens = specialTokens
        self.minimumPairCount = minimumPairCount
        if specialTokens.contains(where: \.isEmpty)
            || Set(specialTokens.map { Array($0.utf8) }).count < specialTokens.count
        {
            throw TokenizerError.untrainable(
                reason: "a special token is empty or given twice. Correct the list of them")
        }
        let least = 256 + specialTokens.count
        guard vocabularySize >= least, vocabularySize <= 16_777_216 else {
            throw TokenizerError.untrainable(
                reason: "a vocabulary of \(vocabularySize) does not lie between \(least), the 256 "
                    + "bytes with the special tokens, and 16777216. Choose another size")
        }
    }

    /// Trains on texts.
    package func train(_ texts: some Sequence<String>) -> TrainedBPE {
        var training = BPETraining(
            words: countWords(texts), firstID: Int32(specialTokens.count),
            minimumPairCount: minimumPairCount)
        while training.nextID < vocabularySize, training.mergeBestPair() {}
        return TrainedBPE(
            pattern: pattern.pattern, specialTokens: specialTokens, tokens: training.tokens,
            merges: training.merges)
    }

    /// The distinct pieces of all texts, in the order of their first occurrence.
    private func countWords(_ texts: some Sequence<String>) -> [BPETraining.Word] {
        var trie = TokenTrie()
        for (index, token) in specialTokens.enumerated() {
            trie.insert(Array(token.utf8), index: index)
        }
        var places: [ArraySlice<UInt8>: Int] = [:]
        var words: [BPETraining.Word] = []
        for text in texts {
            let content = Array(text.utf8)
            content.withUnsafeBufferPointer { bytes in
                func add(_ range: Range<Int>) {
                    pattern.forEachPiece(in: bytes, range) { piece in
                        if let place = places[content[piece]] {
                            words[place].count += 1
                        } else {
                            places[content[piece]] = words.count
                            words.append(.init(bytes: content[piece]))
                        }
                    }
                }
                var start = 0
                while let match = trie.firstMatch(in: bytes, start..<bytes.count) {
                    add(start..<match.range.lowerBound)
                    start = match.range.upperBound
                }
                add(start..<bytes.count)
            }
        }
        return words
    }
}

/// A trained vocabulary with its merges.
package struct TrainedBPE: Sendable, Equatable {
    /// Two tokens, in the byte alphabet.
    package struct Merge: Sendable, Equatable {
        package let left: String
        package let right: String

        package init(left: String, right: String) {
            self.left = left
            self.right = right
        }
    }

    /// The pattern that cut the texts.
    package let pattern: String
    /// Ids from 0 on.
    package let specialTokens: [String]
    /// The other tokens, in the byte alphabet; their ids follow those of the special tokens.
    package let tokens: [String]
    /// In order of rank.
    package let merges: [Merge]

    /// Special tokens and others.
    package var vocabularySize: Int { specialTokens.count + tokens.count }
}
