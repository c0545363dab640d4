import Evaluation
import Judging
import LanguageModel
import Prompts
import RunEvents
import Training

/// Measures a run on held-out records: losses as it goes, answers at the ends of stages and of the
/// run.
final class RunMeasurer {
    private let plan: RunPlan
    private let evaluator: Evaluator
    private let metric: RunMetric?
    private let control: TrainingControl
    private let waitWhileHeld: () -> Void
    private let emit: (TrainingEvent) -> Void

    /// Made when first needed: rendering and tokenising thousands of prompts takes a moment.
    private var validationItems: [ItemKey: [EvaluationItem]] = [:]

    private struct ItemKey: Hashable {
        var arm: PromptArm
        var stage: Int
    }

    /// `metric` judges answers beside exact match, nil where that is all the project asks for.
    init(
        plan: RunPlan, model: Transformer, metric: RunMetric?, control: TrainingControl,
        waitWhileHeld: @escaping () -> Void, emit: @escaping (TrainingEvent) -> Void
    ) {
        self.plan = plan
        self.metric = metric
        self.control = control
        self.waitWhileHeld = waitWhileHeld
        self.emit = emit
        evaluator = Evaluator(
            model: model, tokenizer: plan.prepared.model.tokenizer,
            endOfSequence: plan.prepared.endOfSequence,
            options: plan.prepared.evaluationOptions)
    }

    /// Losses on the validation records with the full prompt, the stage's prompt and the query
    /// alone; at the end of a stage also answers to the last two.
    /// - Returns: What early ends and the choice of the best adapter depend on; nil without
    ///   validation records, and where the user stopped it.
    func measure(_ position: TrainingPosition, isStageEnd: Bool) throws -> ValidationResult? {
        guard !plan.validation.isEmpty else { return nil }
        // At the end of a stage the position may stand on the stage's last step or behind it.
        let stage = min(position.stage, plan.stages.count - 1)
        let arms = arms(stage)
        var results: [PromptArm: EvaluationMetrics] = [:]
        let isChosenByAnswers = plan.configuration.keepsBest && plan.bestMetric != .loss
        for arm in arms {
            guard !control.wantsStop || isStageEnd else { return nil }
            let items = try items(arm, stage: stage)
            let subject = Evaluator.Subject(
                step: position.step, stage: stage, arm: arm, model: .tuned, split: "validation")
            var metrics = evaluator.loss(items, subject)
            let isAnswered =
                isStageEnd
                || isChosenByAnswers && arm == .queryOnly && stage == plan.stages.count - 1
            if isAnswered, arm != .fullPrompt, !control.wantsStop {
                // A stop leaves a part of the answers, whose share of right ones would mislead.
                if let answers = try answers(items, subject) {
                    metrics = evaluator.merge(metrics, answers)
                    metrics.score = judged(answers, of: plan.validation)?.figure
                }
            }
            emit(.evaluation(metrics))
            results[arm] = metrics
        }
        // The stage's own prompt is one of the other two where it is not measured for itself.
        let own: PromptArm =
            arms.contains(.stagePrompt)
            ? .stagePrompt
            : plan.stagePlan.stages[stage].setting.showsNothing ? .queryOnly : .fullPrompt
        guard let loss = results[own]?.loss else { return nil }
        return ValidationResult(
            stageLoss: loss, score: results[.queryOnly].flatMap { plan.bestMetric.score($0) })
    }

    /// Losses and answers on the judged records, full prompt and query-only; the answers are kept.
    /// - Returns: false where the user stopped it, in which case an unfinished part is left out.
    func judge(step: Int, model: ModelState) throws -> Bool {
        let (split, records) = plan.judged
        guard !records.isEmpty else { return true }
        let stage = model == .base ? 0 : plan.stages.count - 1
        for arm in [PromptArm.fullPrompt, .queryOnly] {
            guard !control.wantsStop else { return false }
            let items = try plan.prepared.items(records, arm: arm, plan: plan.stagePlan)
            let subject = Evaluator.Subject(
                step: step, stage: stage, arm: arm, model: model, split: split)
            var metrics = evaluator.loss(items, subject)
            guard var predictions = try answers(items, subject) else { return false }
            metrics = evaluator.merge(metrics, predictions)
            if let judged = judged(predictions, of: records) {
                metrics.score = judged.figure
                predictions = judged.predictions
            }
            guard metric == nil || !control.wantsStop else { return false }
            for prediction in predictions { emit(.prediction(prediction)) }
            emit(.evaluation(metrics))
            if model == .base, arm == .fullPrompt { warnOfUnreadPrompt(metrics) }
        }
        return true
    }

    /// Below this share of right answers a base is not said to read its prompt.
    private static let leastReadShare = 0.02

    /// What a base cannot do with its prompt, stages do not move into its weights: in the studies of
    /// docs/results.md they were behind the query alone then.
    private func warnOfUnreadPrompt(_ metrics: EvaluationMetrics) {
        let showsPrompt = plan.stagePlan.stages.contains { !$0.setting.showsNothing }
        // A metric that failed is not stood for by another one.
        guard showsPrompt, metric == nil || metrics.score != nil else { return }
        let right: Double?
        switch metrics.score?.metric {
        case nil: right = metrics.exactMatch
        case .passAtOne: right = metrics.score?.value
        // These do not tell right from wrong.
        case .bleu, .command: right = nil
        }
        guard let right, right < Self.leastReadShare else { return }
        emit(
            .log(
                .warning,
                "Even with its full prompt the base answers only "
                    + "\(FixedText.decimal(right * 100, places: 1)) % of \(metrics.recordCount) "
                    + "records right. What it cannot read, stages do not teach: try a run on the "
                    + "query alone first, or another base."))
    }

    /// The answers by the project's metric.
    ///
    /// A metric that fails costs its figure, not the night's training.
    /// - Returns: nil where there is no other metric than exact match, and where it failed.
    private func judged(
        _ predictions: [Prediction], of records: [PromptRecord]
    ) -> RunMetric.Result? {
        guard let metric else { return nil }
        do {
            return try metric.judge(
                predictions, of: records, goesOn: { [control] in !control.wantsStop })
        } catch {
            emit(.log(.warning, "The answers are not judged by the project's metric: \(error)"))
            return nil
        }
    }

    /// Stops between two answers where the user wants to stop.
    /// - Returns: nil where answers are missing.
    private func answers(
        _ items: [EvaluationItem], _ subject: Evaluator.Subject
    ) throws -> [Prediction]? {
        let predictions = try evaluator.answers(
            items, subject,
            onAnswer: { [control, waitWhileHeld] _ in
                waitWhileHeld()
                return !control.wantsStop
            })
        return predictions.count == items.count ? predictions : nil
    }

    /// The stage's own prompt is left out where it is one of the other two.
    private func arms(_ stage: Int) -> [PromptArm] {
        let setting = plan.stagePlan.stages[stage].setting
        let full = PreparedProject.fullSetting(plan.stagePlan.schedule)
        let isFull =
            setting.compressionRate == full.compressionRate && setting.shots == full.shots
        return isFull || setting.showsNothing
            ? [.fullPrompt, .queryOnly] : [.fullPrompt, .stagePrompt, .queryOnly]
    }

    private func items(_ arm: PromptArm, stage: Int) throws -> [EvaluationItem] {
        let key = ItemKey(arm: arm, stage: arm == .stagePrompt ? stage : 0)
        if let known = validationItems[key] { return known }
        let items = try plan.prepared.items(
            plan.validation, arm: arm, plan: plan.stagePlan,
            setting: plan.stagePlan.stages[stage].setting)
        // One stage's prompts are not needed after it.
        if arm == .stagePrompt {
            validationItems = validationItems.filter { $0.key.arm != .stagePrompt }
        }
        validationItems[key] = items
        return items
    }
}
