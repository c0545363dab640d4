import Evaluation
import LanguageModel
import Prompts
import Training

/// The sizes of a run's batches, which is all that its memory depends on beside the model.
package struct RunBatches: Sendable, Equatable {
    /// The largest of each stage.
    package let stages: [BatchShape]
    /// The largest of those that losses are measured on.
    package let evaluation: BatchShape
    /// Tokens of all stages, which are held through the whole run.
    package let tokenCount: Int
    /// Labels of one pass over the records.
    package let recordLabelCount: Int
    /// Tokens that the caches of an evaluation hold at most.
    package let cachedCount: Int

    /// - Parameters:
    ///   - stages: with all token ids.
    ///   - heldOut: lists of records that are measured one list after the other, as the longest
    ///     prompt asks them.
    ///   - configuration: gives the batches.
    ///   - maximumNewTokens: of an answer.
    init(
        stages: [TrainingStage], heldOut: [[EvaluationItem]],
        configuration: TrainingConfiguration, maximumNewTokens: Int
    ) {
        self.stages = stages.enumerated().map { index, stage in
            BatchShape(largestOf: stage, index: index, configuration: configuration)
        }
        tokenCount = stages.reduce(0) { sum, stage in
            stage.sequences.reduce(sum) { $0 + $1.tokens.count }
        }
        recordLabelCount = stages.first?.sequences.reduce(0) { $0 + $1.labelCount } ?? 0
        var evaluation = BatchShape()
        for items in heldOut {
            evaluation.merge(
                BatchShape(
                    largestOf: items.map(\.sequence), batchSize: Evaluator.batchSize))
        }
        self.evaluation = evaluation
        cachedCount =
            heldOut.map { Self.cachedCount($0.map(\.prompt), maximumNewTokens) }.max() ?? 0
    }

    /// One cache for the longest prompt, and one each for what prompts that are answered together
    /// do not share; all with room for an answer.
    private static func cachedCount(_ prompts: [[Int32]], _ maximumNewTokens: Int) -> Int {
        var most = 0
        for start in stride(from: 0, to: prompts.count, by: Evaluator.answersAtOnce) {
            let batch = prompts[start..<min(start + Evaluator.answersAtOnce, prompts.count)]
            let shared = batch.dropFirst().reduce(prompts[start].count) { shared, prompt in
                zip(prompts[start], prompt).prefix(shared).prefix { $0 == $1 }.count
            }
            most = max(
                most, batch.reduce(0) { $0 + $1.count - shared + maximumNewTokens + 1 })
        }
        return most + (prompts.map(\.count).max() ?? 0) + maximumNewTokens
    }

    /// Of a plan that is not made ready to run.
    ///
    /// - Throws: `RunControlError.promptsTooLong`, and what compressing and retrieving throw.
    package init(_ prepared: PreparedProject, _ plan: StagePlan) throws {
        let measured = prepared.measuredRecords
        self.init(
            stages: try prepared.trainingStages(plan),
            heldOut: try [measured.validation, measured.judged].map {
                try prepared.items($0, arm: .fullPrompt, plan: plan)
            },
            configuration: prepared.trainingConfiguration,
            maximumNewTokens: prepared.evaluationOptions.maximumNewTokens)
    }
}
