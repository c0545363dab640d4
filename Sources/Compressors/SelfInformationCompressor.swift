import LanguageModel
import Prompts
import Synchronization
import Tokenizers

/// Drops the tokens that a local causal model finds most probable: it would guess them anyway.
///
/// Each token is scored once, behind the full text before it, so that a rate takes the head of one
/// ranking; LLMLingua scores behind what is kept. With questions it is LongLLMLingua's form: a
/// section counts by how much it helps to predict them, and a token by how much less surprising
/// the questions make it. Sections keep their order.
///
/// Source: Jiang et al. 2023 (LLMLingua, arXiv 2310.05736); Jiang et al. 2024 (LongLLMLingua, arXiv
/// 2310.06839), sections 4.1 to 4.3.
package final class SelfInformationCompressor: TemplateCompressor {
    private let model: LocalModel
    private let questions: [String]
    private let forced: ForcedText
    package let settingsText: String
    /// The ranking of a text by its checksum: every rate needs the same one.
    private let selections = Mutex<[String: TokenSelection]>([:])

    /// - Parameters:
    ///   - model: that scores.
    ///   - questions: that the template is to answer; none is the form without questions.
    ///   - forced: what is kept before all else.
    package init(model: LocalModel, questions: [String] = [], forced: ForcedText = ForcedText()) {
        self.model = model
        self.questions = questions
        self.forced = forced
        let asked =
            questions.isEmpty ? "none" : SHA256.hex(questions.joined(separator: "\u{0}"))
        settingsText =
            "self-information 1; model \(model.identity); questions \(asked); "
            + forced.settingsText
    }

    package var name: String { "self-information" }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        let budget = try CompressionBudget(text, rate: rate, countTokens: countTokens)
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        return try selection(of: text).text(tokens: budget.tokens, countTokens: countTokens)
    }

    private func selection(of text: String) throws -> TokenSelection {
        let key = SHA256.hex(text)
        if let known = selections.withLock({ $0[key] }) { return known }
        let selection = try model.withWeights { weights in
            let scorer = TokenScorer(
                model: weights, start: model.start, contextLength: model.contextLength)
            return ranked(text, scorer)
        }
        selections.withLock { $0[key] = selection }
        return selection
    }

    // MARK: Scores

    private func ranked(_ text: String, _ scorer: TokenScorer) -> TokenSelection {
        let tokens = model.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let ids = tokens.map(\.id)
        let plain = scorer.losses(ids)
        let asked = questions.map { self.ids($0) }.filter { !$0.isEmpty }
        let marks = forced.marks(in: text)
        let isForced = units.map { marks[$0.bytes].contains(true) }
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
        for question in asked {
            let conditioned = scorer.losses(ids, after: question)
            for index in gains.indices {
                gains[index] += Double(plain[index] - conditioned[index]) / Double(asked.count)
            }
        }
        let sections = TemplateSection.sections(of: text).map(\.text)
        let alone = scorer.meanLoss(asked, after: [])
        return TokenSelection(
            text, units: units.map(\.bytes), scores: means(gains), isForced: isForced,
            sections: Self.unitRanges(units, sections),
            importance: sections.map { alone - scorer.meanLoss(asked, after: self.ids($0)) })
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
