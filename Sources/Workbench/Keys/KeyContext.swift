/// Where a key is pressed.
package enum KeyContext: String, Sendable, CaseIterable {
    /// In every pane.
    case everywhere
    case prompts, schedule, train, compare, runs
    /// Answers are rated in Compare, with names hidden.
    case rating
    /// A run of the history is open.
    case openedRun = "opened-run"
    case help, confirmation, choice, message, report, search

    package var title: String {
        switch self {
        case .everywhere: "Everywhere"
        case .prompts: "Prompts"
        case .schedule: "Schedule"
        case .train: "Train"
        case .compare: "Compare"
        case .rating: "Rating"
        case .runs: "Runs"
        case .openedRun: "Run"
        case .help: "Help"
        case .confirmation: "Question"
        case .choice: "Choice"
        case .message: "Message"
        case .report: "Report"
        case .search: "Search"
        }
    }

    /// An overlay takes every key; a pane leaves what it does not know to `everywhere`.
    var isOverlay: Bool {
        switch self {
        case .help, .confirmation, .choice, .message, .report, .search: true
        default: false
        }
    }
}
