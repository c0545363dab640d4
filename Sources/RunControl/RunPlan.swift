import Evaluation
import Foundation
import JSONText
import Kernels
import LanguageModel
import Prompts
import RunEvents
import RunStore
import Training

/// A run made ready: all token ids, all settings, nothing left to look up.
package struct RunPlan: Sendable {
    package let prepared: PreparedProject
    package let stagePlan: StagePlan
    package let configuration: TrainingConfiguration
    package let stages: [TrainingStage]
    package let summaries: [StageSummary]
    /// Validation records, fewer where the project says so.
    package let validation: [PromptRecord]
    /// Records that answers are generated for at the run's ends; may be none.
    package let judged: (split: String, records: [PromptRecord])
    package let modelChecksum: String
    /// How the base is held: what "auto" comes to.
    package let storage: EngineStorage
    package let batches: RunBatches
    /// Where it goes on from; nil for a run that begins with the base.
    package let origin: RunOrigin?

    /// - Parameters:
    ///   - prepared: the project.
    ///   - schedule: its stages.
    ///   - storage: of another machine; this one's by default.
    ///   - origin: of a run that branches off another one.
    ///   - isJudged: whether base and adapter answer the held-out records at the run's ends; a study
    ///     asks for what it compares itself.
    /// - Throws: `RunControlError.promptsTooLong` with all records that do not fit, and what
    ///   compressing and retrieving throw.
    package init(
        _ prepared: PreparedProject, schedule: Schedule, storage: EngineStorage? = nil,
        origin: RunOrigin? = nil, isJudged: Bool = true
    ) throws {
        self.origin = origin
        self.prepared = prepared
        self.storage = storage ?? prepared.storage
        let plan = try prepared.plan(schedule)
        stagePlan = plan
        let configuration = prepared.trainingConfiguration
        self.configuration = configuration
        stages = try prepared.trainingStages(plan)
        summaries = Self.summaries(plan, configuration)
        let measured = prepared.measuredRecords
        validation = measured.validation
        judged = (measured.split, isJudged ? measured.judged : [])
        modelChecksum = try prepared.model.checksum()
        // The longest that will be asked: nothing shall turn out too long when hours are spent.
        let heldOut = try [measured.validation, measured.judged].map {
            try prepared.items($0, arm: .fullPrompt, plan: plan)
        }
        batches = RunBatches(
            stages: stages, heldOut: heldOut, configuration: configuration,
            maximumNewTokens: prepared.evaluationOptions.maximumNewTokens)
    }

    /// What it will take.
    package func memory(threadCount: Int) -> RunMemory {
        RunMemory(prepared, storage: storage, batches: batches, threadCount: threadCount)
    }

    package var bestMetric: BestMetric {
        let file = prepared.project.file
        let isExactMatch = file.evaluation.metric == .exactMatch
        return file.training.bestBy == .metric && isExactMatch ? .exactMatch : file.training.bestBy
    }

    package var stepCount: Int { summaries.reduce(0) { $0 + $1.stepCount } }

    /// A project's stages with their numbers, without token ids.
    package static func summaries(
        _ plan: StagePlan, _ configuration: TrainingConfiguration
    ) -> [StageSummary] {
        plan.stages.map { stage in
            let stepsPerEpoch = configuration.stepsPerEpoch(
                recordCount: plan.input.records.count)
            return StageSummary(
                stage: stage.index, compressionRate: stage.setting.compressionRate,
                achievedRate: stage.achievedRate, shots: stage.setting.shots,
                epochs: stage.setting.epochs,
                learningRate: stage.setting.learningRate ?? configuration.learningRate,
                templateTokens: stage.templateTokens,
                inputTokensPerRecord: stage.tokensPerRecord,
                stepCount: stage.setting.epochs * stepsPerEpoch)
        }
    }

    // MARK: For the history

    /// Equal for runs that would train the same way on the same data.
    package var fingerprint: String {
        Checksum.of(
            [configurationJSON.text(), scheduleJSON.text(), dataJSON.text(), modelChecksum]
                .joined(separator: "\n"))
    }

    package var configurationJSON: JSONValue {
        var json = trainingJSON
        // Where all are taken the key is left out, as it was before the setting was there: runs of
        // that time can still be gone on with.
        let limit = prepared.project.file.data.trainRecords
        if limit > 0 { json.append("train_records", .integer(limit)) }
        return .object(json)
    }

    private var trainingJSON: JSONObject {
        let settings = configuration
        let json: JSONValue = [
            "rank": .integer(settings.lora.rank),
            "alpha": .number(Double(settings.lora.alpha)),
            "target_modules": .array(
                settings.lora.targetModules.map { .string($0.rawValue) }),
            "layers": settings.lora.layers.map { .array($0.map { .integer($0) }) } ?? .null,
            "lora_dropout": .number(prepared.project.file.training.loraDropout),
            "rslora": .bool(settings.lora.usesRankStabilisedScale),
            "precision": .string(storage.precision.rawValue),
            "base": .string(storage.weights.rawValue),
            "learning_rate": .number(settings.learningRate),
            "learning_rate_schedule": .string(settings.schedule.rawValue),
            "restarts_schedule_each_stage": .bool(settings.restartsScheduleEachStage),
            "warmup_steps": .integer(settings.warmupSteps),
            "batch_size": .integer(settings.batchSize),
            "gradient_accumulation": .integer(settings.gradientAccumulation),
            "weight_decay": .number(Double(settings.optimizer.weightDecay)),
            "clip_norm": settings.clipNorm.map { .number($0) } ?? .null,
            "carry_optimizer": .bool(settings.carriesOptimizer),
            "distillation": settings.distillation.map {
                [
                    "weight": .number(Double($0.weight)),
                    "temperature": .number(Double($0.temperature)),
                    "top": .integer(prepared.project.file.training.distillation.top),
                ]
            } ?? .null,
            "prompt_generation": settings.promptGenerationWeight > 0
                ? [
                    "weight": .number(settings.promptGenerationWeight),
                    "request": .string(prepared.project.file.training.promptGeneration.request),
                ] : .null,
            "margin": settings.advance.margin.map { .number($0) } ?? .null,
            "least_epochs": .integer(settings.advance.leastEpochs),
            "patience": .integer(settings.advance.patience),
            "keep": .string(prepared.project.file.training.keep.rawValue),
            "best_by": .string(bestMetric.rawValue),
            "branched_from": origin?.json ?? .null,
            "prompt": TrainedPrompt(prepared.project).json,
            "seed": .integer(Int(Int64(bitPattern: settings.seed))),
            "compressor": .string(compressorText),
            "retriever": .string(
                prepared.selector.name + " " + prepared.selector.settingsText),
        ]
        return json.objectValue ?? JSONObject()
    }

    /// The compressor with its settings; the rules, which have none, by their name alone.
    private var compressorText: String {
        let compressor = prepared.compressor
        return compressor is RulesCompressor
            ? compressor.name : "\(compressor.name) \(compressor.settingsText)"
    }

    package var scheduleJSON: JSONValue { Self.json(stagePlan.schedule) }

    /// A schedule as a run's row keeps it.
    package static func json(_ schedule: Schedule) -> JSONValue {
        .array(
            schedule.stages.map {
                [
                    "tau": .number($0.compressionRate), "shots": .integer($0.shots),
                    "epochs": .integer($0.epochs),
                    "learning_rate": $0.learningRate.map { .number($0) } ?? .null,
                    "warmup_steps": $0.warmupSteps.map { .integer($0) } ?? .null,
                ]
            })
    }

    /// The schedule of a stored run.
    package static func schedule(_ json: JSONValue) -> Schedule? {
        guard let stages = json.arrayValue else { return nil }
        let settings = stages.compactMap { stage -> StageSetting? in
            guard let rate = stage["tau"]?.doubleValue, let shots = stage["shots"]?.intValue,
                let epochs = stage["epochs"]?.intValue
            else { return nil }
            return StageSetting(
                compressionRate: rate, shots: shots, epochs: epochs,
                learningRate: stage["learning_rate"]?.doubleValue,
                warmupSteps: stage["warmup_steps"]?.intValue)
        }
        return settings.count == stages.count ? Schedule(stages: settings) : nil
    }

    package var dataJSON: JSONValue {
        .object(
            JSONObject(
                prepared.project.dataHashes.map { .init(key: $0.name, value: .string($0.hash)) }))
    }

    /// The row that the run starts with.
    ///
    /// Beside the configuration it tells what the run takes, which changes nothing of its result.
    package func newRun(
        name: String, toolVersion: String, parent: Int64? = nil,
        threadCount: Int = WorkerPool.availableProcessors
    ) -> NewRun {
        let memory = memory(threadCount: threadCount)
        var config = configurationJSON.objectValue ?? JSONObject()
        config.append("predicted_memory_gb", .gigabytes(memory.total))
        config.append("activation_memory_gb", .gigabytes(memory.activationBudget))
        config.append("recomputed_layers", .integer(memory.recomputedLayerCount))
        return NewRun(
            name: name, projectFolder: prepared.project.folder.path,
            projectName: prepared.project.file.name, configJSON: JSONValue.object(config).text(),
            scheduleJSON: scheduleJSON.text(), seed: Int64(bitPattern: configuration.seed),
            dataHashesJSON: dataJSON.text(), toolVersion: toolVersion,
            baseModelPath: prepared.model.url.path, baseModelHash: modelChecksum,
            parentRunID: parent ?? origin?.runID, plannedStepCount: stepCount)
    }
}

extension JSONValue {
    /// Bytes as gigabytes with three decimals: more would pretend to know.
    package static func gigabytes(_ byteCount: Int) -> JSONValue {
        .number((Double(byteCount) / 1e6).rounded() / 1e3)
    }
}
