import Kernels
import TestSupport
import Testing

@testable import LanguageModel

@Suite struct MeanStateTests {
    /// The head reads the states that are averaged: applied to the mean it gives the mean logits.
    @Test func theHeadOfTheMeanIsTheMeanOfTheLogits() throws {
        let model = TinyModel.make()
        let parameters = try #require(model.parameters)
        let entry = try #require(parameters.entry(DecoderParameters.head))
        let (vocabulary, width) = (
            model.configuration.vocabularySize, model.configuration.hiddenSize
        )
        var forest = SegmentForest()
        var rows: [Range<Int>] = []
        for (index, count) in [1, 7, 40].enumerated() {
            let first = forest.rowCount
            _ = forest.append(TinyModel.tokens(count, seed: UInt64(index)), under: nil)
            rows.append(first..<forest.rowCount)
        }
        let means = model.meanStates(forest)
        #expect(means.count == 3)
        for (mean, rows) in zip(means, rows) {
            let logits = model.logits(forest, rows: Array(rows))
            for word in 0..<vocabulary {
                let head = parameters.pointer(entry) + word * width
                let own = (0..<width).reduce(0.0) { $0 + Double(head[$1]) * Double(mean[$1]) }
                let wanted =
                    rows.indices.reduce(0.0) {
                        $0 + Double(logits[($1 - rows.lowerBound) * vocabulary + word])
                    } / Double(rows.count)
                #expect(abs(own - wanted) < 1e-4)
            }
        }
    }

    @Test func textsOfOneForestDoNotSeeEachOther() {
        let model = TinyModel.make()
        let texts = [3, 20, 9].map { TinyModel.tokens($0, seed: UInt64($0)) }
        var all = SegmentForest()
        for text in texts { _ = all.append(text, under: nil) }
        for (text, together) in zip(texts, model.meanStates(all)) {
            var alone = SegmentForest()
            _ = alone.append(text, under: nil)
            for (a, b) in zip(model.meanStates(alone)[0], together) { #expect(abs(a - b) < 1e-5) }
        }
    }

    @Test func nothingHasNoStates() {
        #expect(TinyModel.make().meanStates(SegmentForest()).isEmpty)
    }
}
