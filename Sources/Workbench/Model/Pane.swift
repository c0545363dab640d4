/// The five rooms of the workbench.
package enum Pane: Int, Sendable, CaseIterable {
    case prompts, schedule, train, compare, runs

    package var title: String {
        switch self {
        case .prompts: "Prompts"
        case .schedule: "Schedule"
        case .train: "Train"
        case .compare: "Compare"
        case .runs: "Runs"
        }
    }

    /// The pane so many places further, around the end.
    func moved(by steps: Int) -> Pane {
        let count = Self.allCases.count
        let index = ((rawValue + steps) % count + count) % count
        return Self.allCases[index]
    }
}
