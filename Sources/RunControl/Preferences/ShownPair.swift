import Judging
import Prompts

/// A pair as a rater sees it: two sides, without the names of the ways that gave them.
package struct ShownPair: Equatable, Sendable {
    /// What a rater says of the two sides.
    package enum Choice: String, CaseIterable, Sendable { case left, right, tie }

    package let pair: AnswerPair
    /// Whether the pair's first answer stands on the right.
    package let isExchanged: Bool

    /// Draws the sides.
    ///
    /// The same seed and texts give the same sides, also in another sitting.
    package init(_ pair: AnswerPair, seed: Int) {
        self.pair = pair
        let digest = SHA256.hex("\(seed) \(pair.contentHash)")
        isExchanged = digest.utf8.first.map { !$0.isMultiple(of: 2) } ?? false
    }

    /// With sides that are known, as in a file.
    init(_ pair: AnswerPair, isExchanged: Bool) {
        self.pair = pair
        self.isExchanged = isExchanged
    }

    package var left: String { isExchanged ? pair.second : pair.first }
    package var right: String { isExchanged ? pair.first : pair.second }

    /// What a choice says of the pair.
    package func preference(_ choice: Choice) -> Preference {
        switch choice {
        case .left: isExchanged ? .second : .first
        case .right: isExchanged ? .first : .second
        case .tie: .tie
        }
    }

    /// The choice that says so.
    package func choice(_ preference: Preference) -> Choice {
        switch preference {
        case .first: isExchanged ? .right : .left
        case .second: isExchanged ? .left : .right
        case .tie: .tie
        }
    }
}
