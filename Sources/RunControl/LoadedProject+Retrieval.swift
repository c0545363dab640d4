import Foundation
import LanguageModel
import Project
import Prompts
import Retrieval

extension LoadedProject {
    /// What chooses examples, as project.yaml says or as other settings say.
    ///
    /// - Parameter settings: nil takes the project's own.
    /// - Returns: the retriever with the rules against leaks.
    /// - Throws: what reading the embedder's model throws, `RunControlError.noRetrieverCommand`.
    package func exampleSelector(
        _ settings: ProjectFile.Retriever? = nil
    ) throws -> ExampleSelector {
        let settings = settings ?? file.retriever
        return ExampleSelector(
            try retriever(settings), allowsSameOutput: settings.allowSameOutput)
    }

    private func retriever(_ settings: ProjectFile.Retriever) throws -> any ExampleRetriever {
        switch settings.kind {
        case .bleu: return BLEURetriever(on: settings.comparedText)
        case .bm25: return BM25Retriever(on: settings.comparedText)
        case .cosine:
            return CosineRetriever(
                try textEmbedder(settings.embedder), on: settings.comparedText)
        case .command:
            guard !settings.command.isEmpty else {
                throw RunControlError.noRetrieverCommand(
                    path: folder.appending(path: ProjectFile.fileName).path)
            }
            return CommandRetriever(
                settings.command, folder: folder, timeoutSeconds: settings.timeoutSeconds)
        }
    }

    /// The one place where an embedder is made from what project.yaml names.
    private func textEmbedder(_ choice: ProjectFile.Retriever.Embedder) throws -> TextEmbedder {
        switch choice {
        case .model:
            return try ModelEmbedder(
                ModelFolder(modelFolder), storage: EngineStorage(file.training)
            ).textEmbedder()
        case .encoder(let path):
            return try EncoderEmbedder(ProjectPaths.resolve(path, in: folder)).textEmbedder()
        }
    }
}
