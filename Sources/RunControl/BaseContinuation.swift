import Evaluation
import Foundation
import Judging
import Kernels
import LanguageModel
import Prompts
import RunEvents
import Training

/// Goes on with a base on a project's training prompts, all of its weights: so that a base that
/// knows nothing of the project's language has at least read it.
///
/// The prompts are those of the schedule's first stage. Every token is learned, since the words of
/// the prompts are as new as the answers; answers count more.
package final class BaseContinuation {
    /// How long and how fast.
    package struct Settings: Sendable, Equatable {
        package var stepCount: Int
        package var learningRate: Double
        package var seed: UInt64
        /// Updates between two saved states.
        package var saveInterval = 200
        /// What a token of the prompt counts beside a token of the answer.
        package var promptWeight: Float = 0.1

        package init(stepCount: Int, learningRate: Double, seed: UInt64) {
            self.stepCount = stepCount
            self.learningRate = learningRate
            self.seed = seed
        }
    }

    /// What it came to: answers' loss on the validation records with the full prompt, nats a token.
    package struct Report: Sendable, Equatable {
        package var recordCount: Int
        package var lossBefore: Double
        package var lossAfter: Double
    }

    private let prepared: PreparedProject
    private let settings: Settings
    private let folder: URL
    private let compute: Compute
    private let stage: TrainingStage
    private let validation: [EvaluationItem]
    /// The same in every epoch.
    private lazy var updatesPerEpoch = batches(epoch: 0).count

    /// - Parameters:
    ///   - prepared: the project, with the base that is gone on with as its model.
    ///   - settings: how long and how fast.
    ///   - folder: of the new model.
    ///   - compute: threads and products.
    ///   - availableMemory: bytes; nil does not look.
    /// - Throws: `TrainingError.cannotTrainAllWeights`, `RunControlError.promptsTooLong`,
    ///   `RunControlError.noHeldOutRecords`, and what compressing and retrieving throw.
    package init(
        _ prepared: PreparedProject, _ settings: Settings, folder: URL, compute: Compute,
        availableMemory: Int? = MachineMemory.availableBytes
    ) throws {
        if let reason = Self.objection(to: prepared.model, availableMemory) {
            throw TrainingError.cannotTrainAllWeights(
                path: prepared.model.url.path, reason: reason)
        }
        self.prepared = prepared
        self.settings = settings
        self.folder = folder
        self.compute = compute
        let schedule = prepared.project.file.schedule.schedule
        let plan = try prepared.plan(Schedule(stages: Array(schedule.stages.prefix(1))))
        guard let stage = try prepared.trainingStages(plan).first else {
            throw RunControlError.noTrainingRecords(path: prepared.project.folder.path)
        }
        self.stage = stage
        validation = try prepared.items(
            prepared.project.validation, arm: .fullPrompt, plan: plan)
        guard !validation.isEmpty else {
            throw RunControlError.noHeldOutRecords(path: prepared.project.folder.path)
        }
    }

    private static func objection(to model: ModelFolder, _ available: Int?) -> String? {
        if let reason = Pretrainer.objection(to: model.configuration) { return reason }
        // Values, gradients and two moments in floats, before any layer's activations.
        let needed = 4 * MemoryLayout<Float>.size * model.parameterCount
        guard let available, needed > available else { return nil }
        return "it takes more than \(FixedText.decimal(Double(needed) / 1e9, places: 1)) GB, and "
            + "\(FixedText.decimal(Double(available) / 1e9, places: 1)) GB are free"
    }

    /// Trains to the last update, or until `progress` says stop; then the state is kept and the
    /// next call goes on from it.
    /// - Returns: What it came to; nil where it was stopped.
    /// - Throws: `TrainingError`, `ModelError`, and what writing the folder throws.
    package func run(_ progress: (Pretrainer.Step) -> Bool) throws -> Report? {
        let configuration = prepared.model.configuration
        let parameters = try DecoderParameters.load(configuration, from: prepared.model.url)
        let model = Transformer(
            configuration: configuration, parameters: parameters,
            storage: .fastest(on: compute), compute: compute)
        let lossBefore = loss(of: model)
        let pretrainer = Pretrainer(
            model: model, parameters: parameters,
            configuration: .init(
                stepCount: settings.stepCount, learningRate: settings.learningRate))
        let state = PretrainerState(modelFolder: folder)
        if let saved = try state.saved() { try state.load(into: pretrainer, step: saved.step) }
        while pretrainer.optimizer.step < settings.stepCount {
            let step = try pretrainer.step(forest(step: pretrainer.optimizer.step))
            let goesOn = progress(step)
            if !goesOn || step.step % settings.saveInterval == 0 { try state.save(pretrainer) }
            guard goesOn else { return nil }
        }
        let report = Report(
            recordCount: stage.sequences.count, lossBefore: lossBefore, lossAfter: loss(of: model))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try BaseTexts.copy(from: prepared.model.url, to: folder)
        try ModelFolderWriter.write(parameters, configuration, type: .bfloat16, to: folder)
        try state.remove()
        return report
    }

    /// What an update learns from; it depends on its number alone, so that a resumed training sees
    /// what comes next.
    private func forest(step: Int) -> SegmentForest {
        let batch = batches(epoch: step / updatesPerEpoch)[step % updatesPerEpoch]
        let records = batch.map { stage.sequences[$0] }
        let whole = records.map { TokenSequence(tokens: $0.tokens, promptCount: 1) }
        return SegmentForest(whole).mapLabels { label in
            // A whole record's label of ordinal 0 is its second token.
            let isAnswer = Int(label.ordinal) + 1 >= records[Int(label.sequence)].promptCount
            return .init(
                row: label.row, target: label.target,
                weight: isAnswer ? 1 : settings.promptWeight,
                task: isAnswer ? .answer : .prompt, sequence: Int(label.sequence),
                ordinal: Int(label.ordinal))
        }
    }

    private func batches(epoch: Int) -> [ArraySlice<Int>] {
        var configuration = prepared.trainingConfiguration
        configuration.seed = settings.seed
        return configuration.batches(
            stage: 0, epoch: epoch, recordCount: stage.sequences.count)
    }

    private func loss(of model: Transformer) -> Double {
        Evaluator(
            model: model, tokenizer: prepared.model.tokenizer,
            endOfSequence: prepared.endOfSequence, options: prepared.evaluationOptions
        ).loss(
            validation,
            .init(step: 0, stage: 0, arm: .fullPrompt, model: .base, split: "validation")
        ).loss
    }
}
