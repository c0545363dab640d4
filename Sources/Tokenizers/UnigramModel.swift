/// Unigram, SentencePiece's model: of all ways to cut a piece into tokens the one whose scores sum
/// up highest.
///
/// Source: Kudo 2018; the `tokenizers` library, whose order of comparisons decides between equals.
struct UnigramModel: Sendable {
    let vocabulary: Vocabulary
    /// Logarithms of probabilities by id.
    private let scores: [Double]
    private let unknownToken: Int32
    private let unknownScore: Double
    private let longestToken: Int
    /// The ids of `<0x00>` to `<0xFF>`; nil where scalars that are no token do not fall back to
    /// bytes.
    private let byteTokens: [Int32]?

    /// How far below the lowest score an unknown scalar is.
    private static let unknownPenalty = 10.0

    init(
        vocabulary: Vocabulary, scores: [Double], unknownToken: Int32, fallsBackToBytes: Bool
    ) {
        self.vocabulary = vocabulary
        self.scores = scores
        self.unknownToken = unknownToken
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
        var longest = 0
        vocabulary.forEach { bytes, _ in longest = max(longest, bytes.count) }
        longestToken = longest
        byteTokens = fallsBackToBytes ? ByteTokens.ids(vocabulary) : nil
    }

    /// The best way to reach a place in the piece.
    private struct Step {
        var score = 0.0
        var start = -1
        var id: Int32 = -1
    }

    func tokenize(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ output: inout [BPEWorkspace.Symbol]
    ) {
        let steps = bestSteps(bytes, range)
        var parts: [(range: Range<Int>, isUnknown: Bool)] = []
        var end = range.count
        while end > 0 {
            let step = steps[end]
            let part = range.lowerBound + step.start..<range.lowerBound + end
            let isUnknown = step.id == unknownToken
            if isUnknown, let next = parts.last, next.isUnknown {
                parts[parts.count - 1].range = part.lowerBound..<next.range.upperBound
            } else {
                parts.append((part, isUnknown))
            }
            end = step.start
        }
        for part in parts.reversed() { add(bytes, part.range, &output) }
    }

    /// The best step that ends at each place.
    private func bestSteps(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> [Step] {
        var steps = [Step](repeating: Step(), count: range.count + 1)
        var start = range.lowerBound
        while start < range.upperBound {
            let score = steps[start - range.lowerBound].score
            let width = UTF8Scan.scalar(bytes, start).1
            var hasScalar = false
            func offer(_ id: Int32, _ own: Double, end: Int) {
                let place = end - range.lowerBound
                if steps[place].start < 0 || own + score > steps[place].score {
                    steps[place] = Step(
                        score: own + score, start: start - range.lowerBound, id: id)
                }
            }
            var end = start
            while end < range.upperBound, end - start < longestToken {
                end += UTF8Scan.scalar(bytes, end).1
                let id = vocabulary.id(bytes[start..<end])
                guard id >= 0 else { continue }
                offer(id, scores[Int(id)], end: end)
                if end - start == width { hasScalar = true }
            }
            if !hasScalar { offer(unknownToken, unknownScore, end: start + width) }
            start += width
        }
        return steps
    }

    private func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ output: inout [BPEWorkspace.Symbol]
    ) {
        let id = vocabulary.id(bytes[range])
        if id >= 0 {
            output.append(.init(id: id, length: Int32(range.count)))
            return
        }
        if let byteTokens, range.allSatisfy({ byteTokens[Int(bytes[$0])] >= 0 }) {
            for position in range {
                output.append(.init(id: byteTokens[Int(bytes[position])], length: 1))
            }
            return
        }
        output.append(.init(id: unknownToken, length: Int32(range.count)))
    }
}

extension UnigramModel {
    init(_ reader: StageReader) throws {
        let entries = try reader.array("vocab")
        var vocabulary = Vocabulary(reserving: entries.count)
        var scores: [Double] = []
        scores.reserveCapacity(entries.count)
        for (id, entry) in entries.enumerated() {
            guard let pair = entry.arrayValue, pair.count == 2, let token = pair[0].stringValue,
                let score = pair[1].doubleValue, score.isFinite
            else {
                throw TokenizerError.wrongField(
                    file: reader.file, field: reader.field("vocab[\(id)]"),
                    expected: "a list of a token and its score", found: entry.text())
            }
            vocabulary.insert(token.utf8, id: Int32(id))
            scores.append(score)
        }
        guard !reader.isAbsent("unk_id") else {
            throw reader.unsupported("unk_id", "is null: characters outside the vocabulary fail")
        }
        let unknown = try reader.count("unk_id")
        guard unknown < entries.count else {
            throw reader.unsupported("unk_id", "is \(unknown), which is not in the vocabulary")
        }
        self.init(
            vocabulary: vocabulary, scores: scores, unknownToken: Int32(unknown),
            fallsBackToBytes: try reader.bool("byte_fallback", default: false))
    }
}
