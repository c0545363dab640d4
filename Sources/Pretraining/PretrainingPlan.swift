import Foundation
import LanguageModel

/// What a base is made of and how long it is trained.
package struct PretrainingPlan: Sendable, Equatable {
    package var vocabularySize = 4_096
    package var hiddenSize = 256
    package var intermediateSize = 768
    package var layerCount = 4
    package var headCount = 8
    package var keyValueHeadCount = 8
    package var contextLength = 4_096
    package var stepCount = 12_000
    /// An update takes documents until it has this many tokens.
    package var tokensPerStep = 2_400
    package var learningRate = 2e-3
    /// The last part of the updates, 0 to 1, over which the learning rate falls to zero.
    package var decayShare = 0.2
    package var seed: UInt64 = 1
    /// Updates between two saved states.
    package var saveInterval = 200
    /// The highest rung that is climbed to.
    package var highestRung = PretrainingLadder.highestRung
    /// The rung to begin on, for a base that is gone on with.
    package var firstRung = 0
    /// A base's folder whose weights and tokenizer are gone on with, in place of random ones; the
    /// shape is its own then.
    package var base: URL?

    package init() {}

    /// The shape for config.json.
    package func configuration(endOfSequence: Int32) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: vocabularySize, hiddenSize: hiddenSize,
            intermediateSize: intermediateSize, layerCount: layerCount, headCount: headCount,
            keyValueHeadCount: keyValueHeadCount, contextLength: contextLength,
            tiesEmbeddings: false, beginningOfSequence: nil, endOfSequence: [endOfSequence])
    }
}
