import Foundation

/// How the next token is chosen.
package struct Sampler: Sendable {
    /// 0 takes the most probable token.
    package var temperature: Float
    /// Only the most probable tokens that together reach this share; 1 for all.
    package var topP: Float
    private var generator: SeededGenerator

    package static let greedy = Sampler()

    package init(temperature: Float = 0, topP: Float = 1, seed: UInt64 = 0) {
        self.temperature = temperature
        self.topP = topP
        generator = SeededGenerator(seed: seed)
    }

    /// What greedy decoding takes: the first of the largest logits.
    static func mostProbable(_ logits: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for index in logits.indices where logits[index] > logits[best] { best = index }
        return best
    }

    /// The first of the largest logits where greedy.
    package mutating func sample(_ logits: [Float]) -> Int32 {
        guard temperature > 0 else {
            return Int32(logits.withUnsafeBufferPointer(Self.mostProbable))
        }
        let largest = logits.max() ?? 0
        var candidates = logits.enumerated().map { index, logit in
            (token: Int32(index), weight: exp((logit - largest) / temperature))
        }
        if topP < 1 {
            candidates.sort { ($0.weight, $1.token) > ($1.weight, $0.token) }
            let total = candidates.reduce(0) { $0 + $1.weight }
            var kept: Float = 0
            let count =
                candidates.firstIndex { candidate in
                    kept += candidate.weight
                    return kept >= topP * total
                } ?? candidates.count - 1
            candidates.removeLast(candidates.count - count - 1)
        }
        var threshold = generator.unit() * candidates.reduce(0) { $0 + $1.weight }
        for candidate in candidates {
            threshold -= candidate.weight
            if threshold < 0 { return candidate.token }
        }
        return candidates[candidates.count - 1].token
    }
}
