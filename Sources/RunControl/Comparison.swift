import Evaluation
import Foundation
import Kernels
import LanguageModel
import Prompts
import RunEvents
import RunStore

/// Asks a model held-out records with the full prompt and with the query alone.
///
/// It holds a transformer of its own, so that a training in the same process is not disturbed but
/// for the cores it shares.
package final class Comparison {
    let prepared: PreparedProject
    /// Of the full prompt alone.
    let plan: StagePlan
    let evaluator: Evaluator
    private let lastStage: Int
    private let model: Transformer

    /// Loads base and adapter, in the precision that the project trains in.
    ///
    /// - Parameters:
    ///   - prepared: the project.
    ///   - schedule: whose fullest stage tells how many examples the full prompt has.
    ///   - adapter: folder of the tuned model's adapter; nil compares the base with itself.
    ///   - threadCount: to compute with.
    /// - Throws: what loading throws.
    package init(
        _ prepared: PreparedProject, schedule: Schedule, adapter: URL?,
        threadCount: Int = WorkerPool.availableProcessors
    ) throws {
        self.prepared = prepared
        // Neither the full prompt nor the query needs the stages' templates: what one of them cannot
        // have is no reason to ask nothing. A setting that needs one has it made.
        plan = try prepared.draft(
            Schedule(stages: [PreparedProject.fullSetting(schedule)]))
        lastStage = max(0, schedule.stages.count - 1)
        let tuned = try adapter.map {
            try PEFTAdapterFile.read($0, for: prepared.model.configuration)
        }
        model = try prepared.model.makeTransformer(
            storage: prepared.storage, adapterRank: tuned?.configuration.rank ?? 0,
            compute: Compute(threadCount: threadCount))
        model.adapter = tuned
        evaluator = Evaluator(
            model: model, tokenizer: prepared.model.tokenizer,
            endOfSequence: prepared.endOfSequence, options: prepared.evaluationOptions)
    }

    package var hasAdapter: Bool { model.adapter != nil }

    /// One arm over records: metrics and answers.
    package func measure(
        _ records: [PromptRecord], arm: PromptArm, model state: ModelState, split: String,
        step: Int = 0, setting: StageSetting? = nil,
        onPartialText: (String, String) -> Void = { _, _ in },
        onAnswer: (Prediction) -> Bool = { _ in true }
    ) throws -> (metrics: EvaluationMetrics, predictions: [Prediction]) {
        let items = try prepared.items(records, arm: arm, plan: plan, setting: setting)
        let subject = Evaluator.Subject(
            step: step, stage: lastStage, arm: arm, model: state, split: split)
        let metrics = evaluator.loss(items, subject)
        let predictions = try evaluator.answers(
            items, subject, onPartialText: { onPartialText($0.recordID, $1) }, onAnswer: onAnswer)
        return (evaluator.merge(metrics, predictions), predictions)
    }

    /// One record's answer.
    package func answer(
        _ record: PromptRecord, arm: PromptArm, model state: ModelState,
        onPartialText: (String) -> Void = { _ in }
    ) throws -> Prediction {
        let items = try prepared.items([record], arm: arm, plan: plan)
        let subject = Evaluator.Subject(
            step: 0, stage: 0, arm: arm, model: state, split: record.split?.rawValue ?? "")
        let predictions = try evaluator.answers(
            items, subject, onPartialText: { onPartialText($1) })
        guard let prediction = predictions.first else {
            throw RunControlError.unknownRecord(id: record.id)
        }
        return prediction
    }
}
