import Evaluation
import Foundation
import Kernels
import LanguageModel
import Tokenizers
import Training

/// A model's folder, read as far as it takes to count tokens; weights come when they are needed.
package struct ModelFolder: Sendable {
    package let url: URL
    package let configuration: ModelConfiguration
    package let tokenizer: Tokenizer

    /// - Throws: `ModelError`, `TokenizerError`, `RunControlError.vocabularyMismatch`.
    package init(_ url: URL) throws {
        self.url = url
        configuration = try ModelConfiguration(file: url.appending(path: "config.json"))
        tokenizer = try Tokenizer.load(folder: url)
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw RunControlError.vocabularyMismatch(
                path: url.appending(path: "tokenizer.json").path,
                tokenizerSize: tokenizer.vocabularySize, modelSize: configuration.vocabularySize)
        }
    }

    /// Ids that end an answer.
    package var endOfSequence: [Int32] {
        configuration.endOfSequence.isEmpty
            ? [tokenizer.endOfSequence].compactMap { $0 } : configuration.endOfSequence
    }

    package var encoder: PromptEncoder {
        PromptEncoder(tokenizer: tokenizer, endOfSequence: endOfSequence.first)
    }

    /// Loads the weights.
    ///
    /// - Parameters:
    ///   - storage: how they are held.
    ///   - adapterRank: of the adapter to come, so that it takes no copy of the weights.
    ///   - compute: threads and products.
    /// - Returns: the base without an adapter.
    /// - Throws: `ModelError`, `SafetensorsError`.
    package func makeTransformer(
        storage: EngineStorage, adapterRank: Int = 0, compute: Compute
    ) throws -> Transformer {
        try Transformer(
            configuration: configuration, storage: storage,
            source: CheckpointSource(folder: url, configuration: configuration),
            adapterRank: adapterRank, compute: compute)
    }

    /// Tells bases apart without reading their weights; see `FolderIdentity`.
    package var quickIdentity: String {
        get throws { try FolderIdentity.quick(of: url) }
    }

    package var parameterCount: Int {
        DecoderParameters.tensors(configuration).reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// Identifies the base: its files' checksums in one.
    /// - Throws: what reading the files throws.
    package func checksum() throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path).filter {
            $0.hasSuffix(".safetensors") || $0 == "config.json" || $0 == "tokenizer.json"
        }
        let parts = try names.sorted().map {
            "\($0) \(try Checksum.ofFile(url.appending(path: $0)))"
        }
        return Checksum.of(parts.joined(separator: "\n"))
    }
}
