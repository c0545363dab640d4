import Evaluation
import Foundation
import Kernels
import LanguageModel
import Retrieval
import Synchronization

/// The base model as an embedder: the mean of its states over a text's tokens.
///
/// The weights are loaded when the first text comes, and go with the end of a search: a training
/// that follows needs their room.
final class ModelEmbedder: Sendable {
    private let model: ModelFolder
    private let storage: EngineStorage
    private let loaded = Mutex<Transformer?>(nil)

    /// Tokens of one pass, which bounds its memory.
    private static let tokensPerPass = 4_096

    init(_ model: ModelFolder, storage: EngineStorage) {
        self.model = model
        self.storage = storage
    }

    /// What a retriever is made with.
    /// - Throws: what looking at the model's files throws.
    func textEmbedder() throws -> TextEmbedder {
        TextEmbedder(
            name: "model", settingsText: "mean state, \(storage.name)",
            stateText: try model.quickIdentity,
            release: { self.loaded.withLock { $0 = nil } },
            embed: { try self.embed($0) })
    }

    /// One vector a text; what reaches beyond the context is cut off, and a text without tokens is
    /// a vector of zeros.
    private func embed(_ texts: [String]) throws -> [[Float]] {
        let limit = model.configuration.contextLength
        let sequences = texts.map { Array(model.encoder.encode(prompt: $0).prefix(limit)) }
        return try loaded.withLock { loaded in
            if loaded == nil {
                loaded = try model.makeTransformer(storage: storage, compute: Compute())
            }
            guard let transformer = loaded else { return [] }
            let nothing = [Float](repeating: 0, count: model.configuration.hiddenSize)
            var vectors = [[Float]](repeating: nothing, count: texts.count)
            var forest = SegmentForest()
            var members: [Int] = []
            func compute() {
                for (text, vector) in zip(members, transformer.meanStates(forest)) {
                    vectors[text] = vector
                }
                forest = SegmentForest()
                members = []
            }
            for (text, tokens) in sequences.enumerated() where !tokens.isEmpty {
                if forest.rowCount > 0, forest.rowCount + tokens.count > Self.tokensPerPass {
                    compute()
                }
                _ = forest.append(tokens, under: nil)
                members.append(text)
            }
            compute()
            return vectors
        }
    }
}
