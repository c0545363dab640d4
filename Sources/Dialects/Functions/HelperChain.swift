/// Which helpers may work after one another: those of which none is idle.
///
/// A program with an idle helper would be right without it, and no test could tell.
enum HelperChain {
    /// Whether every helper of a chain does something that the others leave alone, in the order in
    /// which they work.
    static func isSensible(_ chain: [LibraryHelper]) -> Bool {
        guard Set(chain).count == chain.count else { return false }
        let kinds = chain.map(family)
        for (place, helper) in chain.enumerated() {
            let before = chain[..<place]
            // A second bound or a second cut mostly finds nothing left to do.
            if let family = kinds[place], kinds[..<place].contains(family) { return false }
            if before.contains(where: { isIdle($0, before: helper) }) { return false }
        }
        return true
    }

    private enum Family { case bound, cut, letterCase }

    private static func family(_ helper: LibraryHelper) -> Family? {
        switch helper {
        case .keepAbove, .keepBelow, .keepBetween: .bound
        case .firstItems, .lastItems, .everyNth: .cut
        case .upper, .lower: .letterCase
        default: nil
        }
    }

    /// Whether a helper's work does not show, or hides the other's, where another one works later.
    private static func isIdle(_ helper: LibraryHelper, before later: LibraryHelper) -> Bool {
        switch (helper, later) {
        case (.reverse, .sum), (.reverse, .mean), (.reverse, .largest), (.reverse, .smallest),
            (.reverse, .count), (.reverse, .sort), (.sort, .reverse):
            true
        case (.sort, .sum), (.sort, .mean), (.sort, .largest), (.sort, .smallest),
            (.sort, .count):
            true
        // Only which of several equally long words is found would tell.
        case (.reverse, .longestWord): true
        case (.distinct, .largest), (.distinct, .smallest), (.distinct, .longestWord): true
        case (.addToEach, .count), (.multiplyEach, .count), (.multiplyEach, .keepParity): true
        // Words have nothing in them to split at, and the longest one is seldom the one replaced.
        case (.join, .split), (.longestWord, .split), (.longestWord, .replace): true
        case (.keepAbove, .largest), (.keepBelow, .smallest): true
        case (.upper, .length), (.lower, .length), (.upper, .count), (.lower, .count): true
        // What requests name is in lower case: nothing of it is left.
        case (.upper, .replace), (.upper, .beginningWith): true
        default: false
        }
    }
}
