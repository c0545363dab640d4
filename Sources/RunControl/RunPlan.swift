import Evaluation
import Foundation
import JSONText
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
    /// Records that answers are generated for at the run's ends.
    package let judged: (split: String, records: [PromptRecord])
    package let modelChecksum: String

    /// - Throws: `RunControlError.promptTooLong` with the first record that does not fit, and what
    ///   compressing and retrieving throw.
    package init(_ prepared: PreparedProject, schedule: Schedule) throws {
        self.prepared = prepared
        let plan = try prepared.plan(schedule)
        stagePlan = plan
        let configuration = prepared.trainingConfiguration
        self.configuration = configuration
        let records = prepared.project.training
        stages = try plan.stages.map { stage in
            let sequences = try records.indices.map { index in
                let sequence = prepared.sequence(
                    records[index], try plan.rendered(record: index, stage: stage.index))
                try prepared.checkLength(sequence, records[index], stage: stage.index)
                return sequence
            }
            return TrainingStage(sequences: sequences, epochs: stage.setting.epochs)
        }
        summaries = Self.summaries(plan, configuration)
        let file = prepared.project.file
        validation = Self.limited(
            prepared.project.validation, file.training.validationRecords)
        let judged = prepared.project.judged
        self.judged = (judged.split, Self.limited(judged.records, file.evaluation.records))
        modelChecksum = try prepared.model.checksum()
        // The longest that will be asked: nothing shall turn out too long when hours are spent.
        _ = try prepared.items(validation + judged.records, arm: .fullPrompt, plan: plan)
    }

    package var stepCount: Int { summaries.reduce(0) { $0 + $1.stepCount } }

    /// A project's stages with their numbers, without token ids.
    package static func summaries(
        _ plan: StagePlan, _ configuration: TrainingConfiguration
    ) -> [StageSummary] {
        plan.stages.map { stage in
            let stepsPerEpoch =
                (stage.recordTokens.count + configuration.recordsPerStep - 1)
                / configuration.recordsPerStep
            return StageSummary(
                stage: stage.index, compressionRate: stage.setting.compressionRate,
                achievedRate: stage.achievedRate, shots: stage.setting.shots,
                epochs: stage.setting.epochs, learningRate: configuration.learningRate,
                templateTokens: stage.templateTokens,
                inputTokensPerRecord: stage.tokensPerRecord,
                stepCount: stage.setting.epochs * stepsPerEpoch)
        }
    }

    private static func limited(_ records: [PromptRecord], _ limit: Int) -> [PromptRecord] {
        limit > 0 ? Array(records.prefix(limit)) : records
    }

    // MARK: For the history

    /// Equal for runs that would train the same way on the same data.
    package var fingerprint: String {
        Checksum.of(
            [configurationJSON.text(), scheduleJSON.text(), dataJSON.text(), modelChecksum]
                .joined(separator: "\n"))
    }

    package var configurationJSON: JSONValue {
        let settings = configuration
        return [
            "rank": .integer(settings.lora.rank),
            "alpha": .number(Double(settings.lora.alpha)),
            "target_modules": .array(
                settings.lora.targetModules.map { .string($0.rawValue) }),
            "learning_rate": .number(settings.learningRate),
            "learning_rate_schedule": .string(settings.schedule.rawValue),
            "restarts_schedule_each_stage": .bool(settings.restartsScheduleEachStage),
            "warmup_steps": .integer(settings.warmupSteps),
            "batch_size": .integer(settings.batchSize),
            "gradient_accumulation": .integer(settings.gradientAccumulation),
            "weight_decay": .number(Double(settings.optimizer.weightDecay)),
            "clip_norm": settings.clipNorm.map { .number($0) } ?? .null,
            "carry_optimizer": .bool(settings.carriesOptimizer),
            "seed": .integer(Int(Int64(bitPattern: settings.seed))),
            "compressor": .string(prepared.planInput.compressor.name),
            "retriever": .string(
                prepared.planInput.retriever.name + " "
                    + prepared.planInput.retriever.settingsText),
        ]
    }

    package var scheduleJSON: JSONValue { Self.json(stagePlan.schedule) }

    /// A schedule as a run's row keeps it.
    package static func json(_ schedule: Schedule) -> JSONValue {
        .array(
            schedule.stages.map {
                [
                    "tau": .number($0.compressionRate), "shots": .integer($0.shots),
                    "epochs": .integer($0.epochs),
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
            return StageSetting(compressionRate: rate, shots: shots, epochs: epochs)
        }
        return settings.count == stages.count ? Schedule(stages: settings) : nil
    }

    package var dataJSON: JSONValue {
        .object(
            JSONObject(
                prepared.project.dataHashes.map { .init(key: $0.name, value: .string($0.hash)) }))
    }

    /// The row that the run starts with.
    package func newRun(name: String, toolVersion: String, parent: Int64? = nil) -> NewRun {
        NewRun(
            name: name, projectFolder: prepared.project.folder.path,
            projectName: prepared.project.file.name, configJSON: configurationJSON.text(),
            scheduleJSON: scheduleJSON.text(), seed: Int64(bitPattern: configuration.seed),
            dataHashesJSON: dataJSON.text(), toolVersion: toolVersion,
            baseModelPath: prepared.model.url.path, baseModelHash: modelChecksum,
            parentRunID: parent, plannedStepCount: stepCount)
    }
}
