import Dialects
import LanguageModel

/// Climbs from copying names to whole documentation, each rung when the one below is mastered.
///
/// A clock does not do: what is too hard teaches nothing but what can be learned by heart, and what
/// is mastered teaches nothing more (docs/log.md).
package struct PretrainingLadder: Sendable, Equatable {
    /// What an update's documents are.
    package enum Rung: Sendable, Equatable {
        /// Names and words to be copied.
        case copying
        /// Names to be found by key words, which have so many other words around them at most.
        case recall(mostFillers: Int)
        /// Questions to be matched to so many functions, of which so many of 100 are introduced by
        /// their description, the others by a usage.
        case matching(functionCounts: ClosedRange<Int>, described: Int)
        /// Formula dialects of a level of `DialectDifficulty`.
        case dialects(level: Int)
        /// Two names at once to be found by key words, with so many other words around each at most.
        case pairedRecall(mostFillers: Int)
        /// Small formula dialects that ask for calls inside calls.
        case nesting(functionCounts: ClosedRange<Int>)
        /// Formula dialects of so many of the highest levels, with hard questions.
        case hardDialects(levels: ClosedRange<Int>)
    }

    /// The present rung, from 0.
    package private(set) var rung = 0
    /// Updates on it.
    package private(set) var updates = 0
    /// Running mean of its documents' answer losses, nats a token; nil before the first update.
    package private(set) var loss: Double?

    /// From the lowest, each with the running loss of answers, nats a token, below which the next
    /// one begins; the last is never left.
    ///
    /// Of few functions the choice costs little, so that it need not be right yet: more of them
    /// teach it better, and a rung that was left out was not missed (docs/log.md).
    private static let rungs: [(content: Rung, mastered: Double)] = [
        (.copying, 0.4),
        (.recall(mostFillers: 0), 0.12),
        (.recall(mostFillers: 5), 0.12),
        (.matching(functionCounts: 2...4, described: 0), 0.25),
        (.matching(functionCounts: 3...8, described: 40), 0.25),
        (.dialects(level: 0), 0.5),
        (.dialects(level: 1), 0.5),
        (.dialects(level: 2), 0.5),
        (.dialects(level: 3), 0.6),
        (.dialects(level: 4), 0.6),
        (.dialects(level: 5), 0.5),
        (.pairedRecall(mostFillers: 3), 0.22),
        (.nesting(functionCounts: 4...8), 0.24),
        (.hardDialects(levels: 3...5), 0),
    ]

    /// The first rung whose documents are dialects.
    package static let firstDialects =
        rungs.firstIndex { if case .dialects = $0.content { true } else { false } } ?? 0
    /// The highest there is.
    package static let highestRung = rungs.count - 1

    /// What a new loss counts in the running mean.
    private static let newShare = 0.04
    /// Updates before the running mean is believed.
    private static let fewestUpdates = 60

    /// A start, or a place that was saved.
    package init(rung: Int = 0, updates: Int = 0, loss: Double? = nil) {
        self.rung = rung
        self.updates = updates
        self.loss = loss
    }

    /// What the learning rate is multiplied with on this rung.
    ///
    /// Copying and finding a key are learned sooner with long steps; with the same ones names are
    /// confused for good on the rungs above (docs/log.md).
    package var learningRateFactor: Double { rung < 2 ? 1 : 0.35 }

    /// What the rung with a number is.
    package static func content(_ rung: Int) -> Rung {
        rungs[rung].content
    }

    /// The rung for one more document of an update: the present one, and for every fourth document
    /// a random lower one, so that nothing is forgotten.
    package func draw(using random: inout LanguageModel.SeededGenerator) -> Int {
        rung > 0 && random.index(below: 4) == 0 ? random.index(below: rung) : rung
    }

    /// Takes note of an update and climbs where the rung is mastered.
    package mutating func record(answerLoss: Double?, highest: Int = highestRung) {
        updates += 1
        if let answerLoss {
            loss = loss.map { $0 + (answerLoss - $0) * Self.newShare } ?? answerLoss
        }
        guard rung < highest, updates >= Self.fewestUpdates, let loss,
            loss < Self.rungs[rung].mastered
        else { return }
        self = PretrainingLadder(rung: rung + 1)
    }
}
