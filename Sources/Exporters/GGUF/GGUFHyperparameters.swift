import Foundation
import LanguageModel

/// A model's shape as llama.cpp's metadata.
struct GGUFHyperparameters {
    let architecture: GGUFArchitecture
    let configuration: ModelConfiguration

    private typealias Entries = [(key: String, value: GGUFValue)]

    var metadata: [(key: String, value: GGUFValue)] {
        let model = configuration
        let values: Entries = [
            ("vocab_size", .count(model.vocabularySize)),
            ("context_length", .count(model.contextLength)),
            ("embedding_length", .count(model.hiddenSize)),
            ("block_count", .count(model.layerCount)),
            ("feed_forward_length", .count(model.intermediateSize)),
            ("attention.head_count", .count(model.headCount)),
            ("attention.head_count_kv", .count(model.keyValueHeadCount)),
            ("attention.layer_norm_rms_epsilon", .float32(model.rmsNormEpsilon)),
            ("rope.dimension_count", .count(model.headWidth)),
            ("rope.freq_base", .float32(Float(model.ropeTheta))),
        ]
        return (values + headWidths + window + rotaryScaling + mixture).map {
            ("\(architecture.rawValue).\($0.key)", $0.value)
        }
    }

    /// Told only where it does not follow from the other sizes, as llama.cpp's own files have it.
    private var headWidths: Entries {
        let model = configuration
        guard model.headWidth * model.headCount != model.hiddenSize else { return [] }
        return [
            ("attention.key_length", .count(model.headWidth)),
            ("attention.value_length", .count(model.headWidth)),
        ]
    }

    private var window: Entries {
        configuration.slidingWindow.map { [("attention.sliding_window", .count($0))] } ?? []
    }

    private var rotaryScaling: Entries {
        switch configuration.ropeScaling {
        // Llama 3.1's is in `rotaryFactors`.
        case .none, .llama3: return []
        case .linear(let factor):
            return [
                ("rope.scaling.type", .string("linear")),
                ("rope.scaling.factor", .float32(Float(factor))),
            ]
        case .yarn(let yarn):
            let original = yarn.originalContextLength ?? Double(configuration.contextLength)
            // llama.cpp multiplies with this by itself and asks for what comes on top.
            let usual = yarn.factor <= 1 ? 1 : 0.1 * log(yarn.factor) + 1
            return [
                ("rope.scaling.type", .string("yarn")),
                ("rope.scaling.factor", .float32(Float(yarn.factor))),
                ("rope.scaling.original_context_length", .count(Int(min(original, 1e9)))),
                (
                    "rope.scaling.attn_factor",
                    .float32(Float(configuration.ropeScaling.attentionFactor / usual))
                ),
                ("rope.scaling.yarn_beta_fast", .float32(Float(yarn.betaFast))),
                ("rope.scaling.yarn_beta_slow", .float32(Float(yarn.betaSlow))),
            ]
        }
    }

    private var mixture: Entries {
        guard let mixture = configuration.mixture else { return [] }
        let counts: Entries = [
            ("expert_count", .count(mixture.expertCount)),
            ("expert_used_count", .count(mixture.expertsPerToken)),
        ]
        guard architecture == .qwen3MoE else { return counts }
        return counts + [("expert_feed_forward_length", .count(mixture.expertIntermediateSize))]
    }

    /// What a rotary frequency is divided by, for each pair of a head; nil where nothing is.
    ///
    /// llama.cpp has no words for Llama 3.1's scaling and reads these factors from a tensor.
    var rotaryFactors: [Float]? {
        guard case .llama3 = configuration.ropeScaling else { return nil }
        func frequencies(_ scaling: RotaryScaling) -> [Double] {
            scaling.frequencies(
                headWidth: configuration.headWidth, theta: configuration.ropeTheta,
                contextLength: configuration.contextLength)
        }
        return zip(frequencies(.none), frequencies(configuration.ropeScaling)).map {
            Float($0 / $1)
        }
    }

    /// What llama.cpp computes otherwise.
    var warnings: [String] {
        let windows = (0..<configuration.layerCount).compactMap(configuration.slidingWindow(layer:))
        guard let window = windows.first, window < configuration.contextLength else { return [] }
        return [
            "llama.cpp's \(architecture.rawValue) has no sliding window: beyond \(window) tokens "
                + "it attends to more than this model does"
        ]
    }
}
