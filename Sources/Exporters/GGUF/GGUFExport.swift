import Foundation
import LanguageModel

/// Writes a model's folder as one GGUF file for llama.cpp.
package struct GGUFExport {
    /// A Hugging Face folder.
    package var model: URL
    /// A PEFT adapter whose low-rank products are added to the matrices.
    package var adapter: URL?
    package var type: GGUFWeightType
    /// llama.cpp's name of the pre-tokenizer; nil to find it from tokenizer.json.
    package var preTokenizer: String?
    /// Whether tokens are left out: llama.cpp then takes ids alone.
    package var leavesOutTokenizer = false

    package init(model: URL, adapter: URL? = nil, type: GGUFWeightType = .float16) {
        self.model = model
        self.adapter = adapter
        self.type = type
    }

    /// What was written.
    package struct Report: Sendable, Equatable {
        package let architecture: String
        package let tensorCount: Int
        package let parameterCount: Int
        package let byteCount: Int
        /// "llama", "gpt2" or "none", as llama.cpp calls them.
        package let tokenizer: String
        package let preTokenizer: String?
        /// Where llama.cpp will do otherwise than this engine.
        package let warnings: [String]
    }

    /// Writes the file whole or not at all.
    /// - Throws: `ExportError`, `ModelError`, `SafetensorsError`, `TokenizerError`; the target is
    ///   then as it was.
    package func write(to url: URL) throws -> Report {
        let file = model.appending(path: "config.json")
        let configuration = try ModelConfiguration(file: file)
        let architecture = try GGUFArchitecture(configuration, path: file.path)
        let tokenizer =
            leavesOutTokenizer
            ? .none
            : try GGUFTokenizer.read(
                folder: model, configuration: configuration, preTokenizer: preTokenizer)
        let weights = try ModelWeights(
            folder: model, configuration: configuration, adapter: adapter)
        let tensors = GGUFTensorPlan(
            architecture: architecture, weights: weights, type: type
        ).tensors()
        let hyperparameters = GGUFHyperparameters(
            architecture: architecture, configuration: configuration)
        let metadata =
            general(architecture) + hyperparameters.metadata + tokenizer.metadata
        let byteCount = try GGUFFileWriter(metadata: metadata, tensors: tensors).write(to: url)
        return Report(
            architecture: architecture.rawValue, tensorCount: tensors.count,
            parameterCount: tensors.reduce(0) { $0 + $1.count }, byteCount: byteCount,
            tokenizer: tokenizer.kind, preTokenizer: tokenizer.preTokenizer,
            warnings: hyperparameters.warnings + tokenizer.warnings)
    }

    private func general(
        _ architecture: GGUFArchitecture
    ) -> [(key: String, value: GGUFValue)] {
        [
            ("general.architecture", .string(architecture.rawValue)),
            ("general.type", .string("model")),
            ("general.name", .string(model.standardizedFileURL.lastPathComponent)),
            ("general.file_type", .uint32(type.fileTypeCode)),
            // The version of the block formats, which a reader asks of any file.
            ("general.quantization_version", .uint32(2)),
        ]
    }
}
