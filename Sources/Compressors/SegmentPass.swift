import Prompts
import Tokenizers

/// Scores a text segment by segment, each behind what was kept of the segments before it.
///
/// So a name that was dropped is surprising again where it comes next, which one reading of the
/// full text cannot tell. The kept tokens stand before a segment as they were, without being
/// tokenised anew.
///
/// Source: Jiang et al. 2023 (LLMLingua, arXiv 2310.05736), section 4.2, equations 5 to 7. Different
/// here: the share of each segment is the same, or its section's, instead of a threshold.
struct SegmentPass {
    let scorer: TokenScorer
    let units: [TokenUnit]
    let isForced: [Bool]
    let ids: [Int32]
    /// That scores are conditioned on; empty takes the surprise alone.
    let questions: [[Int32]]
    /// Tokens of a segment at most; a unit is never cut.
    let segmentTokens: Int

    /// A stretch of units with what is kept of it.
    struct Segment: Equatable {
        var units: Range<Int>
        /// Those kept longest first.
        var ranking: [Int]
    }

    /// The segments of stretches of units, which none of them crosses.
    func segments(in stretches: [Range<Int>]) -> [Range<Int>] {
        stretches.flatMap { stretch -> [Range<Int>] in
            var segments: [Range<Int>] = []
            var first = stretch.lowerBound
            var tokens = 0
            for unit in stretch {
                if unit > first, tokens + units[unit].tokens.count > segmentTokens {
                    segments.append(first..<unit)
                    (first, tokens) = (unit, 0)
                }
                tokens += units[unit].tokens.count
            }
            if first < stretch.upperBound { segments.append(first..<stretch.upperBound) }
            return segments
        }
    }

    /// Ranks the units of each segment.
    ///
    /// - Parameters:
    ///   - segments: in order, covering all units.
    ///   - counts: units that each of them keeps.
    ///   - monitor: told of each segment.
    /// - Returns: one of each segment, in order.
    /// - Throws: `CompressionStopped`.
    func ranked(
        _ segments: [Range<Int>], keeping counts: [Int], _ monitor: CompressionMonitor
    ) throws -> [Segment] {
        var kept: [Int32] = []
        var result: [Segment] = []
        for (index, segment) in segments.enumerated() {
            try monitor.step("segment", index + 1, of: segments.count)
            let scores = scores(of: segment, behind: kept)
            let ranking = segment.sorted { first, second in
                if isForced[first] != isForced[second] { return isForced[first] }
                let (left, right) = (
                    scores[first - segment.lowerBound], scores[second - segment.lowerBound]
                )
                return left != right ? left > right : first < second
            }
            for unit in ranking.prefix(counts[index]).sorted() { kept += ids[units[unit].tokens] }
            result.append(Segment(units: segment, ranking: ranking))
        }
        return result
    }

    /// The mean score of each unit's tokens: their surprise, or how much less of it questions leave.
    private func scores(of segment: Range<Int>, behind kept: [Int32]) -> [Double] {
        guard !segment.isEmpty else { return [] }
        let first = units[segment.lowerBound].tokens.lowerBound
        let tokens = Array(ids[first..<units[segment.upperBound - 1].tokens.upperBound])
        let plain = scorer.losses(tokens, behind: kept)
        var values = plain.map { Double($0) }
        if !questions.isEmpty {
            values = [Double](repeating: 0, count: tokens.count)
            for question in questions {
                let conditioned = scorer.losses(tokens, behind: kept, question: question)
                for index in values.indices {
                    values[index] +=
                        Double(plain[index] - conditioned[index]) / Double(questions.count)
                }
            }
        }
        return segment.map { unit in
            let range = units[unit].tokens
            return range.reduce(0) { $0 + values[$1 - first] } / Double(max(1, range.count))
        }
    }
}
