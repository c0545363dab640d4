import JSONText

/// Reads config.json's fields and remembers where from, for messages.
///
/// What a field means when it is absent is what transformers' configuration class of the family
/// says; a checkpoint need not repeat it.
struct ModelConfigurationReader {
    let json: JSONValue
    let path: String

    func configuration() throws -> ModelConfiguration {
        let type = json["model_type"]?.stringValue ?? ""
        guard let family = ModelFamily(rawValue: type) else {
            throw ModelError.unknownFamily(path: path, family: type)
        }
        try refuseWhatIsNotComputed(family)
        let defaults = FamilyDefaults(family)
        let hiddenSize = try size("hidden_size", atMost: Limit.width)
        let headCount = try size("num_attention_heads", atMost: Limit.heads)
        let keyValueHeadCount = try keyValueHeadCount(defaults, headCount: headCount)
        let layerCount = try size("num_hidden_layers", atMost: Limit.layers)
        let contextLength = try optionalSize("max_position_embeddings") ?? defaults.contextLength
        let (window, slidingLayers) = try sliding(family, defaults, layerCount: layerCount)
        let (theta, scaling) = try rope(defaults, contextLength: contextLength)
        let configuration = ModelConfiguration(
            family: family, vocabularySize: try size("vocab_size"), hiddenSize: hiddenSize,
            intermediateSize: try size("intermediate_size", atMost: Limit.width),
            layerCount: layerCount, headCount: headCount, keyValueHeadCount: keyValueHeadCount,
            headWidth: try headWidth(defaults, hiddenSize: hiddenSize, headCount: headCount),
            contextLength: contextLength, rmsNormEpsilon: try epsilon(defaults),
            ropeTheta: theta, ropeScaling: scaling,
            tiesEmbeddings: try flag("tie_word_embeddings"),
            beginningOfSequence: Self.tokenIDs(json["bos_token_id"]).first,
            endOfSequence: Self.tokenIDs(json["eos_token_id"]), slidingWindow: window,
            slidingLayers: slidingLayers, biasedModules: try biasedModules(family),
            mixture: try mixture(family))
        try checkSize(configuration)
        return configuration
    }

    /// A number or a list of numbers; what no token can be is left out.
    static func tokenIDs(_ value: JSONValue?) -> [Int32] {
        (value?.arrayValue ?? value.map { [$0] } ?? []).compactMap {
            $0.intValue.flatMap { Int32(exactly: $0) }
        }
    }

    // MARK: Heads

    private func keyValueHeadCount(_ defaults: FamilyDefaults, headCount: Int) throws -> Int {
        // Absent and null differ: null means one key-value head a query head in every family.
        let absent = json["num_key_value_heads"] == nil ? defaults.keyValueHeadCount : nil
        let count =
            try optionalSize("num_key_value_heads", atMost: Limit.heads) ?? absent ?? headCount
        guard headCount % count == 0 else {
            throw bad("num_key_value_heads", "\(headCount) heads cannot share \(count)")
        }
        return count
    }

    private func headWidth(
        _ defaults: FamilyDefaults, hiddenSize: Int, headCount: Int
    ) throws -> Int {
        let told = try optionalSize("head_dim", atMost: Limit.width) ?? defaults.headWidth
        guard told != nil || hiddenSize % headCount == 0 else {
            throw bad(
                "num_attention_heads",
                "\(headCount) heads do not divide hidden_size \(hiddenSize), and there is no "
                    + "head_dim")
        }
        let width = told ?? hiddenSize / headCount
        guard width % 2 == 0 else {
            throw bad("head_dim", "\(width) is odd, and rotary embedding needs pairs")
        }
        return width
    }

    private func epsilon(_ defaults: FamilyDefaults) throws -> Float {
        let value = try number("rms_norm_eps", in: json) ?? defaults.rmsNormEpsilon
        guard value > 0, value < 1 else {
            throw bad("rms_norm_eps", "expected a number between 0 and 1, found \(value)")
        }
        return Float(value)
    }

    // MARK: Biases

    /// Which projections add a bias, in transformers' own modules of the family.
    private func biasedModules(_ family: ModelFamily) throws -> Set<ProjectionModule> {
        var modules = family.alwaysBiasedModules
        switch family {
        case .llama, .qwen3, .qwen3MoE:
            if try flag("attention_bias") { modules.formUnion([.query, .key, .value, .output]) }
        case .qwen2:
            if json["qkv_bias"]?.boolValue == false {
                throw bad("qkv_bias", "the qwen2 family always has these biases")
            }
        case .mistral, .mixtral:
            try refuseFlag("attention_bias", "the \(family.rawValue) family has no biases")
        }
        if family == .llama {
            if try flag("mlp_bias") { modules.formUnion([.gate, .up, .down]) }
        } else {
            try refuseFlag(
                "mlp_bias", "the \(family.rawValue) family has no biases in its feed-forward")
        }
        return modules
    }

    private func refuseFlag(_ field: String, _ reason: String) throws {
        if try flag(field) { throw bad(field, reason) }
    }

    // MARK: Experts

    private func mixture(_ family: ModelFamily) throws -> MixtureConfiguration? {
        guard family.hasMixture else { return nil }
        let isMixtral = family == .mixtral
        // Both names are in use for both families: transformers 5 writes one where 4 wrote the
        // other.
        let names = ["num_local_experts", "num_experts"]
        let counts = try names.compactMap { try optionalSize($0, atMost: Limit.experts) }
        guard Set(counts).count <= 1 else {
            throw bad(names[1], "\(names[0]) says \(counts[0]), this \(counts[1])")
        }
        let expertCount = counts.first ?? (isMixtral ? 8 : 128)
        let perToken = try optionalSize("num_experts_per_tok") ?? (isMixtral ? 2 : 8)
        guard perToken <= expertCount else {
            throw bad(
                "num_experts_per_tok", "\(perToken) of \(expertCount) experts cannot be chosen")
        }
        if isMixtral {
            return MixtureConfiguration(
                expertCount: expertCount, expertsPerToken: perToken,
                expertIntermediateSize: try size("intermediate_size", atMost: Limit.width),
                routing: .softmaxOverTop)
        }
        return MixtureConfiguration(
            expertCount: expertCount, expertsPerToken: perToken,
            expertIntermediateSize: try optionalSize(
                "moe_intermediate_size", atMost: Limit.width) ?? 768,
            normalisesTopProbabilities: try flag("norm_topk_prob"), routing: .softmaxOverAll,
            sparseStep: try optionalSize("decoder_sparse_step") ?? 1,
            denseLayers: try denseLayers())
    }

    private func denseLayers() throws -> Set<Int> {
        guard let value = present("mlp_only_layers") else { return [] }
        let layers = value.arrayValue?.map(\.intValue) ?? [nil]
        guard !layers.contains(nil) else {
            throw bad("mlp_only_layers", "expected a list of layers, found \(value.text())")
        }
        return Set(layers.compactMap { $0 })
    }
}
