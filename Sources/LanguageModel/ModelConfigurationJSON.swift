import JSONText
import Safetensors

/// config.json in the spelling of transformers 4, which 5 reads, too.
///
/// Nothing is left to a default, since defaults differ between families and versions.
struct ModelConfigurationJSON {
    let configuration: ModelConfiguration
    /// Of the weights beside it.
    let type: TensorType

    var value: JSONValue {
        .object(JSONObject(members(shape) + members(parts) + members(ending)))
    }

    private func members(_ object: JSONValue) -> [JSONObject.Member] {
        object.objectValue?.members ?? []
    }

    private var shape: JSONValue {
        [
            "architectures": [.string(configuration.family.architecture)],
            "model_type": .string(configuration.family.rawValue),
            "vocab_size": .integer(configuration.vocabularySize),
            "hidden_size": .integer(configuration.hiddenSize),
            "intermediate_size": .integer(configuration.intermediateSize),
            "num_hidden_layers": .integer(configuration.layerCount),
            "num_attention_heads": .integer(configuration.headCount),
            "num_key_value_heads": .integer(configuration.keyValueHeadCount),
            "head_dim": .integer(configuration.headWidth),
            "hidden_act": "silu",
            "max_position_embeddings": .integer(configuration.contextLength),
            "rms_norm_eps": .shortest(configuration.rmsNormEpsilon),
            "rope_theta": .number(configuration.ropeTheta),
            "rope_scaling": scaling,
        ]
    }

    private var ending: JSONValue {
        let ends = configuration.endOfSequence.map { JSONValue.integer(Int($0)) }
        return [
            "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
            "bos_token_id": configuration.beginningOfSequence.map { .integer(Int($0)) } ?? .null,
            "eos_token_id": ends.count > 1 ? .array(ends) : ends.first ?? .null,
            "torch_dtype": .string(type == .bfloat16 ? "bfloat16" : "float32"),
        ]
    }

    // MARK: Parts of some families

    private var parts: JSONValue {
        var parts = JSONObject()
        let biased = configuration.biasedModules
        switch configuration.family {
        case .llama:
            parts.append("attention_bias", .bool(biased.contains(.query)))
            parts.append("mlp_bias", .bool(biased.contains(.gate)))
        case .mistral:
            parts.append("sliding_window", window)
        case .qwen2, .qwen3, .qwen3MoE:
            if configuration.hasQueryKeyNorm {
                parts.append("attention_bias", .bool(biased.contains(.query)))
            }
            parts.append("use_sliding_window", .bool(configuration.slidingWindow != nil))
            parts.append("sliding_window", window)
            if configuration.family != .qwen3MoE { parts.append("layer_types", layerTypes) }
        case .mixtral:
            parts.append("sliding_window", window)
        }
        if let mixture = configuration.mixture { append(mixture, to: &parts) }
        return .object(parts)
    }

    private var window: JSONValue {
        configuration.slidingWindow.map { .integer($0) } ?? .null
    }

    private var layerTypes: JSONValue {
        .array(
            (0..<configuration.layerCount).map {
                configuration.slidingWindow(layer: $0) == nil
                    ? "full_attention" : "sliding_attention"
            })
    }

    private func append(_ mixture: MixtureConfiguration, to parts: inout JSONObject) {
        parts.append("num_experts_per_tok", .integer(mixture.expertsPerToken))
        guard configuration.family == .qwen3MoE else {
            parts.append("num_local_experts", .integer(mixture.expertCount))
            return
        }
        parts.append("num_experts", .integer(mixture.expertCount))
        parts.append("moe_intermediate_size", .integer(mixture.expertIntermediateSize))
        parts.append("norm_topk_prob", .bool(mixture.normalisesTopProbabilities))
        parts.append("decoder_sparse_step", .integer(mixture.sparseStep))
        parts.append(
            "mlp_only_layers", .array(mixture.denseLayers.sorted().map { .integer($0) }))
    }

    // MARK: Rotary scaling

    private var scaling: JSONValue {
        switch configuration.ropeScaling {
        case .none: nil
        case .linear(let factor): ["rope_type": "linear", "factor": .number(factor)]
        case .llama3(let factor, let low, let high, let originalContextLength):
            [
                "rope_type": "llama3",
                "factor": .number(factor),
                "low_freq_factor": .number(low),
                "high_freq_factor": .number(high),
                "original_max_position_embeddings": whole(originalContextLength),
            ]
        case .yarn(let yarn): scaling(yarn)
        }
    }

    private func scaling(_ yarn: YarnScaling) -> JSONValue {
        var object: JSONObject = JSONObject([
            .init(key: "rope_type", value: "yarn"),
            .init(key: "factor", value: .number(yarn.factor)),
            .init(key: "beta_fast", value: .number(yarn.betaFast)),
            .init(key: "beta_slow", value: .number(yarn.betaSlow)),
            .init(key: "truncate", value: .bool(yarn.truncatesRange)),
        ])
        for (field, number) in [
            ("attention_factor", yarn.attentionFactor), ("mscale", yarn.mscale),
            ("mscale_all_dim", yarn.mscaleAllDimensions),
        ] {
            if let number { object.append(field, .number(number)) }
        }
        if let length = yarn.originalContextLength {
            object.append("original_max_position_embeddings", whole(length))
        }
        return .object(object)
    }

    /// Transformers insists on a whole number where it is one.
    private func whole(_ value: Double) -> JSONValue {
        Int(exactly: value).map { .integer($0) } ?? .number(value)
    }
}

extension JSONValue {
    /// Through text, so that 1e-5 stays 1e-05 instead of the float's binary neighbour.
    static func shortest(_ value: Float) -> JSONValue {
        .number(Double("\(value)") ?? Double(value))
    }
}
