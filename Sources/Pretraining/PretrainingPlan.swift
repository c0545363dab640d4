import LanguageModel

/// What a base is made of and how long it is trained.
package struct PretrainingPlan: Sendable, Equatable {
    package var vocabularySize = 2_048
    package var hiddenSize = 256
    package var intermediateSize = 704
    package var layerCount = 4
    package var headCount = 8
    package var keyValueHeadCount = 4
    package var contextLength = 4_096
    package var stepCount = 1_000
    /// Documents an update learns from; each is one forest with about ten questions.
    package var documentsPerStep = 4
    package var learningRate = 2e-3
    package var seed: UInt64 = 1
    /// Updates between two saved states.
    package var saveInterval = 200
    /// The highest rung of the corpus's ladder.
    package var highestLevel = 8

    package init() {}

    /// The shape for config.json.
    package func configuration(endOfSequence: Int32) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: vocabularySize, hiddenSize: hiddenSize,
            intermediateSize: intermediateSize, layerCount: layerCount, headCount: headCount,
            keyValueHeadCount: keyValueHeadCount, contextLength: contextLength,
            tiesEmbeddings: true, beginningOfSequence: nil, endOfSequence: [endOfSequence])
    }

    /// The rung for a document: the ladder is climbed over the first two thirds of the training,
    /// and every third document comes from a random lower rung, so that nothing is forgotten.
    package func level(step: Int, random: inout SeededGenerator) -> Int {
        let progress = min(1, Double(step) / (Double(stepCount) * 2 / 3))
        let top = min(highestLevel, Int(progress * Double(highestLevel + 1)))
        return random.index(below: 3) == 0 ? random.index(below: top + 1) : top
    }
}
