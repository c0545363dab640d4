import JSONText

extension ModelConfigurationReader {
    /// Refuses every setting that changes the computation into one that this engine does not have.
    ///
    /// config.json is an open list: anybody may add a field for an architecture derived from a
    /// family, and its reader is expected to notice. So known names are checked one by one, and
    /// unknown ones are refused where their name says that they are about the computation.
    func refuseWhatIsNotComputed(_ family: ModelFamily) throws {
        try refuseOtherArchitectures(family)
        for field in ["hidden_act", "hidden_activation"] {
            guard let value = present(field) else { continue }
            guard value == "silu" || value == "swish" else {
                throw bad(field, "\(value.text()) is not supported, only \"silu\"")
            }
        }
        guard present("quantization_config") == nil else {
            throw bad("quantization_config", "quantised checkpoints are not supported")
        }
        if let share = try number("partial_rotary_factor", in: json), share != 1 {
            throw bad("partial_rotary_factor", "a partial rotary embedding is not supported")
        }
        if present("is_causal") == false {
            throw bad("is_causal", "attention to later tokens is not supported")
        }
        var names: Set<String> = []
        for member in json.objectValue?.members ?? [] {
            // Readers differ in which of the two they take.
            guard names.insert(member.key).inserted else {
                throw bad(member.key, "it is there twice")
            }
            try refuseIfItMatters(member.key, member.value, family)
        }
    }

    private func refuseOtherArchitectures(_ family: ModelFamily) throws {
        if let names = present("architectures")?.arrayValue, !names.isEmpty {
            // An early spelling of Llama's differs in case.
            let known = names.contains {
                $0.stringValue?.lowercased() == family.architecture.lowercased()
            }
            guard known else {
                let found = names.map { $0.stringValue ?? $0.text() }.joined(separator: ", ")
                throw bad(
                    "architectures", "\(found) is not supported, only \(family.architecture)")
            }
        }
        for name in ["AutoModelForCausalLM", "AutoModel"]
        where json["auto_map"]?[name]?.isNull == false {
            throw bad("auto_map", "the model brings code of its own, which is not run")
        }
    }

    // MARK: Open list

    private func refuseIfItMatters(
        _ field: String, _ value: JSONValue, _ family: ModelFamily
    ) throws {
        let name = field.lowercased()
        guard !Self.readElsewhere.contains(name) else { return }
        if family.hasQueryKeyNorm, Self.queryKeyNorms.contains(name) { return }
        if family.hasMixture, Self.mixtureFields.contains(name) { return }
        if family == .qwen2, name == "qkv_bias" { return }
        if Self.scales.contains(where: name.contains) {
            guard value.isNull || value == false || value.doubleValue == 1 else {
                throw notSupported(field, value)
            }
        } else if Self.structures.contains(where: name.contains)
            || (!family.hasMixture && Self.experts.contains(where: name.contains))
        {
            guard Self.isOff(value) else { throw notSupported(field, value) }
        }
    }

    private func notSupported(_ field: String, _ value: JSONValue) -> ModelError {
        let text = value.text()
        return bad(field, "\(text.count > 40 ? "this setting" : text) is not supported")
    }

    private static func isOff(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .bool(let value): !value
        case .integer(let value): value == 0
        case .number(let value): value == 0
        case .string(let value): value.isEmpty || value == "none"
        case .array(let values): values.isEmpty
        case .object(let object): object.members.isEmpty
        }
    }

    /// Checked by their own readers, or without influence on what is computed here.
    private static let readElsewhere: Set<String> = [
        "quantization_config", "rope_scaling", "rope_parameters", "rope_theta",
        "partial_rotary_factor", "attention_bias", "mlp_bias", "sliding_window",
        "use_sliding_window", "max_window_layers", "rms_norm_eps",
        "original_max_position_embeddings",
        // Another norm's small number: none of these families has one.
        "layer_norm_eps", "layer_norm_epsilon", "norm_eps", "norm_epsilon",
        // Of training the base.
        "output_router_logits", "router_aux_loss_coef", "router_jitter_noise",
    ]

    private static let mixtureFields: Set<String> = [
        "norm_topk_prob", "num_local_experts", "num_experts", "num_experts_per_tok",
        "moe_intermediate_size",
    ]

    private static let queryKeyNorms: Set<String> = [
        "qk_norm", "use_qk_norm", "qk_layernorm", "use_qk_layernorm",
    ]

    /// Factors, for which 1 is off.
    private static let scales = [
        "multiplier", "scale", "scaling", "query_pre_attn_scalar", "pretraining_tp", "rotary_p",
    ]

    /// Parts that these families do not have, for which zero, false or nothing is off.
    private static let structures = [
        "softcap", "quantiz", "clip_qkv", "qkv_clip", "alibi", "mup", "interleave", "bidirectional",
        "parallel_attn", "parallel_residual", "sink", "bias", "norm", "rope", "rotary", "window",
        "shared_expert", "cross_attention", "is_encoder_decoder", "pruned_heads", "lora_rank",
        "mrope", "no_rope", "nope_", "first_k_dense", "dual_chunk", "position_embedding_type",
        "layer_drop", "mamba", "ssm", "conv_", "gated_attention", "attention_gate",
        "attn_temperature",
    ]

    /// In a family without experts.
    private static let experts = ["expert", "moe_", "router"]
}
