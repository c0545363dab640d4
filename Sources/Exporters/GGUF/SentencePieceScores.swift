/// Scores with which llama.cpp's merging by score gives the ids that merging by rank gives.
///
/// llama.cpp joins neighbours wherever the joint text is a token, the highest score first. A
/// tokenizer.json lists the pairs that may be joined, the lowest rank first. The two agree where
/// every way to cut a token in two is listed and a token's ways follow each other: then the score is
/// how early the token comes, and that is how files converted from SentencePiece are.
struct SentencePieceScores {
    /// The sign that stands for a space.
    static let space: Unicode.Scalar = "\u{2581}"

    /// By id.
    let scores: [Float]
    /// A token that llama.cpp would make where the tokenizer does not or at another time; nil where
    /// the two agree on all.
    let firstDisagreement: String?
    let disagreementCount: Int

    init(_ vocabulary: GGUFVocabulary, merges: [(left: [UInt8], right: [UInt8])]) {
        var ids: [[UInt8]: Int] = [:]
        for (id, token) in vocabulary.tokens.enumerated() { ids[Array(token.utf8)] = id }
        var places = [Int](repeating: -1, count: vocabulary.tokens.count)
        var placeCount = 0
        var listed: Set<Cut> = []
        var disagreeing: Set<Int> = []
        var previous = -1
        for (left, right) in merges {
            guard let id = ids[left + right] else { continue }
            listed.insert(Cut(token: id, leftCount: left.count))
            if places[id] < 0 {
                places[id] = placeCount
                placeCount += 1
            } else if id != previous {
                disagreeing.insert(id)
            }
            previous = id
        }
        scores = places.enumerated().map { id, place in
            switch vocabulary.kinds[id] {
            case .control, .unknown, .byte, .userDefined: 0
            case .normal, .unused: -Float(place < 0 ? placeCount : place)
            }
        }
        for (id, token) in vocabulary.tokens.enumerated() where vocabulary.kinds[id] == .normal {
            for left in Self.unlistedCuts(Array(token.utf8), id, listed) {
                let bytes = Array(token.utf8)
                if Self.canStand(Array(bytes[..<left]), ids),
                    Self.canStand(Array(bytes[left...]), ids)
                {
                    disagreeing.insert(id)
                }
            }
        }
        disagreementCount = disagreeing.count
        firstDisagreement = disagreeing.min().map { vocabulary.tokens[$0] }
    }

    /// A token cut in two.
    private struct Cut: Hashable {
        var token: Int
        /// In bytes.
        var leftCount: Int
    }

    /// Places between a token's scalars at which no merge joins it.
    private static func unlistedCuts(_ token: [UInt8], _ id: Int, _ listed: Set<Cut>) -> [Int] {
        guard token.count > 1 else { return [] }
        return (1..<token.count).filter {
            token[$0] & 0xC0 != 0x80 && !listed.contains(Cut(token: id, leftCount: $0))
        }
    }

    /// Whether llama.cpp may have the text as one symbol: a token, or a single scalar, which it
    /// starts from even where that is no token.
    private static func canStand(_ text: [UInt8], _ ids: [[UInt8]: Int]) -> Bool {
        ids[text] != nil || text.count { $0 & 0xC0 != 0x80 } == 1
    }
}
