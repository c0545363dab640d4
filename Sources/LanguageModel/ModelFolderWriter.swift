import Foundation
import JSONText
import Safetensors

/// Writes a base as a Hugging Face folder: config.json and model.safetensors.
package enum ModelFolderWriter {
    /// Writes both files, each whole or not at all.
    ///
    /// - Parameters:
    ///   - parameters: the weights.
    ///   - configuration: the shape.
    ///   - type: of the weights on disk, `float32` or `bfloat16`.
    ///   - folder: made where it does not exist.
    /// - Throws: `ModelError.cannotWrite`, `SafetensorsError.cannotWrite`.
    package static func write(
        _ parameters: ParameterSet, _ configuration: ModelConfiguration, type: TensorType,
        to folder: URL
    ) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try AtomicFile.write(
                Data((json(configuration, type: type).text(.indented) + "\n").utf8),
                to: folder.appending(path: "config.json"))
        } catch {
            throw ModelError.cannotWrite(path: folder.path, reason: "\(error)")
        }
        let tensors = parameters.entries.map {
            SafetensorsWriter.Tensor(
                name: $0.name, shape: $0.shape,
                values: UnsafeBufferPointer(start: parameters.pointer($0), count: $0.count))
        }
        try SafetensorsWriter(type: type).write(
            tensors, to: folder.appending(path: CheckpointShards.singleName))
    }

    private static func json(
        _ configuration: ModelConfiguration, type: TensorType
    ) -> JSONValue {
        [
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "vocab_size": .integer(configuration.vocabularySize),
            "hidden_size": .integer(configuration.hiddenSize),
            "intermediate_size": .integer(configuration.intermediateSize),
            "num_hidden_layers": .integer(configuration.layerCount),
            "num_attention_heads": .integer(configuration.headCount),
            "num_key_value_heads": .integer(configuration.keyValueHeadCount),
            "head_dim": .integer(configuration.headWidth),
            "hidden_act": "silu",
            "max_position_embeddings": .integer(configuration.contextLength),
            // Through text, so that 1e-5 stays 1e-05 instead of the float's binary neighbour.
            "rms_norm_eps": .number(Double("\(configuration.rmsNormEpsilon)") ?? 1e-5),
            "rope_theta": .number(configuration.ropeTheta),
            "rope_scaling": nil,
            "attention_bias": false,
            "mlp_bias": false,
            "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
            "bos_token_id": configuration.beginningOfSequence.map { .integer(Int($0)) } ?? .null,
            "eos_token_id": configuration.endOfSequence.first.map { .integer(Int($0)) } ?? .null,
            "torch_dtype": .string(type == .bfloat16 ? "bfloat16" : "float32"),
        ]
    }
}
