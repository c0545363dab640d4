import ChatEndpoint
import Compressors
import Encoders
import Evaluation
import Foundation
import Kernels
import LanguageModel
import Project
import Prompts

/// Makes the compressor that a project's settings describe.
struct CompressorBuilding {
    let project: LoadedProject
    let model: ModelFolder
    let encoder: PromptEncoder
    let endOfSequence: [Int32]
    let storage: EngineStorage
    let monitor: CompressionMonitor
    /// Told in a sentence what a compressor had to do that a user should know.
    let report: @Sendable (String) -> Void

    /// - Throws: what reading the model's folder throws.
    func make(_ choice: CompressorChoice) throws -> any TemplateCompressor {
        switch choice {
        case .rules: RulesCompressor()
        case .selfInformation(let settings):
            SelfInformationCompressor(
                model: try localModel, questions: questions(settings),
                forced: ForcedText(settings),
                segmentTokens: settings.isIterative ? settings.segmentTokens : nil,
                monitor: monitor)
        case .llmlingua2(let settings):
            LLMLingua2Compressor(
                folder: ProjectPaths.resolve(settings.model, in: project.folder),
                settings: LLMLingua2Settings(
                    forceTokens: settings.forceTokens,
                    forceReserveDigit: settings.forceReserveDigit,
                    dropConsecutive: settings.dropConsecutive),
                compute: Compute(threadCount: WorkerPool.availableProcessors), monitor: monitor)
        case .summary(let settings):
            SummaryCompressor(
                rewriter: try settings.endpoint.map {
                    StoppableRewriter(
                        EndpointRewriter(ChatEndpoint(.init($0))), monitor: monitor)
                } ?? LocalRewriter(model: localModel, dress: requestDress, monitor: monitor),
                attempts: settings.attempts, monitor: monitor, report: report)
        case .attribution(let settings): try attribution(settings)
        case .command(let settings):
            CommandCompressor(
                arguments: settings.arguments, folder: project.folder,
                timeoutSeconds: settings.timeoutSeconds, monitor: monitor)
        case .hand(let files):
            HandCompressor(parts: project.layout.templateTexts(), files: handFiles(files))
        }
    }

    // MARK: Parts

    private var localModel: LocalModel {
        get throws {
            try LocalModel(model, endOfSequence: endOfSequence, storage: storage)
        }
    }

    /// A seeded choice of training queries.
    private func questions(_ settings: CompressorChoice.SelfInformation) -> [String] {
        var records = project.training
        var random = SeededGenerator(seed: UInt64(bitPattern: Int64(settings.seed)))
        random.shuffle(&records)
        return records.prefix(settings.questions).map(\.query)
    }

    /// The chat template around a request to the model; nil where the project has none.
    private var requestDress: (@Sendable (String) throws -> String)? {
        guard let chat = project.chat else { return nil }
        return { text in
            try chat.dress([PromptSpan(kind: .query, role: "user", text: text)]).joinedText
        }
    }

    private func handFiles(_ files: CompressorChoice.HandFiles) -> HandFiles {
        switch files {
        case .pattern(let pattern):
            .matching(ProjectPaths.resolve(pattern, in: project.folder))
        case .list(let list):
            .listed(
                list.map { ($0.rate, ProjectPaths.resolve($0.path, in: project.folder)) })
        }
    }

    private func attribution(
        _ settings: CompressorChoice.Attribution
    ) throws -> AttributionCompressor {
        var records = project.validation
        var random = SeededGenerator(seed: UInt64(bitPattern: Int64(settings.seed)))
        random.shuffle(&records)
        if settings.records > 0 { records = Array(records.prefix(settings.records)) }
        let measure = AttributionMeasure(
            project: project, model: model, encoder: encoder, storage: storage, records: records)
        return AttributionCompressor(
            identity: try measure.identity,
            losses: { [monitor] template, variants in
                try measure.losses(template, variants, monitor: monitor)
            })
    }
}

extension LocalModel {
    /// The base of a project, or any model's folder.
    /// - Throws: what reading the folder throws.
    package init(
        _ model: ModelFolder, endOfSequence: [Int32]? = nil, storage: EngineStorage,
        threadCount: Int = WorkerPool.availableProcessors
    ) throws {
        self.init(
            tokenizer: model.tokenizer, contextLength: model.configuration.contextLength,
            endOfSequence: endOfSequence ?? model.endOfSequence,
            identity: "\(try model.quickIdentity) \(storage.name)",
            load: {
                try model.makeTransformer(
                    storage: storage, compute: Compute(threadCount: threadCount))
            })
    }
}

extension ForcedText {
    /// What a project's settings keep.
    package init(_ settings: CompressorChoice.SelfInformation) {
        self.init(
            texts: settings.force, keepsDigits: settings.keepDigits,
            keepsNames: settings.keepNames, keepsLineBreaks: settings.keepLineBreaks)
    }
}

extension ChatEndpoint.Settings {
    fileprivate init(_ endpoint: CompressorChoice.Endpoint) {
        self.init(
            section: "compressor", url: endpoint.url, model: endpoint.model,
            keyVariable: endpoint.keyVariable,
            timeoutSeconds: endpoint.timeoutSeconds)
    }
}
