import Judging
import RunStore

/// What a person prefers, kept in the history.
package struct RatingBook: Sendable {
    private let store: RunStore

    /// Names ratings among the history's preferences.
    private static let judge = "rating"

    package init(store: RunStore) { self.store = store }

    /// The rating of a pair; nil where it is not rated.
    /// - Throws: `RunStoreError`.
    package func preference(of pair: AnswerPair) throws -> Preference? {
        try store.preference(hash: pair.contentHash, judge: Self.judge)
            .flatMap(Preference.init)
    }

    /// Keeps a rating at once, in place of one of before.
    /// - Throws: `RunStoreError`.
    package func keep(_ preference: Preference, of pair: AnswerPair) throws {
        try store.keepPreference(
            preference.rawValue, hash: pair.contentHash, judge: Self.judge)
    }

    /// Keeps many ratings, all of them or none.
    /// - Throws: `RunStoreError`.
    package func keep(_ ratings: [(pair: AnswerPair, preference: Preference)]) throws {
        let named = ratings.map { ($0.pair.contentHash, $0.preference.rawValue) }
        try store.keepPreferences(
            Dictionary(named, uniquingKeysWith: { $1 }), judge: Self.judge)
    }

    /// Takes a rating back.
    /// - Throws: `RunStoreError`.
    package func forget(_ pair: AnswerPair) throws {
        try store.forgetPreference(hash: pair.contentHash, judge: Self.judge)
    }

    /// All pairs counted, those that nobody has rated as missing.
    /// - Throws: `RunStoreError`.
    package func tally(_ pairs: [AnswerPair]) throws -> PreferenceTally {
        var tally = PreferenceTally()
        for pair in pairs { tally.add(try preference(of: pair), pair) }
        return tally
    }
}
