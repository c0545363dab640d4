import Compressors
import Evaluation
import Foundation
import JSONText
import Kernels
import LanguageModel
import Prompts
import RunEvents
import Training

/// The base's loss on validation records with a variant of the template in the full prompt.
struct AttributionMeasure: Sendable {
    let project: LoadedProject
    let model: ModelFolder
    let encoder: PromptEncoder
    let storage: EngineStorage
    let records: [PromptRecord]

    /// All that the losses depend on, besides the template itself.
    var identity: String {
        get throws {
            let rows = records.map { "\($0.id)\u{0}\($0.query)\u{0}\($0.output)" }
            let parts = [
                try model.quickIdentity, storage.name, project.layout.json.text(),
                project.chat?.identity ?? "", project.file.data.format.output, "\(shots)",
                "\(project.file.retriever)", Checksum.of(rows.joined(separator: "\n")),
                project.dataHashes.first?.hash ?? "",
            ]
            return Checksum.of(parts.joined(separator: "\u{0}"))
        }
    }

    /// Examples of the fullest stage.
    private var shots: Int { PreparedProject.fullSetting(project.file.schedule.schedule).shots }

    /// The mean loss of the records' answers for each variant that stands in the template's place.
    ///
    /// The first variant is the whole template, each further one leaves out a section.
    ///
    /// - Throws: `CompressorError.noValidationRecords`, `RunControlError.promptTooLong`,
    ///   `CompressionStopped`, and what loading the model and rendering throw.
    func losses(
        _ template: String, _ variants: [String], monitor: CompressionMonitor = CompressionMonitor()
    ) throws -> [Double] {
        guard !records.isEmpty else { throw CompressorError.noValidationRecords }
        let transformer = try model.makeTransformer(storage: storage, compute: Compute())
        let evaluator = Evaluator(
            model: transformer, tokenizer: model.tokenizer, endOfSequence: [], options: .init())
        return try variants.enumerated().map { index, variant in
            try monitor.step("section", max(1, index), of: max(1, variants.count - 1))
            return evaluator.loss(
                try items(template, variant),
                .init(step: 0, stage: 0, arm: .fullPrompt, model: .base, split: "validation")
            ).loss
        }
    }

    private func items(_ template: String, _ variant: String) throws -> [EvaluationItem] {
        let encoder = encoder
        var layout = project.layout
        for index in layout.parts.indices
        where layout.parts[index].kind == .template
            && layout.parts[index].text.utf8.elementsEqual(template.utf8)
        {
            layout.parts[index].text = variant
        }
        var input = PlanInput(
            layout: layout, records: project.training, bank: project.bank,
            selector: try project.exampleSelector(),
            countTokens: { encoder.encode(prompt: $0).count })
        if let chat = project.chat { input.dress = { try chat.dress($0) } }
        let plan = try StagePlan(schedule: Schedule(stages: []), input: input)
        let setting = StageSetting(compressionRate: 1, shots: shots, epochs: 0)
        let limit = model.configuration.contextLength
        return try zip(records, plan.renderedAll(records, setting: setting)).map { record, spans in
            let sequence = encoder.encode(
                prompt: spans.joinedText, completion: project.completion(for: record))
            guard sequence.tokens.count <= limit else {
                throw RunControlError.promptTooLong(
                    recordID: record.id, source: record.source.description,
                    tokens: sequence.tokens.count, limit: limit, stage: nil)
            }
            return EvaluationItem(
                recordID: record.id, sequence: sequence, expected: record.output)
        }
    }
}
