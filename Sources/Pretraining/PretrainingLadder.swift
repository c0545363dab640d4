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
        /// Dialects of every family, formulas in half of the documents.
        case families(levels: ClosedRange<Int>)
    }

    /// The present rung, from 0.
    package private(set) var rung = 0
    /// Updates on it.
    package private(set) var updates = 0
    /// Running mean of its documents' answer losses, nats a token; nil before the first update.
    package private(set) var loss: Double?

    /// Rungs before the first dialects.
    private static let exercises: [Rung] = [
        .copying, .recall(mostFillers: 0), .recall(mostFillers: 5),
        .matching(functionCounts: 2...4, described: 0),
        .matching(functionCounts: 3...8, described: 40),
    ]

    /// The first rung whose documents are dialects.
    package static let firstDialects = exercises.count
    /// The highest there is.
    package static let highestRung = exercises.count + DialectDifficulty.levelCount

    /// What a new loss counts in the running mean.
    private static let newShare = 0.04
    /// Updates before the running mean is believed.
    private static let fewestUpdates = 60
    /// The running loss, nats a token, below which the next rung begins.
    ///
    /// Of few functions the choice costs little, so that it need not be right yet: more of them
    /// teach it better, and a rung that was left out was not missed (docs/log.md). The highest rung
    /// is never left.
    private static let masteredLosses = [
        0.4, 0.12, 0.12, 0.25, 0.25, 0.5, 0.5, 0.5, 0.6, 0.6, 0.5,
    ]

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
        if rung < firstDialects { return exercises[rung] }
        let top = DialectDifficulty.levelCount - 1
        return rung < highestRung
            ? .dialects(level: rung - firstDialects) : .families(levels: top - 2...top)
    }

    /// What dialects an exam of the rung asks about.
    package static func families(_ rung: Int) -> [DialectFamily] {
        if case .families = content(rung) { DialectFamily.allCases } else { [.formulas] }
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
            loss < Self.masteredLosses[rung]
        else { return }
        self = PretrainingLadder(rung: rung + 1)
    }
}
