/// Why a stage has no prompts.
package enum StageProblem: Sendable, Equatable {
    /// Its template is still to be compressed.
    case pending
    /// What happened, where, and what to do.
    case failed(String)

    /// For the user.
    package var text: String {
        switch self {
        case .pending: "Its template is still to be compressed."
        case .failed(let text): text
        }
    }
}
