/// Preferences over all pairs of two arms, counted.
package struct PreferenceTally: Equatable, Sendable {
    /// Pairs in which the first answer is better.
    package private(set) var wins = 0
    package private(set) var losses = 0
    package private(set) var ties = 0
    /// Of the ties, those whose two answers are the same bytes.
    package private(set) var sameCount = 0
    /// Of the ties, those that a judge gave another verdict on in the other order.
    package private(set) var orderDependentCount = 0
    /// Pairs on which a judge gave no verdict; in no other count.
    package private(set) var invalid: [String] = []
    /// Pairs that nobody has judged yet; in no other count.
    package private(set) var missing: [String] = []

    package init() {}

    /// Counts a judged pair.
    package mutating func add(_ outcome: PairwiseJudge.Outcome, _ pair: AnswerPair) {
        guard let preference = outcome.preference else {
            invalid.append(pair.recordID)
            return
        }
        switch preference {
        case .first: wins += 1
        case .second: losses += 1
        case .tie: ties += 1
        }
        if pair.isSame { sameCount += 1 }
        if outcome.dependsOnOrder { orderDependentCount += 1 }
    }

    /// Counts a rated pair; nil is one that is not rated yet.
    package mutating func add(_ preference: Preference?, _ pair: AnswerPair) {
        let preference = pair.isSame ? .tie : preference
        guard let preference else {
            missing.append(pair.recordID)
            return
        }
        add(PairwiseJudge.Outcome(preference: preference), pair)
    }

    /// Of the pairs with a verdict.
    package var winRate: WinRate { WinRate(wins: wins, losses: losses, ties: ties) }

    /// Pairs with a verdict.
    package var judgedCount: Int { wins + losses + ties }
}
