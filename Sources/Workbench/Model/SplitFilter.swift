import Prompts

/// Which records the list shows.
package enum SplitFilter: String, Sendable, CaseIterable {
    case all, train, validation, test

    func accepts(_ split: DataSplit?) -> Bool {
        switch self {
        case .all: true
        case .train: split == .train
        case .validation: split == .validation
        case .test: split == .test
        }
    }

    var next: SplitFilter {
        switch self {
        case .all: .train
        case .train: .validation
        case .validation: .test
        case .test: .all
        }
    }
}
