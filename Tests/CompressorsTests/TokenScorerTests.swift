import Foundation
import LanguageModel
import Testing

@testable import Compressors

@Suite struct TokenScorerTests {
    /// -log softmax of the logits row by row, the plain way.
    private func plainLosses(
        _ model: Transformer, _ lead: [Int32], _ tokens: [Int32]
    ) -> [Double] {
        let all = lead + tokens
        var forest = SegmentForest()
        _ = forest.append(all, under: nil)
        let size = model.configuration.vocabularySize
        let logits = model.logits(forest, rows: Array(all.indices))
        return tokens.indices.map { index in
            let row = lead.count + index - 1
            let values = logits[(row * size)..<((row + 1) * size)].map { Double($0) }
            let greatest = values.max() ?? 0
            let sum = values.reduce(0) { $0 + exp($1 - greatest) }
            return greatest + log(sum) - values[Int(tokens[index])]
        }
    }

    @Test func lossesAreThoseOfTheLogits() throws {
        let local = try SmallModel.local()
        let model = SmallModel.transformer(local.tokenizer)
        let tokens = local.tokenizer.encode(SmallModel.template, addSpecialTokens: false)
        let scorer = TokenScorer(model: model, start: local.start, contextLength: 512)
        for context in [[], local.tokenizer.encode("What is 2?", addSpecialTokens: false)] {
            let losses = scorer.losses(tokens, after: context)
            let expected = plainLosses(model, local.start + context, tokens)
            #expect(losses.count == tokens.count)
            for (loss, plain) in zip(losses, expected) { #expect(abs(Double(loss) - plain) < 2e-3) }
        }
    }

    /// Each further window has the last quarter of the one before in view.
    @Test func longTextsAreScoredInWindowsThatOverlap() throws {
        let local = try SmallModel.local(contextLength: 32)
        let model = SmallModel.transformer(local.tokenizer, contextLength: 32)
        let tokens = local.tokenizer.encode(SmallModel.template, addSpecialTokens: false)
        #expect(tokens.count > 60)
        let losses = TokenScorer(model: model, start: local.start, contextLength: 32)
            .losses(tokens)
        #expect(losses.count == tokens.count)
        // The first window holds the start and 31 tokens, the second 8 of them again and 23 more.
        let first = plainLosses(model, local.start, Array(tokens[..<31]))
        let second = plainLosses(model, local.start + tokens[23..<31], Array(tokens[31..<54]))
        for (loss, plain) in zip(losses, first + second) {
            #expect(abs(Double(loss) - plain) < 2e-3)
        }
    }

    @Test func aFirstTokenWithoutAnythingBeforeItIsAGuess() throws {
        let local = try SmallModel.local()
        let model = SmallModel.transformer(local.tokenizer)
        let scorer = TokenScorer(model: model, start: [], contextLength: 64)
        let losses = scorer.losses([5, 6])
        #expect(losses.count == 2)
        #expect(losses[0] == Float(log(Double(model.configuration.vocabularySize))))
        #expect(scorer.losses([]).isEmpty)
        #expect(scorer.losses([5]).count == 1)
    }

    @Test func meanLossIsThatOfAllTexts() throws {
        let local = try SmallModel.local()
        let model = SmallModel.transformer(local.tokenizer)
        let scorer = TokenScorer(model: model, start: local.start, contextLength: 512)
        let context = local.tokenizer.encode(SmallModel.template, addSpecialTokens: false)
        let texts = ["Always write", "naïve words", "x"].map {
            local.tokenizer.encode($0, addSpecialTokens: false)
        }
        let all = texts.flatMap { plainLosses(model, local.start + context, $0) }
        let mean = all.reduce(0, +) / Double(all.count)
        #expect(abs(scorer.meanLoss(texts, after: context) - mean) < 2e-3)
    }
}
