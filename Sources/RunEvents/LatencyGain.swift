import Foundation

/// How many times sooner the tuned model answers the query alone than the base answers the full
/// prompt, which is what production sends before.
package struct LatencyGain: Sendable, Equatable {
    /// Up to the first token, with nothing cached.
    package let firstToken: Double
    /// Up to the first token, with what all prompts begin with cached; nil where that was not
    /// measured.
    package let warmFirstToken: Double?
    /// Up to the last token, with nothing cached.
    package let answer: Double
    /// Up to the last token, with what all prompts begin with cached.
    package let warmAnswer: Double?

    /// Nil unless both arms were timed.
    /// - Parameter measured: The arms of one comparison.
    package init?(_ measured: [EvaluationMetrics]) {
        func times(_ model: ModelState, _ arm: PromptArm) -> EvaluationMetrics? {
            measured.last { $0.model == model && $0.arm == arm }
        }
        guard let before = times(.base, .fullPrompt), let after = times(.tuned, .queryOnly),
            let firstToken = Self.ratio(before.prefillMilliseconds, after.prefillMilliseconds),
            let answer = Self.ratio(before.answerMilliseconds, after.answerMilliseconds)
        else { return nil }
        self.firstToken = firstToken
        self.answer = answer
        warmFirstToken = Self.ratio(
            before.warmPrefillMilliseconds, after.warmPrefillMilliseconds)
        warmAnswer = Self.ratio(before.warmAnswerMilliseconds, after.warmAnswerMilliseconds)
    }

    private static func ratio(_ before: Double?, _ after: Double?) -> Double? {
        guard let before, let after, after > 0 else { return nil }
        return before / after
    }

    /// A sentence.
    package var text: String {
        func times(_ ratio: Double) -> String { String(format: "%.1fx", ratio) }
        var text = "First token \(times(firstToken)) sooner, whole answer \(times(answer))"
        if let warmFirstToken, let warmAnswer {
            text +=
                "; against a prefix cache that holds what all prompts share, "
                + "\(times(warmFirstToken)) and \(times(warmAnswer))"
        }
        return text + "."
    }
}
