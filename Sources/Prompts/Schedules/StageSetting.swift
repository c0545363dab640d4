/// What a stage of the schedule asks for.
package struct StageSetting: Sendable, Equatable {
    /// Share of template tokens to keep (tau), from 0 to 1.
    package var compressionRate: Double
    /// Examples in each prompt (k).
    package var shots: Int
    /// Passes over the training records.
    package var epochs: Int
    /// Its highest; the run's where nil.
    package var learningRate: Double?
    /// Steps over which the learning rate rises when the stage begins; the run's own where nil.
    package var warmupSteps: Int?

    package init(
        compressionRate: Double, shots: Int, epochs: Int, learningRate: Double? = nil,
        warmupSteps: Int? = nil
    ) {
        self.compressionRate = compressionRate
        self.shots = shots
        self.epochs = epochs
        self.learningRate = learningRate
        self.warmupSteps = warmupSteps
    }

    /// Whether the query stands alone.
    package var showsNothing: Bool { compressionRate <= 0 && shots <= 0 }
}
