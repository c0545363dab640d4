/// What a stage of the schedule asks for.
package struct StageSetting: Sendable, Equatable {
    /// Share of template tokens to keep (tau), from 0 to 1.
    package var compressionRate: Double
    /// Examples in each prompt (k).
    package var shots: Int
    /// Passes over the training records.
    package var epochs: Int

    package init(compressionRate: Double, shots: Int, epochs: Int) {
        self.compressionRate = compressionRate
        self.shots = shots
        self.epochs = epochs
    }
}
