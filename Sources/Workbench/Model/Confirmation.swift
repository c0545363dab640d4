/// A question before something that is hard to take back.
package struct Confirmation: Sendable, Equatable {
    /// What the answer decides.
    package enum Subject: Sendable, Equatable {
        case quitWhileTraining
        case stopTraining
        case deleteRun(RunID)
        case discardSchedule
    }

    package var subject: Subject
    package var title: String
    /// Names the thing and what will be lost.
    package var text: String
    /// What `y` does, in a word or two.
    package var answer: String
}
