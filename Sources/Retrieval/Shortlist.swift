import Prompts

/// All positions that could be among a probe's best, by scores that are off by rounding.
struct Shortlist {
    private let probe: RetrievalProbe
    private let limit: Int
    /// How far apart two scores must be for their order to be sure.
    private let margin: Float
    private var found: [(position: Int, score: Float)] = []
    /// Below this nothing can be among the best.
    private var cutoff = -Float.infinity
    private var roomBeforeCut: Int

    /// Room beyond the best, so that the list is cut seldom.
    private static let slack = 256

    /// - Parameters:
    ///   - probe: whose barred positions are left out.
    ///   - limit: how many of the best are wanted.
    ///   - width: of the vectors, on which the rounding of a product depends.
    init(for probe: RetrievalProbe, limit: Int, width: Int) {
        self.probe = probe
        self.limit = limit
        // A sum of n products of vectors of length 1 is off by at most n units in the last place,
        // and two such sums are compared.
        margin = 2 * Float(width + 8) * Float.ulpOfOne
        roomBeforeCut = 2 * min(limit, 1 << 20) + Self.slack
    }

    var positions: [Int] { found.map(\.position) }

    /// Takes what may count of a block of scores, the first of which is that of `first`.
    mutating func take(_ scores: UnsafeBufferPointer<Float>, from first: Int) {
        for index in scores.indices where scores[index] >= cutoff {
            guard !probe.isBarred(first + index) else { continue }
            found.append((first + index, scores[index]))
            if found.count >= roomBeforeCut { cut() }
        }
    }

    private mutating func cut() {
        guard found.count > limit else { return }
        let sorted = found.map(\.score).sorted(by: >)
        cutoff = sorted[limit - 1] - margin
        found.removeAll { $0.score < cutoff }
        // Where very many are nearly equal, all of them have to stay.
        roomBeforeCut = max(roomBeforeCut, 2 * found.count)
    }
}
