/// How many of the records are held out, and by which draw.
package struct SplitShares: Sendable, Equatable {
    /// From 0 to 1.
    package let validation: Double
    /// From 0 to 1.
    package let test: Double
    /// Another seed deals another way.
    package let seed: UInt64

    /// - Throws: `ProjectSetupError.sharesLeaveNoTraining`.
    package init(
        validation: Double = 0.1, test: Double = 0.1, seed: UInt64 = 1
    ) throws(ProjectSetupError) {
        guard validation >= 0, test >= 0, validation + test < 1 else {
            throw .sharesLeaveNoTraining(validation: validation, test: test)
        }
        self.validation = validation
        self.test = test
        self.seed = seed
    }
}
