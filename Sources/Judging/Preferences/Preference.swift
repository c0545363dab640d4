/// Which of a pair's two answers is better.
package enum Preference: String, CaseIterable, Sendable {
    case first, second, tie

    /// The same of the pair with its answers exchanged.
    package var exchanged: Preference {
        switch self {
        case .first: .second
        case .second: .first
        case .tie: .tie
        }
    }
}
