/// One arm's answers, judged.
///
/// Two arms are compared on the same records by the metric's own figure: a mean, or the BLEU of the
/// whole corpus, which is no mean of its sentences'.
package struct Judgement: Equatable, Sendable {
    /// The metric with all that its figure depends on.
    package let title: String
    /// One a record, from 0 (wrong) to 1 (right), but a command's, which are what it says.
    ///
    /// For BLEU each sentence's by effective order.
    package let scores: [Double]
    /// How tests ended, for pass@1.
    package let outcomes: [TestOutcome]?
    private let corpus: Corpus?

    /// What BLEU is computed from, one a record; nil for other metrics.
    package var bleuSegments: [BLEUStatistics]? { corpus?.segments }

    private struct Corpus: Equatable {
        var bleu: CorpusBLEU
        var segments: [BLEUStatistics]
    }

    init(title: String, scores: [Double], outcomes: [TestOutcome]? = nil) {
        self.title = title
        self.scores = scores
        self.outcomes = outcomes
        corpus = nil
    }

    /// Scores that were given when the answers were; `title` says by what.
    ///
    /// - Parameters:
    ///   - title: As it was.
    ///   - keptScores: One a record.
    ///   - bleuSegments: As it was; of order 4, whose texts need not be at hand.
    package init(
        title: String, keptScores: [Double], bleuSegments: [BLEUStatistics]? = nil
    ) {
        self.title = title
        scores = keptScores
        outcomes = nil
        corpus = bleuSegments.map { Corpus(bleu: CorpusBLEU(), segments: $0) }
    }

    init(_ bleu: CorpusBLEU, _ answers: [JudgedAnswer]) {
        let references = answers.map { [$0.expected] }
        let segments = bleu.statistics(
            hypotheses: answers.map(\.answer), references: references)
        var sentence = bleu
        sentence.usesEffectiveOrder = true
        title = "\(Self.bleuTitle) \(bleu.signature(references: references))"
        scores = segments.map { sentence.result($0).score / Self.bleuScale }
        outcomes = nil
        corpus = Corpus(bleu: bleu, segments: segments)
    }

    /// What the title of a corpus's BLEU begins with.
    package static let bleuTitle = "BLEU"
    /// BLEU is told from 0 to 100.
    private static let bleuScale = 100.0

    /// The arm's figure with its interval, from 0 to 1; nil without records.
    package func figure(_ bootstrap: Bootstrap = .init()) -> Estimate? {
        guard let corpus else { return bootstrap.mean(scores) }
        return bootstrap.bleu(corpus.bleu, corpus.segments)?.divided(by: Self.bleuScale)
    }

    /// This arm's figure less another's, by the same draws of records; nil without records.
    /// - Precondition: Both arms answered the same records and were judged by the same metric.
    package func difference(
        from other: Judgement, _ bootstrap: Bootstrap = .init()
    ) -> Estimate? {
        precondition(title == other.title, "Arms are compared by one metric.")
        guard let corpus, let others = other.corpus else {
            return bootstrap.difference(scores, other.scores)
        }
        return bootstrap.bleuDifference(corpus.bleu, corpus.segments, others.segments)?
            .divided(by: Self.bleuScale)
    }

    /// An arm's figure less another's, means over the seeds of each, by draws of records and of
    /// seeds; nil without records or seeds.
    /// - Precondition: All runs answered the same records and were judged by the same metric.
    package static func difference(
        _ first: [Judgement], from second: [Judgement], _ bootstrap: Bootstrap = .init()
    ) -> Estimate? {
        precondition(
            Set((first + second).map(\.title)).count <= 1, "Arms are compared by one metric.")
        let corpora = (first + second).compactMap(\.corpus)
        guard let bleu = corpora.first?.bleu, corpora.count == first.count + second.count else {
            return bootstrap.difference(first.map(\.scores), second.map(\.scores))
        }
        let segments = corpora.map(\.segments)
        return bootstrap.bleuDifference(
            bleu, Array(segments.prefix(first.count)), Array(segments.dropFirst(first.count)))?
            .divided(by: bleuScale)
    }

    /// How much of the reference's gain over the base without prompt this arm has, nil without
    /// records.
    /// - Precondition: All arms answered the same records and were judged by the same metric.
    package func retention(
        baseWithoutPrompt: Judgement, reference: Judgement, _ bootstrap: Bootstrap = .init()
    ) -> Retention? {
        precondition(
            title == baseWithoutPrompt.title && title == reference.title,
            "Arms are compared by one metric.")
        guard let corpus, let base = baseWithoutPrompt.corpus, let full = reference.corpus else {
            return Retention(
                queryOnly: scores, baseWithoutPrompt: baseWithoutPrompt.scores,
                reference: reference.scores, bootstrap: bootstrap)
        }
        return Retention(
            corpus.bleu, queryOnly: corpus.segments, baseWithoutPrompt: base.segments,
            reference: full.segments, bootstrap: bootstrap)
    }
}

extension Estimate {
    /// The same in a coarser unit.
    fileprivate func divided(by scale: Double) -> Estimate {
        Estimate(
            value: value / scale,
            interval: ConfidenceInterval(
                lower: interval.lower / scale, upper: interval.upper / scale,
                confidence: interval.confidence))
    }
}
