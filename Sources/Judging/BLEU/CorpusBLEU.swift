import Foundation

/// BLEU (Papineni and others 2002) of many segments, equal to sacrebleu's.
///
/// Source: sacrebleu (Post 2018), held against version 2.6.0's scores.
package struct CorpusBLEU: Equatable, Sendable {
    package var tokenizer: BLEUTokenizer
    package var smoothing: BLEUSmoothing
    package var isLowercased: Bool
    /// Whether orders that a text is too short for are left out, as single sentences want
    /// it.
    package var usesEffectiveOrder: Bool
    package var maximumOrder: Int

    package static let standardOrder = 4

    /// Settings; sacrebleu's where none are given.
    /// - Precondition: `maximumOrder` is at least 1.
    package init(
        tokenizer: BLEUTokenizer = .v13a, smoothing: BLEUSmoothing = .exponential,
        isLowercased: Bool = false, usesEffectiveOrder: Bool = false,
        maximumOrder: Int = CorpusBLEU.standardOrder
    ) {
        precondition(maximumOrder >= 1, "An order below 1 counts nothing.")
        self.tokenizer = tokenizer
        self.smoothing = smoothing
        self.isLowercased = isLowercased
        self.usesEffectiveOrder = usesEffectiveOrder
        self.maximumOrder = maximumOrder
    }

    /// The score of all segments together.
    ///
    /// `references` holds for each answer the texts that would be right; their number may vary.
    /// - Precondition: Both lists are of one length.
    package func score(hypotheses: [String], references: [[String]]) -> BLEUResult {
        result(total(statistics(hypotheses: hypotheses, references: references)))
    }

    /// The score of one segment by itself.
    package func sentence(_ hypothesis: String, references: [String]) -> BLEUResult {
        score(hypotheses: [hypothesis], references: [references])
    }

    /// What resampling needs: the statistics of each segment.
    /// - Precondition: Both lists are of one length.
    package func statistics(hypotheses: [String], references: [[String]]) -> [BLEUStatistics] {
        precondition(hypotheses.count == references.count, "Each answer needs its references.")
        var counter = BLEUCounter(
            tokenizer: tokenizer, isLowercased: isLowercased, maximumOrder: maximumOrder)
        return zip(hypotheses, references).map { counter.statistics($0, $1) }
    }

    /// The sum of segments' statistics.
    package func total(_ segments: [BLEUStatistics]) -> BLEUStatistics {
        var sum = BLEUStatistics(maximumOrder: maximumOrder)
        for segment in segments { sum += segment }
        return sum
    }

    /// The score of statistics.
    package func result(_ statistics: BLEUStatistics) -> BLEUResult {
        let penalty = Self.brevityPenalty(statistics)
        var precisions = [Double](repeating: 0, count: maximumOrder)
        var effectiveOrder = maximumOrder
        var isScored = statistics.matches.contains { $0 > 0 }
        if isScored {
            var halving = 1.0
            for index in precisions.indices {
                var (matches, total) = (
                    Double(statistics.matches[index]), Double(statistics.totals[index])
                )
                if case .addK(let value) = smoothing, index > 0 {
                    matches += value
                    total += value
                }
                guard total > 0 else { break }
                if usesEffectiveOrder { effectiveOrder = index + 1 }
                if matches == 0 {
                    switch smoothing {
                    case .exponential:
                        halving *= 2
                        matches = 1 / halving
                    case .floor(let value): matches = value
                    case .none, .addK: break
                    }
                }
                precisions[index] = 100 * matches / total
            }
            isScored = precisions.prefix(effectiveOrder).allSatisfy { $0 > 0 }
        }
        let meanLog =
            precisions.prefix(effectiveOrder).reduce(0) { $0 + log($1) } / Double(effectiveOrder)
        return BLEUResult(
            score: isScored ? penalty * exp(meanLog) : 0, precisions: precisions,
            brevityPenalty: penalty, statistics: statistics)
    }

    /// The settings in sacrebleu's words: `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp`.
    ///
    /// `references` are those given to `score`.
    package func signature(references: [[String]]) -> String {
        let counts = Set(references.map(\.count))
        let count = counts.count == 1 ? counts.first.map(String.init) : nil
        return [
            "nrefs:\(count ?? "var")", "case:\(isLowercased ? "lc" : "mixed")",
            "eff:\(usesEffectiveOrder ? "yes" : "no")", "tok:\(tokenizer.rawValue)",
            "smooth:\(smoothing.signature)",
        ].joined(separator: "|")
    }

    private static func brevityPenalty(_ statistics: BLEUStatistics) -> Double {
        let (length, expected) = (statistics.hypothesisLength, statistics.referenceLength)
        if length >= expected { return 1 }
        return length == 0 ? 0 : exp(1 - Double(expected) / Double(length))
    }
}
