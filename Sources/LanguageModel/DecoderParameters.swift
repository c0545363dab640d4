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
    static func bias(_ module: ProjectionModule, _ layer: Int) -> String {
        "model.layers.\(layer).\(module.path).bias"
    }
    static func queryNorm(_ layer: Int) -> String {
        "model.layers.\(layer).self_attn.q_norm.weight"
    }
    static func keyNorm(_ layer: Int) -> String {
        "model.layers.\(layer).self_attn.k_norm.weight"
    }
    static func router(_ layer: Int, _ family: ModelFamily) -> String {
        "model.layers.\(layer).\(family.mixturePath).gate.weight"
    }
    static func expertProjection(
        _ module: ProjectionModule, layer: Int, expert: Int, _ family: ModelFamily
    ) -> String {
        "model.layers.\(layer).\(module.path(expert: expert, family)).weight"
    }

    /// All tensors in the order of computation.
    ///
    /// | tensor | shape |
    /// |---|---|
    /// | projection | (output width, input width) |
    /// | bias | (output width) |
    /// | norm of queries or keys | (head width) |
    /// | router | (experts, hidden) |
    package static func tensors(
        _ configuration: ModelConfiguration
    ) -> [(name: String, shape: [Int])] {
        let hidden = configuration.hiddenSize
        var tensors: [(name: String, shape: [Int])] = []
        tensors.append((embedding, [configuration.vocabularySize, hidden]))
        for layer in 0..<configuration.layerCount {
            tensors.append((attentionNorm(layer), [hidden]))
            for module in [ProjectionModule.query, .key, .value] {
                append(module, layer, configuration, to: &tensors)
            }
            if configuration.hasQueryKeyNorm {
                tensors.append((queryNorm(layer), [configuration.headWidth]))
                tensors.append((keyNorm(layer), [configuration.headWidth]))
            }
            append(.output, layer, configuration, to: &tensors)
            tensors.append((feedForwardNorm(layer), [hidden]))
            if let mixture = configuration.mixture, mixture.isSparse(layer: layer) {
                append(mixture, layer, configuration, to: &tensors)
            } else {
                for module in ProjectionModule.feedForward {
                    append(module, layer, configuration, to: &tensors)
                }
            }
        }
        tensors.append((finalNorm, [hidden]))
        if !configuration.tiesEmbeddings {
            tensors.append((head, [configuration.vocabularySize, hidden]))
        }
        return tensors
    }

    private static func append(
        _ module: ProjectionModule, _ layer: Int, _ configuration: ModelConfiguration,
        to tensors: inout [(name: String, shape: [Int])]
    ) {
        let rows = module.outputWidth(configuration)
        tensors.append((projection(module, layer), [rows, module.inputWidth(configuration)]))
        if configuration.biasedModules.contains(module) {
            tensors.append((bias(module, layer), [rows]))
        }
    }

    private static func append(
        _ mixture: MixtureConfiguration, _ layer: Int, _ configuration: ModelConfiguration,
        to tensors: inout [(name: String, shape: [Int])]
    ) {
        let family = configuration.family
        tensors.append((router(layer, family), [mixture.expertCount, configuration.hiddenSize]))
        for expert in 0..<mixture.expertCount {
            for module in ProjectionModule.feedForward {
                tensors.append(
                    (
                        expertProjection(module, layer: layer, expert: expert, family),
                        [
                            module.outputWidth(configuration, isExpert: true),
                            module.inputWidth(configuration, isExpert: true),
                        ]
                    ))
            }
        }
    }

    /// Whether a tensor is a matrix of a layer: none of embedding, head, norms and biases.
    package static func isHiddenMatrix(_ entry: ParameterSet.Entry) -> Bool {
        entry.shape.count == 2 && !isEmbedding(entry) && !isHead(entry)
    }

    /// Whether a tensor is the input's embedding, tied or not.
    package static func isEmbedding(_ entry: ParameterSet.Entry) -> Bool {
        entry.name == embedding
    }

    /// Whether a tensor is the head; where embeddings are tied there is none.
    package static func isHead(_ entry: ParameterSet.Entry) -> Bool { entry.name == head }

    /// Reads all tensors of a folder, from one file or from shards with an index.
    /// - Throws: `ModelError` and `SafetensorsError`.
    package static func load(
        _ configuration: ModelConfiguration, from folder: URL
    ) throws -> ParameterSet {
        // All names and shapes first: a config.json with a digit too many must not make us ask for
        // more memory than there is.
        let source = try CheckpointSource(folder: folder, configuration: configuration)
        let parameters = ParameterSet(tensors(configuration))
        for entry in parameters.entries {
            try source.readFloats(entry.name, into: parameters.pointer(entry))
        }
        source.releasePages()
        return parameters
    }

    /// Random weights as a fresh model starts with: normal with the given deviation, norms one,
    /// biases zero, the matrices that write into the residual stream smaller with depth (GPT-2).
    package static func random(
        _ configuration: ModelConfiguration, deviation: Float = 0.02, seed: UInt64
    ) -> ParameterSet {
        let parameters = ParameterSet(tensors(configuration))
        var generator = SeededGenerator(seed: seed)
        let residual = deviation / Float(2 * configuration.layerCount).squareRoot()
        for entry in parameters.entries {
            let values = parameters.pointer(entry)
            if entry.shape.count == 1 {
                let isBias = entry.name.hasSuffix(".bias")
                values.update(repeating: isBias ? 0 : 1, count: entry.count)
                continue
            }
            let writesResidual = ["o_proj.weight", "down_proj.weight", ".w2.weight"].contains {
                entry.name.hasSuffix($0)
            }
            for index in 0..<entry.count {
                values[index] = generator.normal() * (writesResidual ? residual : deviation)
            }
        }
        return parameters
    }
}
