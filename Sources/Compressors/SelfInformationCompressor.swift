import LanguageModel
import Prompts
import Synchronization
import Tokenizers

/// Drops the tokens that a local causal model finds most probable: it would guess them anyway.
///
/// Each token is scored once, behind the full text before it, so that a rate takes the head of one
/// ranking; or, segment by segment, behind what is kept of the text before it, as LLMLingua does,
/// which reads the text anew for each rate. With questions it is LongLLMLingua's form: a section
/// counts by how much it helps to predict them, and a token by how much less surprising the
/// questions make it. Sections keep their order.
///
/// Source: Jiang et al. 2023 (LLMLingua, arXiv 2310.05736); Jiang et al. 2024 (LongLLMLingua, arXiv
/// 2310.06839), sections 4.1 to 4.3.
package final class SelfInformationCompressor: TemplateCompressor {
    private let model: LocalModel
    private let questions: [String]
    private let forced: ForcedText
    /// Nil scores the whole text behind itself.
    private let segmentTokens: Int?
    private let monitor: CompressionMonitor
    package let settingsText: String
    /// The ranking of a text by its checksum: without segments every rate needs the same one.
    private let selections = Mutex<[String: TokenSelection]>([:])

    /// - Parameters:
    ///   - model: that scores.
    ///   - questions: that the template is to answer; none is the form without questions.
    ///   - forced: what is kept before all else.
    ///   - segmentTokens: of each segment that is scored behind what is kept of those before it;
    ///     nil scores the whole text behind itself.
    ///   - monitor: told of each reading.
    package init(
        model: LocalModel, questions: [String] = [], forced: ForcedText = ForcedText(),
        segmentTokens: Int? = nil, monitor: CompressionMonitor = CompressionMonitor()
    ) {
        self.model = model
        self.questions = questions
        self.forced = forced
        self.segmentTokens = segmentTokens
        self.monitor = monitor
        let asked =
            questions.isEmpty ? "none" : SHA256.hex(questions.joined(separator: "\u{0}"))
        settingsText =
            "self-information 1; model \(model.identity); questions \(asked); "
            + forced.settingsText + (segmentTokens.map { "; segments of \($0)" } ?? "")
    }

    package var name: String { "self-information" }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        let budget = try CompressionBudget(text, rate: rate, countTokens: countTokens)
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        return try selection(of: text, budget)
            .text(tokens: budget.tokens, countTokens: countTokens)
    }

    func selection(of text: String, _ budget: CompressionBudget) throws -> TokenSelection {
        // Behind kept text each rate is a reading of its own, which the cache keeps anyway.
        let key = segmentTokens == nil ? SHA256.hex(text) : nil
        if let key, let known = selections.withLock({ $0[key] }) { return known }
        let selection = try model.withWeights { weights in
            let scorer = TokenScorer(
                model: weights, start: model.start, contextLength: model.contextLength)
            guard let segmentTokens else { return try ranked(text, scorer) }
            return try rankedBySegments(text, scorer, segmentTokens, budget)
        }
        if let key { selections.withLock { $0[key] = selection } }
        return selection
    }

    // MARK: Scores

    private func rankedBySegments(
        _ text: String, _ scorer: TokenScorer, _ segmentTokens: Int, _ budget: CompressionBudget
    ) throws -> TokenSelection {
        let tokens = model.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let asked = questions.map { ids($0) }.filter { !$0.isEmpty }
        let pass = SegmentPass(
            scorer: scorer, units: units, isForced: isForced(units, in: text),
            ids: tokens.map(\.id), questions: asked,
            segmentTokens: min(segmentTokens, scorer.longestSegment))
        let total = units.count * budget.tokens / max(1, budget.fullTokens)
        let sections = TemplateSection.sections(of: text).map(\.text)
        let stretches = asked.isEmpty ? [units.indices] : Self.unitRanges(units, sections)
        var quotas = [total]
        if !asked.isEmpty {
            let importance = importance(of: sections, asked, scorer)
            quotas = SectionShares(counts: stretches.map(\.count), importance: importance)
                .kept(total)
        }
        let segments = stretches.map { pass.segments(in: [$0]) }
        let counts = zip(segments, quotas).flatMap { segments, quota in
            TokenSelection.evenCounts(segments.map(\.count), total: quota)
        }
        let ranked = try pass.ranked(segments.flatMap(\.self), keeping: counts, monitor)
        return TokenSelection(
            text, units: units.map(\.bytes), rankings: ranked.map(\.ranking), quotas: counts)
    }

    private func isForced(_ units: [TokenUnit], in text: String) -> [Bool] {
        let marks = forced.marks(in: text)
        return units.map { marks[$0.bytes].contains(true) }
    }

    /// How much less surprising the questions are behind each section.
    private func importance(
        of sections: [String], _ asked: [[Int32]], _ scorer: TokenScorer
    ) -> [Double] {
        let alone = scorer.meanLoss(asked, after: [])
        return sections.map { alone - scorer.meanLoss(asked, after: ids($0)) }
    }

    private func ranked(_ text: String, _ scorer: TokenScorer) throws -> TokenSelection {
        let tokens = model.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let ids = tokens.map(\.id)
        let asked = questions.map { self.ids($0) }.filter { !$0.isEmpty }
        try monitor.step("reading", 1, of: 1 + asked.count)
        let plain = scorer.losses(ids)
        let isForced = isForced(units, in: text)
        func means(_ losses: [Double]) -> [Double] {
            units.map { unit in
                losses[unit.tokens].reduce(0, +) / Double(unit.tokens.count)
            }
        }
        guard !asked.isEmpty else {
            return TokenSelection(
                text, units: units.map(\.bytes), scores: means(plain.map { Double($0) }),
                isForced: isForced)
        }
        var gains = [Double](repeating: 0, count: ids.count)
        for (index, question) in asked.enumerated() {
            try monitor.step("reading", index + 2, of: 1 + asked.count)
            let conditioned = scorer.losses(ids, after: question)
            for index in gains.indices {
                gains[index] += Double(plain[index] - conditioned[index]) / Double(asked.count)
            }
        }
        let sections = TemplateSection.sections(of: text).map(\.text)
        return TokenSelection(
            text, units: units.map(\.bytes), scores: means(gains), isForced: isForced,
            sections: Self.unitRanges(units, sections),
            importance: importance(of: sections, asked, scorer))
    }

    private func ids(_ text: String) -> [Int32] {
        model.tokenizer.encode(text, addSpecialTokens: false)
    }

    /// The units that begin in each section.
    private static func unitRanges(_ units: [TokenUnit], _ sections: [String]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var end = 0
        var first = 0
        for (index, section) in sections.enumerated() {
            end += section.utf8.count
            var next = first
            let isLast = index == sections.count - 1
            while next < units.count, isLast || units[next].bytes.lowerBound < end { next += 1 }
            ranges.append(first..<next)
            first = next
        }
        return ranges
    }
}
