import Prompts
import Synchronization

/// Drops first what the model does not need: the sections without which the validation loss rises
/// least for their length.
///
/// The section at the border of the budget is shortened by rules. Sections keep their order.
package final class AttributionCompressor: TemplateCompressor {
    /// Gives the validation loss of each of the variants that stand in the place of a template.
    ///
    /// Losses are in nats a token, in the variants' order.
    package typealias ValidationLosses =
        @Sendable (_ template: String, _ variants: [String]) throws -> [Double]

    private let identity: String
    private let losses: ValidationLosses
    /// What each section of a text, by its checksum, is worth.
    private let rises = Mutex<[String: [Double]]>([:])
    private let rules = RulesCompressor()

    /// - Parameters:
    ///   - identity: of model, records and prompts that the losses come from; part of the cache's
    ///     key.
    ///   - losses: measures variants of a template.
    package init(identity: String, losses: @escaping ValidationLosses) {
        self.identity = identity
        self.losses = losses
    }

    package var name: String { "attribution" }
    package var settingsText: String { "attribution 1; \(rules.settingsText); \(identity)" }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        let budget = try CompressionBudget(text, rate: rate, countTokens: countTokens)
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        let sections = TemplateSection.sections(of: text).map(\.text)
        let rises = try rises(of: sections, in: text)
        let counts = sections.map(countTokens)
        // A token's worth: a long section must be worth more than a short one to take its place.
        let worths = zip(rises, counts).map { $0 / Double(max($1, 1)) }
        let ranking = sections.indices.sorted {
            worths[$0] != worths[$1] ? worths[$0] > worths[$1] : $0 < $1
        }
        let share = Double(budget.tokens) / Double(max(budget.fullTokens, 1))
        // Sections counted alone may have more tokens together than the whole text.
        var rest = share * Double(counts.reduce(0, +))
        var kept = [String](repeating: "", count: sections.count)
        for index in ranking {
            if Double(counts[index]) <= rest {
                kept[index] = sections[index]
                rest -= Double(counts[index])
            } else {
                kept[index] = try border(
                    sections[index], share: rest / Double(max(counts[index], 1)), countTokens)
                break
            }
        }
        return kept.joined()
    }

    /// The rise in loss when each section alone is left out.
    /// - Throws: what measuring throws.
    package func rises(of sections: [String], in text: String) throws -> [Double] {
        let key = SHA256.hex(text)
        if let known = rises.withLock({ $0[key] }) { return known }
        let variants = sections.indices.map { left in
            sections.indices.filter { $0 != left }.map { sections[$0] }.joined()
        }
        let measured = try losses(text, [text] + variants)
        guard measured.count == variants.count + 1 else {
            throw CompressorError.unknownLosses(
                expected: variants.count + 1, got: measured.count)
        }
        let found = measured.dropFirst().map { $0 - measured[0] }
        rises.withLock { $0[key] = found }
        return found
    }

    /// The part of a section that still fits, with the blank lines that keep it from the next one.
    private func border(
        _ section: String, share: Double, _ countTokens: (String) -> Int
    ) throws -> String {
        let text = try rules.compress(
            section, to: min(1, max(0, share)), countTokens: countTokens)
        guard !text.isEmpty else { return "" }
        var breaks: [Character] = []
        for character in section.reversed() {
            guard character.isNewline else { break }
            breaks.append(character)
        }
        return text + String(breaks.reversed())
    }
}
