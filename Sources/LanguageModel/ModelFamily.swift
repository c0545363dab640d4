/// The decoder families that this engine computes, by the `model_type` of their config.json.
package enum ModelFamily: String, Sendable, CaseIterable {
    case llama
    case mistral
    case qwen2
    case qwen3
    case mixtral
    case qwen3MoE = "qwen3_moe"

    /// The name in config.json's `architectures`.
    package var architecture: String {
        switch self {
        case .llama: "LlamaForCausalLM"
        case .mistral: "MistralForCausalLM"
        case .qwen2: "Qwen2ForCausalLM"
        case .qwen3: "Qwen3ForCausalLM"
        case .mixtral: "MixtralForCausalLM"
        case .qwen3MoE: "Qwen3MoeForCausalLM"
        }
    }

    /// Whether queries and keys are normalised head by head before they are rotated.
    package var hasQueryKeyNorm: Bool { self == .qwen3 || self == .qwen3MoE }

    /// Whether layers may have a mixture of experts in place of one feed-forward block.
    package var hasMixture: Bool { self == .mixtral || self == .qwen3MoE }

    /// Projections that have a bias whatever config.json says.
    package var alwaysBiasedModules: Set<ProjectionModule> {
        self == .qwen2 ? [.query, .key, .value] : []
    }

    /// Where a sparse layer's router and experts stand in it.
    var mixturePath: String { self == .mixtral ? "block_sparse_moe" : "mlp" }

    /// How an expert's matrix is called; Mixtral has names of its own.
    func expertName(_ module: ProjectionModule) -> String {
        guard self == .mixtral else { return module.rawValue }
        return switch module {
        case .gate: "w1"
        case .down: "w2"
        case .up: "w3"
        case .query, .key, .value, .output: module.rawValue
        }
    }
}
