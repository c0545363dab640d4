import Foundation
import Prompts

/// Lets a model write the template shorter, within a budget of tokens.
///
/// An answer that is too long is asked for again, with a lower limit each time; the last one is cut
/// by rules. The order of thoughts is the model's business.
package struct SummaryCompressor: TemplateCompressor {
    private let rewriter: any TextRewriter
    private let attempts: Int
    private let monitor: CompressionMonitor
    private let report: @Sendable (String) -> Void
    private let rules = RulesCompressor()

    /// What a model is told; "{tokens}" and "{words}" are the limits.
    private static let instruction = """
        Rewrite the instructions below so that they are shorter. Use at most {words} words \
        ({tokens} tokens). Keep every rule, name, number, signature and output format exactly; \
        leave out explanation, repetition and politeness. Answer with the rewritten instructions \
        only.
        """
    /// Words a token, roughly, in English.
    private static let wordsPerToken = 0.7
    /// The limit of each further attempt as a share of the one before.
    private static let tightening = 0.75
    /// Tokens beyond the budget that an answer may run to, so that it is not cut off in the middle
    /// of a sentence where the rules can cut better.
    private static let headroom = 1.5

    /// - Parameters:
    ///   - rewriter: asked for shorter texts.
    ///   - attempts: how often it is asked at most, at least 1.
    ///   - monitor: told of each attempt.
    ///   - report: told in a sentence where an answer had to be cut.
    package init(
        rewriter: any TextRewriter, attempts: Int = 3,
        monitor: CompressionMonitor = CompressionMonitor(),
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.rewriter = rewriter
        self.attempts = max(1, attempts)
        self.monitor = monitor
        self.report = report
    }

    package var name: String { "summary" }
    package var settingsText: String {
        "summary 1; attempts \(attempts); \(rules.settingsText); \(rewriter.settingsText)"
    }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        let budget = try CompressionBudget(text, rate: rate, countTokens: countTokens)
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        var limit = budget.tokens
        var shortest: (text: String, tokens: Int)?
        for attempt in 1...attempts {
            try monitor.step("attempt", attempt, of: attempts)
            let answer = Self.cleaned(
                try rewriter.rewrite(
                    instruction: Self.instruction(tokens: limit), text: text,
                    maximumTokens: Int(Double(budget.tokens) * Self.headroom) + 1))
            let tokens = countTokens(answer)
            if !answer.isEmpty, tokens <= budget.tokens { return answer }
            if !answer.isEmpty, tokens < shortest?.tokens ?? Int.max { shortest = (answer, tokens) }
            limit = max(1, Int(Double(limit) * Self.tightening))
        }
        guard let shortest else {
            throw CompressorError.emptyAnswer(source: rewriter.title, attempts: attempts)
        }
        let cut = try cut(shortest.text, tokens: shortest.tokens, budget.tokens, countTokens)
        report(
            "The summary for tau \(rate) had \(shortest.tokens) tokens where \(budget.tokens) were "
                + "asked for (\(attempts) attempts); rules cut it to \(countTokens(cut)).")
        return cut
    }

    private static func instruction(tokens: Int) -> String {
        instruction
            .replacing("{tokens}", with: "\(tokens)")
            .replacing("{words}", with: "\(max(1, Int(Double(tokens) * wordsPerToken)))")
    }

    /// Models like to put an answer into a fence, which is not part of it.
    private static func cleaned(_ answer: String) -> String {
        var text = answer.trimmingCharacters(in: .whitespacesAndNewlines)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count > 2, lines[0].hasPrefix("```"), lines[lines.count - 1] == "```",
            !lines[1..<(lines.count - 1)].contains(where: { $0.hasPrefix("```") })
        {
            text = lines[1..<(lines.count - 1)].joined(separator: "\n")
        }
        return text
    }

    /// Whole sentences where that leaves any, words otherwise.
    private func cut(
        _ text: String, tokens: Int, _ budget: Int, _ countTokens: (String) -> Int
    ) throws -> String {
        // The rules come as near to a rate as whole sentences can, which may be over it.
        for share in [1, 0.75, 0.5] {
            let kept = try rules.compress(
                text, to: share * Double(budget) / Double(max(tokens, 1)),
                countTokens: countTokens)
            if !kept.isEmpty, countTokens(kept) <= budget { return kept }
        }
        let ends = text.indices.filter { text[$0].isWhitespace }
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high + 1) / 2
            let isShort = countTokens(String(text[..<ends[middle - 1]])) <= budget
            if isShort { low = middle } else { high = middle - 1 }
        }
        return low == 0 ? "" : String(text[..<ends[low - 1]])
    }
}
