/// What a training tells the outside, in the order in which it happens.
///
/// Values only: the trainer neither knows who listens nor waits for them.
package enum TrainingEvent: Sendable {
    case stageStarted(StageSummary)
    case step(StepMetrics)
    case evaluation(EvaluationMetrics)
    case prediction(Prediction)
    case checkpoint(CheckpointSummary)
    case log(LogLevel, String)
}

/// What the listener answers: the trainer asks after every step.
package enum ProgressDisposition: Sendable { case more, stop }

/// A stage as planned: one compression rate and one number of examples.
package struct StageSummary: Sendable, Codable, Equatable {
    /// Counted from 0.
    package var stage: Int
    /// Share of template tokens that was asked to be kept (tau), from 0 to 1.
    package var compressionRate: Double
    /// Share that the compressor kept.
    package var achievedRate: Double
    /// Examples a record (k).
    package var shots: Int
    package var epochs: Int
    package var learningRate: Double
    package var templateTokens: Int
    /// Mean over the stage's records: template, examples and query.
    package var inputTokensPerRecord: Double
    package var stepCount: Int

    package init(
        stage: Int, compressionRate: Double, achievedRate: Double, shots: Int, epochs: Int,
        learningRate: Double, templateTokens: Int, inputTokensPerRecord: Double, stepCount: Int
    ) {
        self.stage = stage
        self.compressionRate = compressionRate
        self.achievedRate = achievedRate
        self.shots = shots
        self.epochs = epochs
        self.learningRate = learningRate
        self.templateTokens = templateTokens
        self.inputTokensPerRecord = inputTokensPerRecord
        self.stepCount = stepCount
    }
}

/// One optimizer update.
package struct StepMetrics: Sendable, Codable, Equatable {
    /// Counted from 1 over the whole run.
    package var step: Int
    package var stage: Int
    /// Passes over the stage's records so far, with fraction.
    package var epoch: Double
    /// Cross entropy of the answers, in nats a label token.
    package var loss: Double
    package var learningRate: Double
    /// Global norm before clipping.
    package var gradientNorm: Double
    package var recordCount: Int
    /// Tokens of all prompts and outputs as production would count them.
    package var tokenCount: Int
    /// Tokens computed: what records share is counted once.
    package var uniqueTokenCount: Int
    package var labelTokenCount: Int
    package var durationMilliseconds: Double
    /// Divergence from the teacher, in nats a label token; nil without one.
    package var distillationLoss: Double?
    /// Of writing the prompt from the query, in nats a token of it; nil where that is not learned.
    package var promptLoss: Double?

    package init(
        step: Int, stage: Int, epoch: Double, loss: Double, learningRate: Double,
        gradientNorm: Double, recordCount: Int, tokenCount: Int, uniqueTokenCount: Int,
        labelTokenCount: Int, durationMilliseconds: Double, distillationLoss: Double? = nil,
        promptLoss: Double? = nil
    ) {
        self.step = step
        self.stage = stage
        self.epoch = epoch
        self.loss = loss
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.recordCount = recordCount
        self.tokenCount = tokenCount
        self.uniqueTokenCount = uniqueTokenCount
        self.labelTokenCount = labelTokenCount
        self.durationMilliseconds = durationMilliseconds
        self.distillationLoss = distillationLoss
        self.promptLoss = promptLoss
    }
}

/// How one arm does on a held-out split.
package struct EvaluationMetrics: Sendable, Codable, Equatable {
    /// The training step it was measured after; 0 is before training.
    package var step: Int
    package var stage: Int
    package var arm: PromptArm
    package var model: ModelState
    /// "validation" or "test".
    package var split: String
    package var recordCount: Int
    /// Nats a label token.
    package var loss: Double
    /// Share of generated answers equal to the expected one, from 0 to 1; nil where nothing was
    /// generated.
    package var exactMatch: Double?
    /// By the project's metric; nil where that is exact match, or where nothing was generated.
    package var score: MetricScore?
    /// Mean tokens of the prompt.
    package var inputTokensPerRecord: Double
    /// Mean, with nothing of the prompt cached; nil where nothing was generated.
    package var prefillMilliseconds: Double?
    /// Mean, with what all prompts begin with cached; nil where that was not measured.
    package var warmPrefillMilliseconds: Double?
    /// Mean over the whole answer; nil where nothing was generated.
    package var decodeMilliseconds: Double?

    package init(
        step: Int, stage: Int, arm: PromptArm, model: ModelState, split: String, recordCount: Int,
        loss: Double, exactMatch: Double? = nil, score: MetricScore? = nil,
        inputTokensPerRecord: Double, prefillMilliseconds: Double? = nil,
        warmPrefillMilliseconds: Double? = nil, decodeMilliseconds: Double? = nil
    ) {
        self.step = step
        self.stage = stage
        self.arm = arm
        self.model = model
        self.split = split
        self.recordCount = recordCount
        self.loss = loss
        self.exactMatch = exactMatch
        self.score = score
        self.inputTokensPerRecord = inputTokensPerRecord
        self.prefillMilliseconds = prefillMilliseconds
        self.warmPrefillMilliseconds = warmPrefillMilliseconds
        self.decodeMilliseconds = decodeMilliseconds
    }

    /// Mean up to the last token, with nothing of the prompt cached.
    package var answerMilliseconds: Double? { sum(prefillMilliseconds, decodeMilliseconds) }
    /// Mean up to the last token, with what all prompts begin with cached.
    package var warmAnswerMilliseconds: Double? { sum(warmPrefillMilliseconds, decodeMilliseconds) }

    private func sum(_ prefill: Double?, _ decode: Double?) -> Double? {
        guard let prefill, let decode else { return nil }
        return prefill + decode
    }
}

/// One generated answer to one held-out record.
package struct Prediction: Sendable, Codable, Equatable {
    package var step: Int
    package var recordID: String
    package var arm: PromptArm
    package var model: ModelState
    package var text: String
    package var expected: String
    package var isExactMatch: Bool
    /// By the project's metric; nil where that is exact match, or where it was not judged.
    package var score: MetricScore?
    package var promptTokens: Int
    package var outputTokens: Int
    package var prefillMilliseconds: Double
    /// With what the prompts of its split begin with cached; nil where that was not measured.
    package var warmPrefillMilliseconds: Double?
    package var decodeMilliseconds: Double

    package init(
        step: Int, recordID: String, arm: PromptArm, model: ModelState, text: String,
        expected: String, isExactMatch: Bool, score: MetricScore? = nil, promptTokens: Int,
        outputTokens: Int, prefillMilliseconds: Double, warmPrefillMilliseconds: Double? = nil,
        decodeMilliseconds: Double
    ) {
        self.step = step
        self.recordID = recordID
        self.arm = arm
        self.model = model
        self.text = text
        self.expected = expected
        self.isExactMatch = isExactMatch
        self.score = score
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
        self.prefillMilliseconds = prefillMilliseconds
        self.warmPrefillMilliseconds = warmPrefillMilliseconds
        self.decodeMilliseconds = decodeMilliseconds
    }

    /// Whether it is right, by the project's metric where that can tell, else by exact match.
    package var isRight: Bool { score?.isRight ?? isExactMatch }
}

/// A saved state from which training can go on.
package struct CheckpointSummary: Sendable, Codable, Equatable {
    package var step: Int
    package var stage: Int
    /// Folder, relative to the project's.
    package var path: String
    package var byteCount: Int

    package init(step: Int, stage: Int, path: String, byteCount: Int) {
        self.step = step
        self.stage = stage
        self.path = path
        self.byteCount = byteCount
    }
}
