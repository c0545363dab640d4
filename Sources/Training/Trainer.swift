import Foundation
import Kernels
import LanguageModel
import RunEvents

/// Fine-tunes an adapter through stages, one update after the other, on the calling thread.
///
/// It knows nothing of screens or files but its checkpoints: what happens goes to `progress`,
/// whose answer says whether to go on.
package final class Trainer {
    package let model: Transformer
    package let adapter: LoRAAdapter
    package let configuration: TrainingConfiguration
    package let stages: [TrainingStage]
    package private(set) var position = TrainingPosition()
    package let optimizer: AdamW
    package private(set) var watch = StageWatch()
    /// The adapter's values when its score was best; nil before the last stage, and where the last
    /// ones are kept.
    package private(set) var bestValues: FloatBuffer?

    private let gradients: FloatBuffer

    /// Called where the run should be measured.
    package struct Hooks {
        /// At the start of a stage; with the stage's index.
        package var stageStarted: (Int) throws -> Void = { _ in }
        /// After an update that is due for it, at step 0 and at each stage's end.
        ///
        /// Asked for a stage's end right after it was asked for the same step, it need not measure
        /// the losses again. What it returns decides about early ends and the best adapter.
        package var evaluate: (TrainingPosition, _ isStageEnd: Bool) throws -> ValidationResult? = {
            _, _ in nil
        }
        /// A stage ends before its epochs are over; with the reason.
        package var stageEndedEarly: (Int, String) -> Void = { _, _ in }
        /// Where a checkpoint is due.
        package var checkpoint: (TrainingPosition) throws -> Void = { _ in }
        /// After every update.
        package var progress: (StepMetrics) -> ProgressDisposition = { _ in .more }

        package init() {}
    }

    package init(
        model: Transformer, adapter: LoRAAdapter, stages: [TrainingStage],
        configuration: TrainingConfiguration
    ) {
        self.model = model
        self.adapter = adapter
        self.stages = stages
        self.configuration = configuration
        optimizer = AdamW(configuration.optimizer, for: adapter.parameters)
        gradients = adapter.parameters.makeCompanion()
        model.adapter = adapter
    }

    /// Updates of the whole run.
    package var stepCount: Int {
        stages.reduce(0) { $0 + $1.stepCount(configuration) }
    }

    package var isFinished: Bool { position.stage >= stages.count }

    /// Goes on from a saved place.
    package func resume(
        at position: TrainingPosition, watch: StageWatch = StageWatch(),
        bestValues: FloatBuffer? = nil
    ) {
        self.position = position
        self.watch = watch
        self.bestValues = bestValues
    }

    /// Trains until the last stage is done or `progress` says stop.
    /// - Returns: whether all stages are done.
    /// - Throws: `TrainingError.notFinite`, and what the hooks throw.
    @discardableResult
    package func run(_ hooks: Hooks) throws -> Bool {
        if position.step == 0 { _ = try hooks.evaluate(position, false) }
        while position.stage < stages.count {
            let stage = stages[position.stage]
            guard !stage.sequences.isEmpty else {
                throw TrainingError.noRecords(stage: position.stage)
            }
            try hooks.stageStarted(position.stage)
            if position.stepInStage == 0, position.stage > 0, !configuration.carriesOptimizer {
                optimizer.reset()
            }
            guard try run(stage, hooks) else { return false }
            position.stage += 1
            position.stepInStage = 0
            watch.beginStage()
            try hooks.checkpoint(position)
        }
        if let bestValues { adapter.parameters.values.copy(from: bestValues) }
        return true
    }

    private func run(_ stage: TrainingStage, _ hooks: Hooks) throws -> Bool {
        let stepCount = stage.stepCount(configuration)
        while position.stepInStage < stepCount {
            let metrics = try step(stage)
            let isStageEnd = position.stepInStage == stepCount
            let disposition = hooks.progress(metrics)
            if isStageEnd || isDue(configuration.evaluationInterval) {
                look(try hooks.evaluate(position, isStageEnd))
                let reason = watch.reasonToEnd(configuration.advance, epochs: metrics.epoch)
                if !isStageEnd, disposition == .more, let reason {
                    hooks.stageEndedEarly(position.stage, reason)
                    _ = try hooks.evaluate(position, true)
                    return true
                }
            }
            if !isStageEnd, isDue(configuration.checkpointInterval) {
                try hooks.checkpoint(position)
            }
            if disposition == .stop, !isStageEnd || position.stage + 1 < stages.count {
                try hooks.checkpoint(position)
                return false
            }
        }
        return true
    }

    private func look(_ result: ValidationResult?) {
        guard let result else { return }
        let isBest = watch.add(
            result, step: position.step, isLastStage: position.stage == stages.count - 1)
        guard isBest, configuration.keepsBest else { return }
        let values = bestValues ?? adapter.parameters.makeCompanion()
        values.copy(from: adapter.parameters.values)
        bestValues = values
    }

    private func isDue(_ interval: Int) -> Bool {
        interval > 0 && position.step % interval == 0
    }

    // MARK: One update

    private func step(_ stage: TrainingStage) throws -> StepMetrics {
        let clock = ContinuousClock()
        let start = clock.now
        let batch = batch(of: stage)
        let learningRate = learningRate(in: stage)
        let labelCount = batch.reduce(0) { $0 + stage.sequences[$1].labelCount }
        gradients.fill(0)
        var losses = LossSums()
        var promptLabelCount = 0
        var uniqueTokens = 0
        for first in Swift.stride(from: 0, to: batch.count, by: configuration.batchSize) {
            let part = batch[first..<min(first + configuration.batchSize, batch.count)]
            let forest = stage.forest(
                of: part, promptWeight: configuration.promptGenerationWeight)
            uniqueTokens += forest.rowCount
            promptLabelCount += forest.labels.count { $0.task == .prompt }
            // The mean is over the whole update's labels, so that accumulation changes nothing.
            losses += model.accumulateGradients(
                forest, scale: 1 / Float(max(labelCount, 1)),
                into: GradientTarget(adapter: gradients),
                // Steps and parts of a step have masks of their own, the same after a resume.
                dropoutSeed: configuration.seed &* 0x9E37_79B9_7F4A_7C15
                    &+ UInt64(position.step) << 16 &+ UInt64(first),
                distillation: configuration.distillation)
        }
        let meanLoss = losses.crossEntropy / Double(max(labelCount, 1))
        let objective = losses.objective / Double(max(labelCount, 1))
        let norm = AdamW.globalNorm(gradients)
        for (value, name) in [(objective, "loss"), (norm, "gradient")] where !value.isFinite {
            throw TrainingError.notFinite(
                step: position.step + 1, stage: position.stage, what: name,
                learningRate: learningRate)
        }
        model.clock.measure(.optimizer) {
            optimizer.update(
                gradients: gradients, learningRate: Float(learningRate),
                gradientScale: AdamW.clippingScale(norm: norm, limit: configuration.clipNorm),
                on: model.compute)
        }
        position.step += 1
        position.stepInStage += 1
        return StepMetrics(
            step: position.step, stage: position.stage,
            epoch: Double(position.stepInStage)
                / Double(stage.stepsPerEpoch(configuration)),
            loss: meanLoss, learningRate: learningRate, gradientNorm: norm,
            recordCount: batch.count,
            tokenCount: batch.reduce(0) { $0 + stage.sequences[$1].tokens.count },
            uniqueTokenCount: uniqueTokens, labelTokenCount: labelCount,
            durationMilliseconds: (clock.now - start).milliseconds,
            distillationLoss: configuration.distillation.map { _ in
                losses.divergence / Double(max(labelCount, 1))
            },
            promptLoss: promptLabelCount > 0
                ? losses.promptCrossEntropy / Double(promptLabelCount) : nil)
    }

    /// The records of the next update.
    private func batch(of stage: TrainingStage) -> [Int] {
        let stepsPerEpoch = stage.stepsPerEpoch(configuration)
        let order = configuration.order(
            stage: position.stage, epoch: position.stepInStage / stepsPerEpoch,
            recordCount: stage.sequences.count)
        let first = position.stepInStage % stepsPerEpoch * configuration.recordsPerStep
        return Array(order[first..<min(first + configuration.recordsPerStep, order.count)])
    }

    private func learningRate(in stage: TrainingStage) -> Double {
        let highest = stage.learningRate ?? configuration.learningRate
        guard !configuration.restartsScheduleEachStage else {
            return highest
                * configuration.schedule.factor(
                    step: position.stepInStage,
                    stepCount: stage.stepCount(configuration),
                    warmupSteps: stage.warmupSteps ?? configuration.warmupSteps)
        }
        // Steps that an early end saved count as made, so that the schedule still comes to its end.
        let step = stages[..<position.stage].reduce(position.stepInStage) {
            $0 + $1.stepCount(configuration)
        }
        let factor = configuration.schedule.factor(
            step: step, stepCount: stepCount, warmupSteps: configuration.warmupSteps)
        let warmup = stage.warmupSteps ?? 0
        let rise =
            position.stepInStage < warmup
            ? Double(position.stepInStage + 1) / Double(warmup) : 1
        return highest * factor * rise
    }
}
