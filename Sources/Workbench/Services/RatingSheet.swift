/// Pairs of answers that wait for a rating, without a word on whose they are.
package struct RatingSheet: Sendable, Equatable {
    /// One query with two answers.
    package struct Pair: Sendable, Equatable {
        /// Names the pair to the services.
        package var id: String
        package var query: String
        package var left: String
        package var right: String

        package init(id: String, query: String, left: String, right: String) {
            self.id = id
            self.query = query
            self.left = left
            self.right = right
        }
    }

    /// What is said of a pair.
    package enum Choice: Sendable, Equatable { case left, right, tie }

    /// What the run is called by.
    package var runID: RunID
    package var pairs: [Pair]
    /// Pairs of the run that are rated already or have equal answers.
    package var doneCount: Int

    package init(runID: RunID, pairs: [Pair], doneCount: Int) {
        self.runID = runID
        self.pairs = pairs
        self.doneCount = doneCount
    }
}
