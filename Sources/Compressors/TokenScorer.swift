import Foundation
import LanguageModel

/// How surprising a model finds each token of a text, in nats.
///
/// Texts longer than a window are scored in several, each with the end of the one before in view.
struct TokenScorer {
    let model: Transformer
    /// What every window begins with.
    let start: [Int32]
    /// Longest sequence that is scored at once, in tokens.
    let window: Int

    /// More context hardly changes a token's probability, but its attention costs.
    static let longestWindow = 2_048
    /// Share of a window that shows again what the one before scored, and that a question may take.
    private static let overlapShare = 4

    init(model: Transformer, start: [Int32], contextLength: Int) {
        self.model = model
        self.start = start
        window = max(8, min(contextLength, Self.longestWindow))
    }

    private var overlap: Int { window / Self.overlapShare }

    /// The loss of each token.
    ///
    /// - Parameters:
    ///   - tokens: the text's.
    ///   - context: stands before every window, such as a question; its end is kept where it is
    ///     long.
    /// - Returns: -log p(token), in nats, in the tokens' order. A first token that nothing stands
    ///   before counts as a guess among the whole vocabulary.
    func losses(_ tokens: [Int32], after context: [Int32] = []) -> [Float] {
        let lead = start + context.suffix(overlap)
        var losses: [Float] = []
        losses.reserveCapacity(tokens.count)
        while losses.count < tokens.count {
            let first = losses.count
            let shown = min(first, overlap)
            let end = min(first + window - lead.count - shown, tokens.count)
            let sequence = lead + tokens[(first - shown)..<end]
            let known = lead.count + shown
            if known == 0 { losses.append(Float(log(Double(model.configuration.vocabularySize)))) }
            guard sequence.count > max(known, 1) else { continue }
            losses += model.losses(
                SegmentForest([TokenSequence(tokens: sequence, promptCount: max(known, 1))]))
        }
        return losses
    }

    /// Tokens of a segment at most, so that as much may stand before it.
    var longestSegment: Int { max(1, window / 2) }

    /// The loss of each token of a segment, all of it scored at once.
    ///
    /// - Parameters:
    ///   - segment: at most `longestSegment` tokens.
    ///   - context: stands right before it; its end is kept where it is long.
    ///   - question: stands before the context; its end is kept where it is long.
    /// - Returns: -log p(token), in nats, in the tokens' order.
    func losses(
        _ segment: [Int32], behind context: [Int32], question: [Int32] = []
    ) -> [Float] {
        let asked = start + question.suffix(overlap)
        let lead = asked + context.suffix(max(0, window - asked.count - segment.count))
        var losses: [Float] = []
        if lead.isEmpty {
            losses.append(Float(log(Double(model.configuration.vocabularySize))))
        }
        let sequence = lead + segment
        guard sequence.count > max(lead.count, 1) else { return losses }
        return losses
            + model.losses(
                SegmentForest([TokenSequence(tokens: sequence, promptCount: max(lead.count, 1))]))
    }

    /// The mean loss of some texts' tokens behind a common one; computed once, it is seen by all.
    ///
    /// - Parameters:
    ///   - texts: each without special tokens; at least one has tokens.
    ///   - context: stands before each; its end is kept where it is long.
    /// - Returns: nats a token.
    func meanLoss(_ texts: [[Int32]], after context: [Int32]) -> Double {
        let texts = texts.map { Array($0.suffix(overlap)) }
        let room = window - start.count - (texts.map(\.count).max() ?? 0)
        let lead = start + context.suffix(max(0, room))
        let sequences = texts.compactMap { text -> TokenSequence? in
            let known = max(lead.count, 1)
            let tokens = lead + text
            return tokens.count > known ? TokenSequence(tokens: tokens, promptCount: known) : nil
        }
        guard !sequences.isEmpty else { return 0 }
        let losses = model.losses(SegmentForest(sequences))
        return losses.reduce(0) { $0 + Double($1) } / Double(max(1, losses.count))
    }
}
