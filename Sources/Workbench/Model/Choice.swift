/// A question with several answers, one of which is chosen.
package struct Choice: Sendable, Equatable {
    /// What the answer decides.
    package enum Subject: Sendable, Equatable {
        /// After which stage a new run branches off: the answer's number.
        case branchRun(RunID)
    }

    package var subject: Subject
    package var title: String
    package var text: String
    package var options: [String]
    package var selected = 0
}
