import Evaluation
import Foundation
import Kernels
import LanguageModel
import Project
import Prompts
import RunEvents
import RunStore
import Training

/// A project with its model's tokenizer: enough to plan, render and count.
package struct PreparedProject: Sendable {
    package let project: LoadedProject
    package let model: ModelFolder
    /// Turns prompts and answers into tokens, as the project's chat template wants it.
    package let encoder: PromptEncoder
    /// Ids that end an answer.
    package let endOfSequence: [Int32]
    /// What shortens its templates.
    package let compressor: any TemplateCompressor
    /// Chooses examples as project.yaml says.
    package let selector: ExampleSelector
    private let cache: any CompressionCache
    private let rankingCache: (any RankingCache)?
    private let ledger = CompressionLedger()
    private let monitor: CompressionMonitor

    /// Reads the model's shape and tokenizer.
    ///
    /// - Parameters:
    ///   - project: the project.
    ///   - store: keeps compressed texts and rankings; nil keeps them in memory only.
    ///   - compressor: in place of the project's own.
    ///   - monitor: told how far compressing is, and asked whether it shall go on.
    ///   - report: told in a sentence what a compressor had to do that a user should know.
    /// - Throws: what `ModelFolder` throws, `RunControlError.unknownLayer`, and what the retriever's
    ///   embedder throws. A compressor that cannot be made is no reason to keep the rest from the
    ///   user: it throws when it is asked for a text.
    package init(
        _ project: LoadedProject, store: RunStore?, compressor: CompressorChoice? = nil,
        monitor: CompressionMonitor = CompressionMonitor(),
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.monitor = monitor
        self.project = project
        let model = try ModelFolder(project.modelFolder)
        self.model = model
        let layerCount = model.configuration.layerCount
        if let layer = project.file.training.layers?.first(where: { $0 >= layerCount }) {
            throw RunControlError.unknownLayer(
                layer: layer, path: model.url.path, layerCount: layerCount)
        }
        if let chat = project.chat {
            var ends = model.endOfSequence
            // A base that was tuned to chat may name the end of a turn with its tokenizer alone.
            if let end = model.tokenizer.endOfSequence, !ends.contains(end) { ends.append(end) }
            endOfSequence = ends
            encoder = PromptEncoder(
                tokenizer: model.tokenizer,
                endOfSequence: chat.endOfTurn(ends, model.tokenizer) ?? ends.first,
                addsSpecialTokens: false)
        } else {
            endOfSequence = model.endOfSequence
            encoder = model.encoder
        }
        selector = try project.exampleSelector()
        cache = store.map { StoredCompressionCache(store: $0) } ?? InMemoryCompressionCache()
        let choice = compressor ?? project.file.compressor
        do {
            self.compressor = try CompressorBuilding(
                project: project, model: model, encoder: encoder, endOfSequence: endOfSequence,
                storage: EngineStorage(project.file.training), monitor: monitor, report: report
            ).make(choice)
        } catch {
            self.compressor = FailedCompressor(name: choice.kind.rawValue, failure: error)
        }
        rankingCache = store.map { StoredRankingCache(store: $0) }
    }

    /// What stage plans of this project are made from.
    package var planInput: PlanInput {
        let encoder = encoder
        var input = PlanInput(
            layout: project.layout, records: project.training, bank: project.bank,
            compressor: compressor, selector: selector, cache: cache, rankingCache: rankingCache,
            contextLimit: model.configuration.contextLength,
            countTokens: { encoder.encode(prompt: $0).count })
        if let chat = project.chat { input.dress = { try chat.dress($0) } }
        input.ledger = ledger
        input.monitor = monitor
        return input
    }

    /// Stages with exact token counts.
    /// - Throws: `PromptsError`, and what compressing and retrieving throw.
    package func plan(_ schedule: Schedule) throws -> StagePlan {
        try StagePlan(schedule: schedule, input: planInput)
    }

    /// Stages as far as they can be made.
    ///
    /// - Parameters:
    ///   - schedule: the stages.
    ///   - compresses: whether what is not in the cache is compressed now, which may take minutes;
    ///     otherwise its stages are pending, unless the compressor is a quick one.
    /// - Returns: stages with exact token counts, or with their problems.
    /// - Throws: `PromptsError` of what concerns all stages.
    package func draft(_ schedule: Schedule, compresses: Bool = true) throws -> StagePlan {
        var input = planInput
        input.compressesMissing = compresses || compressor.isQuick
        return try StagePlan(schedule: schedule, input: input, keepsProblems: true)
    }

    /// Compresses the templates of a schedule's stages that are not in the cache.
    ///
    /// What cannot be compressed is remembered and told by `draft`. It may take minutes.
    /// - Parameters:
    ///   - schedule: the stages.
    ///   - goesOn: asked before each stage.
    package func compressTemplates(_ schedule: Schedule, goesOn: () -> Bool = { true }) {
        let input = planInput
        for (index, stage) in schedule.stages.enumerated() {
            guard goesOn() else { return }
            // Its reason is in the ledger; other stages may still succeed.
            try? input.compressTemplates(rate: stage.compressionRate, stage: index)
        }
    }

    // MARK: Sequences

    /// A record's prompt and answer as token ids.
    package func sequence(_ record: PromptRecord, _ spans: [PromptSpan]) -> TokenSequence {
        encoder.encode(
            prompt: spans.joinedText, completion: project.completion(for: record))
    }

    /// All records of all stages as token ids.
    ///
    /// - Throws: `RunControlError.promptsTooLong` with all records that do not fit, `.stageNotReady`,
    ///   and what compressing and retrieving throw.
    func trainingStages(_ plan: StagePlan) throws -> [TrainingStage] {
        if let (stage, problem) = plan.firstProblem {
            throw RunControlError.stageNotReady(stage: stage, reason: problem.text)
        }
        let records = project.training
        let promptTasks = try promptTasks(plan)
        var longest: [Int: (tokens: Int, stage: Int?)] = [:]
        let stages = try plan.stages.map { stage in
            let sequences = try records.indices.map { index in
                let sequence = sequence(
                    records[index], try plan.rendered(record: index, stage: stage.index))
                if sequence.tokens.count > longest[index]?.tokens ?? contextLength {
                    longest[index] = (sequence.tokens.count, stage.index)
                }
                return sequence
            }
            return TrainingStage(
                sequences: sequences, promptTasks: promptTasks, epochs: stage.setting.epochs,
                learningRate: stage.setting.learningRate,
                warmupSteps: stage.setting.warmupSteps)
        }
        try refuse(longest, of: records, plan)
        return stages
    }

    private var contextLength: Int { model.configuration.contextLength }

    /// - Throws: `RunControlError.promptsTooLong` where there are any.
    private func refuse(
        _ longest: [Int: (tokens: Int, stage: Int?)], of records: [PromptRecord], _ plan: StagePlan
    ) throws {
        guard !longest.isEmpty else { return }
        let entries = try longest.sorted { $0.key < $1.key }.map { index, prompt in
            let record = records[index]
            let alone = sequence(record, try plan.renderedQueryOnly(record))
            return TooLongPrompts.Entry(
                recordID: record.id, source: record.source.description, tokens: prompt.tokens,
                stage: prompt.stage, queryTokens: alone.tokens.count)
        }
        throw RunControlError.promptsTooLong(
            TooLongPrompts(entries: entries, limit: contextLength))
    }

    /// For each training record its query, and its full template to be written from it; empty
    /// where that is not learned, or where there is no template.
    private func promptTasks(_ plan: StagePlan) throws -> [TokenSequence] {
        let settings = project.file.training.promptGeneration
        guard settings.weight > 0 else { return [] }
        let tasks = try project.training.map { record -> TokenSequence? in
            let template = plan.input.layout.templateTexts(for: record).joined(separator: "\n\n")
            guard !template.isEmpty else { return nil }
            let query = try plan.renderedQueryOnly(record).joinedText
            var sequence = encoder.encode(prompt: query + settings.request, completion: template)
            sequence.task = .prompt
            try checkLength(sequence, record, stage: nil)
            return sequence
        }
        return tasks.contains { $0 == nil } ? [] : tasks.compactMap { $0 }
    }

    /// Held-out records that a run is measured on as it goes, and those that it is finally judged
    /// on, fewer of both where the project says so.
    var measuredRecords: (validation: [PromptRecord], split: String, judged: [PromptRecord]) {
        func limited(_ records: [PromptRecord], _ limit: Int) -> [PromptRecord] {
            limit > 0 ? Array(records.prefix(limit)) : records
        }
        let judged = project.judged
        return (
            limited(project.validation, project.file.training.validationRecords), judged.split,
            limited(judged.records, project.file.evaluation.records)
        )
    }

    /// Tokens of each span within the whole prompt, in the spans' order.
    ///
    /// A token that reaches over a border counts where it begins; tokens that a model puts before
    /// every text count for the first span.
    package func tokenCounts(_ spans: [PromptSpan]) -> [Int] {
        var ends: [Int] = []
        for span in spans { ends.append((ends.last ?? 0) + span.text.utf8.count) }
        var counts = [Int](repeating: 0, count: spans.count)
        var index = 0
        for token in model.tokenizer.encodeWithOffsets(
            spans.joinedText, addSpecialTokens: encoder.addsSpecialTokens)
        {
            while index + 1 < spans.count, token.range.lowerBound >= ends[index] { index += 1 }
            if !counts.isEmpty { counts[index] += 1 }
        }
        return counts
    }

    /// Held-out records as one arm asks them.
    ///
    /// The full prompt has all of the template and as many examples as the schedule's fullest stage.
    /// - Parameters:
    ///   - records: the records, in the order of the result.
    ///   - arm: which prompt.
    ///   - plan: whose layout, bank and schedule are used.
    ///   - setting: of the stage, for the arm that needs one.
    /// - Returns: one item a record.
    /// - Throws: `RunControlError.promptsTooLong` with all that do not fit, and what compressing
    ///   throws.
    package func items(
        _ records: [PromptRecord], arm: PromptArm, plan: StagePlan, setting: StageSetting? = nil
    ) throws -> [EvaluationItem] {
        let spans =
            switch arm {
            case .queryOnly: try records.map { try plan.renderedQueryOnly($0) }
            case .fullPrompt:
                try plan.renderedAll(records, setting: Self.fullSetting(plan.schedule))
            case .stagePrompt:
                try plan.renderedAll(
                    records, setting: setting ?? Self.fullSetting(plan.schedule))
            }
        var longest: [Int: (tokens: Int, stage: Int?)] = [:]
        let items = zip(records, spans).enumerated().map { index, pair in
            let (record, spans) = pair
            let sequence = sequence(record, spans)
            if sequence.tokens.count > contextLength {
                longest[index] = (sequence.tokens.count, nil)
            }
            return EvaluationItem(
                recordID: record.id, sequence: sequence, expected: record.output)
        }
        try refuse(longest, of: records, plan)
        return items
    }

    /// All of the template and as many examples as the fullest stage has.
    package static func fullSetting(_ schedule: Schedule) -> StageSetting {
        StageSetting(
            compressionRate: 1, shots: schedule.stages.map(\.shots).max() ?? 0, epochs: 0)
    }

    /// - Throws: `RunControlError.promptTooLong`: cutting an answer's prompt would train on
    ///   something that nobody asked for.
    func checkLength(_ sequence: TokenSequence, _ record: PromptRecord, stage: Int?) throws {
        let limit = contextLength
        guard sequence.tokens.count <= limit else {
            throw RunControlError.promptTooLong(
                recordID: record.id, source: record.source.description,
                tokens: sequence.tokens.count, limit: limit, stage: stage)
        }
    }

    // MARK: Configuration

    package var trainingConfiguration: TrainingConfiguration {
        let settings = project.file.training
        return TrainingConfiguration(
            lora: LoRAConfiguration(
                rank: settings.rank, alpha: Float(settings.alpha),
                targetModules: settings.targetModules.compactMap {
                    ProjectionModule(rawValue: $0.rawValue)
                }, dropout: Float(settings.loraDropout),
                usesRankStabilisedScale: settings.rslora, layers: settings.layers),
            distillation: settings.distillation.weight > 0
                ? DistillationLoss(
                    weight: Float(settings.distillation.weight),
                    temperature: Float(settings.distillation.temperature)) : nil,
            promptGenerationWeight: settings.promptGeneration.weight,
            optimizer: AdamW.Configuration(weightDecay: Float(settings.weightDecay)),
            learningRate: settings.learningRate,
            schedule: LearningRateSchedule(rawValue: settings.learningRateSchedule.rawValue)
                ?? .cosine,
            restartsScheduleEachStage: settings.learningRateRestarts,
            warmupSteps: settings.warmupSteps,
            advance: StageAdvance(
                margin: project.file.schedule.effectiveMargin,
                leastEpochs: project.file.schedule.leastEpochs, patience: settings.patience),
            keepsBest: settings.keep == .best, batchSize: settings.batchSize,
            gradientAccumulation: settings.gradientAccumulation,
            clipNorm: settings.clipNorm > 0 ? settings.clipNorm : nil,
            carriesOptimizer: settings.carryOptimizer,
            seed: UInt64(bitPattern: Int64(settings.seed)),
            evaluationInterval: settings.evaluateEvery)
    }

    /// How the base is held on this machine.
    package var storage: EngineStorage { EngineStorage(project.file.training) }

    /// Bytes of activations that a step may keep.
    package var activationBudget: Int {
        project.file.training.activationMemoryGB.map { Int($0 * 1e9) }
            ?? Transformer.defaultActivationBudget
    }

    package var evaluationOptions: Evaluator.Options {
        Evaluator.Options(
            maximumNewTokens: project.file.evaluation.maxNewTokens,
            stops: project.file.evaluation.stop)
    }
}
