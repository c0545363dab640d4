import LanguageModel

/// What a look at the validation records found.
package struct ValidationResult: Sendable, Equatable {
    /// Loss with the stage's own prompt, in nats.
    package var stageLoss: Double
    /// What the last stage's adapters are chosen by, with the query alone; less is better.
    package var score: Double?

    package init(stageLoss: Double, score: Double? = nil) {
        self.stageLoss = stageLoss
        self.score = score
    }
}

/// When a stage has done its work before its epochs are over.
package struct StageAdvance: Sendable, Equatable {
    /// The stage ends once its loss is at most that of the stage before plus this, in nats; nil
    /// does not look at that.
    package var margin: Double?
    /// Epochs before which no stage ends.
    package var leastEpochs: Int
    /// The stage ends after so many looks without a better loss; 0 never does.
    package var patience: Int

    package init(margin: Double? = nil, leastEpochs: Int = 1, patience: Int = 0) {
        self.margin = margin
        self.leastEpochs = leastEpochs
        self.patience = patience
    }

    package var isOff: Bool { margin == nil && patience == 0 }
}

/// What has been seen of the validation records so far: all that early ends and the choice of the
/// best adapter depend on, saved with every checkpoint.
package struct StageWatch: Sendable, Equatable, Codable {
    /// Of the stage before, at its end; nil in the first.
    package private(set) var referenceLoss: Double?
    /// The least of this stage.
    package private(set) var leastLoss: Double?
    /// Of the last look.
    package private(set) var lastLoss: Double?
    /// Looks since the least one.
    package private(set) var staleCount = 0
    /// Of the best adapter of the last stage, and its step.
    package private(set) var bestScore: Double?
    package private(set) var bestStep: Int?

    package init() {}

    /// Takes in a look.
    ///
    /// - Returns: Whether the adapter is the best of the last stage so far.
    mutating func add(_ result: ValidationResult, step: Int, isLastStage: Bool) -> Bool {
        // What is not finite is no progress, and could not be saved.
        guard result.stageLoss.isFinite else {
            staleCount += 1
            return false
        }
        lastLoss = result.stageLoss
        if result.stageLoss < leastLoss ?? .infinity {
            leastLoss = result.stageLoss
            staleCount = 0
        } else {
            staleCount += 1
        }
        guard isLastStage, let score = result.score, score < bestScore ?? .infinity else {
            return false
        }
        bestScore = score
        bestStep = step
        return true
    }

    /// Why the stage may end, as a sentence; nil where it goes on.
    func reasonToEnd(_ advance: StageAdvance, epochs: Double) -> String? {
        guard epochs >= Double(advance.leastEpochs), let lastLoss else { return nil }
        if let margin = advance.margin, let referenceLoss, lastLoss <= referenceLoss + margin {
            return "its validation loss \(Self.text(lastLoss)) is within \(margin) of the "
                + "\(Self.text(referenceLoss)) that the stage before ended with"
        }
        if advance.patience > 0, staleCount >= advance.patience {
            return "its validation loss has not improved on \(Self.text(leastLoss ?? lastLoss)) "
                + "in \(staleCount) evaluations"
        }
        return nil
    }

    /// Forgets the stage, but for what the next one is held against.
    mutating func beginStage() {
        referenceLoss = lastLoss ?? referenceLoss
        leastLoss = nil
        lastLoss = nil
        staleCount = 0
    }

    mutating func forgetBest() {
        bestScore = nil
        bestStep = nil
    }

    private static func text(_ loss: Double) -> String {
        "\((loss * 1_000).rounded() / 1_000)"
    }
}
