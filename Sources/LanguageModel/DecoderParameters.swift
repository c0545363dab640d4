import Foundation
import Kernels
import Safetensors

/// The names and shapes of a decoder's own tensors, and where they are loaded from.
package enum DecoderParameters {
    static let embedding = "model.embed_tokens.weight"
    static let finalNorm = "model.norm.weight"
    static let head = "lm_head.weight"

    static func attentionNorm(_ layer: Int) -> String {
        "model.layers.\(layer).input_layernorm.weight"
    }
    static func feedForwardNorm(_ layer: Int) -> String {
        "model.layers.\(layer).post_attention_layernorm.weight"
    }
    static func projection(_ module: ProjectionModule, _ layer: Int) -> String {
        "model.layers.\(layer).\(module.path).weight"
    }

    /// All tensors in the order of computation.
    package static func tensors(
        _ configuration: ModelConfiguration
    ) -> [(name: String, shape: [Int])] {
        let hidden = configuration.hiddenSize
        var tensors = [(embedding, [configuration.vocabularySize, hidden])]
        for layer in 0..<configuration.layerCount {
            tensors.append((attentionNorm(layer), [hidden]))
            for module in [ProjectionModule.query, .key, .value, .output] {
                tensors.append((projection(module, layer), shape(module, configuration)))
            }
            tensors.append((feedForwardNorm(layer), [hidden]))
            for module in [ProjectionModule.gate, .up, .down] {
                tensors.append((projection(module, layer), shape(module, configuration)))
            }
        }
        tensors.append((finalNorm, [hidden]))
        if !configuration.tiesEmbeddings {
            tensors.append((head, [configuration.vocabularySize, hidden]))
        }
        return tensors.map { (name: $0.0, shape: $0.1) }
    }

    /// Reads all tensors of a folder, from one file or from shards with an index.
    /// - Throws: `ModelError` and `SafetensorsError`.
    package static func load(
        _ configuration: ModelConfiguration, from folder: URL
    ) throws -> ParameterSet {
        let shards = try CheckpointShards(folder: folder)
        let tensors = tensors(configuration)
        // All shapes first: a config.json with a digit too many must not make us ask for more
        // memory than there is.
        for (name, shape) in tensors {
            let (file, tensor) = try shards.find(name)
            guard tensor.shape == shape else {
                throw ModelError.wrongShape(
                    path: file.path, tensor: name, found: tensor.shape, expected: shape)
            }
        }
        let parameters = ParameterSet(tensors)
        for entry in parameters.entries {
            let (file, tensor) = try shards.find(entry.name)
            try file.readFloats(tensor, into: parameters.pointer(entry))
        }
        shards.releasePages()
        return parameters
    }

    /// Random weights as a fresh model starts with: normal with the given deviation, norms one,
    /// the two matrices that write into the residual stream smaller with depth (GPT-2).
    package static func random(
        _ configuration: ModelConfiguration, deviation: Float = 0.02, seed: UInt64
    ) -> ParameterSet {
        let parameters = ParameterSet(tensors(configuration))
        var generator = SeededGenerator(seed: seed)
        let residual = deviation / Float(2 * configuration.layerCount).squareRoot()
        for entry in parameters.entries {
            let values = parameters.pointer(entry)
            if entry.shape.count == 1 {
                values.update(repeating: 1, count: entry.count)
                continue
            }
            let writesResidual =
                entry.name.hasSuffix("o_proj.weight") || entry.name.hasSuffix("down_proj.weight")
            for index in 0..<entry.count {
                values[index] = generator.normal() * (writesResidual ? residual : deviation)
            }
        }
        return parameters
    }

    private static func shape(
        _ module: ProjectionModule, _ configuration: ModelConfiguration
    ) -> [Int] {
        [module.outputWidth(configuration), module.inputWidth(configuration)]
    }
}
