import LanguageModel

/// llama.cpp's name for what a model computes, and what that asks of the weights.
enum GGUFArchitecture: String, Sendable {
    /// Llama, Mistral and Mixtral.
    case llama
    case qwen2
    case qwen3
    case qwen3MoE = "qwen3moe"

    /// The architecture that computes a model.
    ///
    /// - Parameters:
    ///   - configuration: the model's.
    ///   - path: its config.json, for the message.
    /// - Throws: `ExportError.unsupportedModel` where llama.cpp would compute something else.
    init(_ configuration: ModelConfiguration, path: String) throws {
        switch configuration.family {
        case .llama, .mistral, .mixtral: self = .llama
        case .qwen2: self = .qwen2
        case .qwen3: self = .qwen3
        case .qwen3MoE: self = .qwen3MoE
        }
        if let objection = objection(to: configuration) {
            throw ExportError.unsupportedModel(path: path, reason: objection)
        }
    }

    /// Whether rows of queries and keys are reordered within their heads.
    ///
    /// llama.cpp rotates neighbours for this architecture, where Hugging Face's checkpoints pair a
    /// row of a head's first half with one of its second.
    var interleavesHeads: Bool { self == .llama }

    private func objection(to configuration: ModelConfiguration) -> String? {
        switch configuration.ropeScaling {
        case .llama3 where self != .llama:
            return "llama.cpp's \(rawValue) has no rotary scaling of type llama3"
        case .yarn(let yarn) where !yarn.truncatesRange:
            return "llama.cpp always rounds YaRN's range to whole pairs (truncate: false)"
        default: break
        }
        if self == .qwen3 || self == .qwen3MoE, !configuration.biasedModules.isEmpty {
            return "llama.cpp's \(rawValue) has no biases in attention"
        }
        guard let mixture = configuration.mixture else { return nil }
        if mixture.routing == .softmaxOverAll, !mixture.normalisesTopProbabilities {
            return "llama.cpp scales the chosen experts' weights to add up to one, and this model "
                + "does not (norm_topk_prob)"
        }
        if !(0..<configuration.layerCount).allSatisfy(mixture.isSparse) {
            return "some layers have no experts, which llama.cpp's \(rawValue) does not know"
        }
        return nil
    }
}
