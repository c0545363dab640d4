import Compressors
import Foundation
import LanguageModel
import Project
import Prompts

/// Shortens a text that belongs to no project, with a model's folder alone.
package struct TextCompression {
    package let input: PlanInput

    /// The kinds that need nothing of a project.
    package static let kinds: [CompressorChoice.Kind] = [.rules, .selfInformation, .summary]

    /// Makes a compressor with its default options.
    ///
    /// - Parameters:
    ///   - text: the whole text.
    ///   - kind: one of `kinds`.
    ///   - modelFolder: whose tokenizer counts, and which is asked.
    ///   - storage: how the model is held.
    ///   - report: told in a sentence what a user should know.
    /// - Throws: what reading the folder throws, `RunControlError.needsProject`.
    package init(
        _ text: String, kind: CompressorChoice.Kind, modelFolder: URL, storage: EngineStorage,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let model = try ModelFolder(modelFolder)
        let encoder = model.encoder
        let compressor: any TemplateCompressor =
            switch kind {
            case .rules: RulesCompressor()
            case .selfInformation:
                SelfInformationCompressor(model: try LocalModel(model, storage: storage))
            case .summary:
                SummaryCompressor(
                    rewriter: LocalRewriter(
                        model: try LocalModel(model, storage: storage),
                        dress: Self.dress(modelFolder)), report: report)
            case .llmlingua2, .attribution, .command, .hand:
                throw RunControlError.needsProject(compressor: kind.rawValue)
            }
        input = PlanInput(
            layout: .standard(template: text), records: [], compressor: compressor,
            countTokens: { encoder.encode(prompt: $0).count })
    }

    /// The model's own chat template, where it has one that can be used without settings.
    private static func dress(_ modelFolder: URL) -> (@Sendable (String) throws -> String)? {
        var file = ProjectFile()
        file.model.path = modelFolder.standardizedFileURL.path
        file.data.chatTemplate = .model
        guard let chat = try? ChatDress(file, folder: modelFolder) else { return nil }
        return { text in
            try chat.dress([PromptSpan(kind: .query, role: "user", text: text)]).joinedText
        }
    }
}
