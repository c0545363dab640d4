import LanguageModel

/// The records of one stage, rendered and tokenised, and how often they are seen.
package struct TrainingStage: Sendable {
    package var sequences: [TokenSequence]
    package var epochs: Int

    package init(sequences: [TokenSequence], epochs: Int) {
        self.sequences = sequences
        self.epochs = epochs
    }

    /// Updates of the whole stage.
    package func stepCount(recordsPerStep: Int) -> Int {
        epochs * stepsPerEpoch(recordsPerStep: recordsPerStep)
    }

    /// The last update of an epoch may see fewer records.
    package func stepsPerEpoch(recordsPerStep: Int) -> Int {
        (sequences.count + recordsPerStep - 1) / recordsPerStep
    }
}

/// Where a run stands: everything beside weights and moments that the next update depends on.
package struct TrainingPosition: Sendable, Equatable, Codable {
    package var stage = 0
    /// Updates done in the stage.
    package var stepInStage = 0
    /// Updates done in the run.
    package var step = 0

    package init(stage: Int = 0, stepInStage: Int = 0, step: Int = 0) {
        self.stage = stage
        self.stepInStage = stepInStage
        self.step = step
    }
}
