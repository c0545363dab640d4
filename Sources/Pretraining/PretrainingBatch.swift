import Dialects
import LanguageModel

/// What one update learns from: documents of the ladder's rung and of those below, as one forest.
struct PretrainingBatch {
    let forest: SegmentForest
    let documentCount: Int

    /// Places of the corpus that one update may take.
    private static let placesPerStep = 1_024

    /// Depends on the step, the seed and the ladder alone, so that a resumed run sees what comes
    /// next.
    init(
        step: Int, ladder: PretrainingLadder, plan: PretrainingPlan, corpus: PretrainingCorpus,
        encoder: DocumentEncoder
    ) {
        var random = LanguageModel.SeededGenerator(seed: plan.seed &* 0x9E37 &+ UInt64(step))
        var forest = SegmentForest()
        var count = 0
        while count < Self.placesPerStep, forest.rowCount < plan.tokensPerStep {
            // The first document is always the present rung's, so that there is a loss to judge by.
            let rung = count == 0 ? ladder.rung : ladder.draw(using: &random)
            let index = step * Self.placesPerStep + count
            func appendDialect(_ difficulty: DialectDifficulty) {
                encoder.append(
                    corpus.document(index: index, difficulty: difficulty),
                    isCounted: rung == ladder.rung, to: &forest, using: &random)
            }
            switch PretrainingLadder.content(rung) {
            case .copying:
                encoder.append(
                    corpus.copying(index: index), isCounted: rung == ladder.rung, to: &forest)
            case .recall(let mostFillers):
                encoder.append(
                    corpus.recall(index: index, mostFillers: mostFillers),
                    isCounted: rung == ladder.rung, to: &forest)
            case .matching(let functionCounts, let described):
                let exercise = corpus.matching(
                    index: index, functionCounts: functionCounts, described: described)
                encoder.append(
                    exercise, isCounted: rung == ladder.rung && !exercise.isFamiliar, to: &forest)
            case .dialects(let level):
                appendDialect(.level(level))
            case .pairedRecall(let mostFillers):
                encoder.append(
                    corpus.pairedRecall(index: index, mostFillers: mostFillers),
                    isCounted: rung == ladder.rung, to: &forest)
            case .nesting(let functionCounts):
                let functionCount =
                    functionCounts.lowerBound + random.index(below: functionCounts.count)
                appendDialect(.nesting(functionCount: functionCount))
            case .hardDialects(let levels):
                // Half of them at their full length.
                let level =
                    random.index(below: 2) == 0
                    ? levels.upperBound : levels.lowerBound + random.index(below: levels.count - 1)
                appendDialect(.level(level).hard)
            }
            count += 1
        }
        self.forest = forest
        documentCount = count
    }
}

extension DocumentEncoder {
    /// Documentation alone, examples alone or both, at random: the base must use each.
    fileprivate func append(
        _ document: PretrainingDocument, isCounted: Bool, to forest: inout SegmentForest,
        using random: inout LanguageModel.SeededGenerator
    ) {
        let kind = random.index(below: 8)
        let hasTemplate = kind != 0 || document.examples.isEmpty
        append(
            document, .init(template: hasTemplate, examples: kind > 2 || !hasTemplate),
            isCounted: isCounted && hasTemplate, to: &forest)
    }
}
