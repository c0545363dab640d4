import LanguageModel

/// The records of one stage, rendered and tokenised, and how often they are seen.
package struct TrainingStage: Sendable {
    package var sequences: [TokenSequence]
    /// For each record its query, and the prompt that is to be written from it (Generative Prompt
    /// Internalization, Shin and others 2024); empty where that is not learned.
    package var promptTasks: [TokenSequence]
    package var epochs: Int
    /// Its highest; the run's where nil.
    package var learningRate: Double?
    /// Over which the learning rate rises when the stage begins; the run's own where nil.
    package var warmupSteps: Int?

    package init(
        sequences: [TokenSequence], promptTasks: [TokenSequence] = [], epochs: Int,
        learningRate: Double? = nil, warmupSteps: Int? = nil
    ) {
        precondition(promptTasks.isEmpty || promptTasks.count == sequences.count)
        self.sequences = sequences
        self.promptTasks = promptTasks
        self.epochs = epochs
        self.learningRate = learningRate
        self.warmupSteps = warmupSteps
    }

    /// The forest of one pass over some of the records.
    ///
    /// Prompts are many times as long as answers, so only the first record of a pass writes its
    /// own; the weight is that of all its labels together against all of the answers'.
    package func forest(of records: ArraySlice<Int>, promptWeight: Double) -> SegmentForest {
        let parts = records.map { sequences[$0] }
        guard promptWeight > 0, let first = records.first, promptTasks.indices.contains(first)
        else { return SegmentForest(parts) }
        let task = promptTasks[first]
        let answers = parts.reduce(0) { $0 + $1.labelCount }
        let weight = promptWeight * Double(answers) / Double(max(task.labelCount, 1))
        return SegmentForest(
            parts + [task],
            weights: [Float](repeating: 1, count: parts.count) + [Float(weight)])
    }

    /// Updates of the whole stage.
    package func stepCount(_ configuration: TrainingConfiguration) -> Int {
        epochs * stepsPerEpoch(configuration)
    }

    /// The last update of an epoch may see fewer records.
    package func stepsPerEpoch(_ configuration: TrainingConfiguration) -> Int {
        configuration.stepsPerEpoch(recordCount: sequences.count)
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
