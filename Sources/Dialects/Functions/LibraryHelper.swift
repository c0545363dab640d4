/// What a helper of a made-up library does, whatever a dialect calls it.
package enum LibraryHelper: String, Sendable, CaseIterable, Hashable {
    case keepAbove, keepBelow, keepBetween, keepParity
    case addToEach, multiplyEach, sort
    case sum, mean, largest, smallest
    case firstItems, lastItems, everyNth, reverse, distinct, count
    case beginningWith, longestWord, join
    case split, upper, lower, replace, repeatText, length

    /// The arguments beside what it works on, in canonical order.
    package var roles: [LibraryRole] {
        switch self {
        case .keepAbove, .keepBelow: [.limit]
        case .keepBetween: [.low, .high]
        case .keepParity: [.parity]
        case .addToEach: [.amount]
        case .multiplyEach: [.factor]
        case .sort: [.direction]
        case .firstItems, .lastItems: [.size]
        case .everyNth: [.step]
        case .beginningWith: [.prefix]
        case .join, .split: [.separator]
        case .replace: [.old, .new]
        case .repeatText: [.times]
        case .sum, .mean, .largest, .smallest, .reverse, .distinct, .count, .longestWord, .upper,
            .lower, .length:
            []
        }
    }

    /// The kinds of value it works on.
    package var inputs: [LibraryKind] {
        switch self {
        case .keepAbove, .keepBelow, .keepBetween, .keepParity, .addToEach, .multiplyEach, .sort,
            .sum, .mean, .largest, .smallest:
            [.numbers]
        case .firstItems, .lastItems, .everyNth, .reverse, .distinct, .count: [.numbers, .words]
        case .beginningWith, .longestWord, .join: [.words]
        case .split, .upper, .lower, .replace, .repeatText, .length: [.text]
        }
    }

    /// The kind of what it gives for a kind it works on.
    package func output(for input: LibraryKind) -> LibraryKind {
        switch self {
        case .sum, .mean, .largest, .smallest, .count, .length: .number
        case .join, .longestWord: .text
        case .split: .words
        default: input
        }
    }
}
