/// A choice that a helper is told by a word of its dialect's own.
package enum LibraryConstant: Int, Sendable, CaseIterable, Hashable {
    case ascending, descending, even, odd

    /// What it means, in the words of documentation.
    var meanings: [String] {
        switch self {
        case .ascending: ["smallest first", "ascending", "from low to high"]
        case .descending: ["largest first", "descending", "from high to low"]
        case .even: ["even numbers", "divisible by two"]
        case .odd: ["odd numbers", "not divisible by two"]
        }
    }

    /// Adjectives that a request may use for it.
    var adjectives: [String] {
        switch self {
        case .ascending: ["ascending", "increasing", "rising"]
        case .descending: ["descending", "decreasing", "falling"]
        case .even: ["even"]
        case .odd: ["odd"]
        }
    }
}
