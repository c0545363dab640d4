import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing

/// Settings that change the computation are refused by name, others are not.
@Suite struct ModelRefusalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Gives why a file with these fields is refused.
    private func reason(_ text: String, _ family: ModelFamily = .llama) throws -> String? {
        let file = try folder.write(
            "config.json",
            """
            {"model_type": "\(family.rawValue)", "vocab_size": 24, "hidden_size": 128,
            "intermediate_size": 20, "num_hidden_layers": 3, "num_attention_heads": 8,
            "num_key_value_heads": 2, \(text)}
            """)
        do {
            _ = try ModelConfiguration(file: file)
            return nil
        } catch {
            let ending = ". The model is refused rather than run wrongly."
            #expect("\(error)".hasPrefix(file.path) && "\(error)".hasSuffix(ending))
            return String("\(error)".dropFirst(file.path.count).dropLast(ending.count))
        }
    }

    @Test(arguments: [
        #""pretraining_tp": 2"#, #""final_logit_softcapping": 30.0"#,
        #""attn_logit_softcapping": 50.0"#, #""query_pre_attn_scalar": 256"#,
        #""residual_multiplier": 0.22"#, #""embedding_multiplier": 12.0"#,
        #""attention_multiplier": 0.0078125"#, #""logits_scaling": 8.0"#, #""logit_scale": 0.0625"#,
        #""scale_emb": 12"#, #""scale_depth": 1.4"#, #""clip_qkv": 8.0"#, #""alibi": true"#,
        #""qk_layernorm": true"#, #""use_qk_norm": true"#, #""qkv_bias": true"#, #""bias": true"#,
        #""use_parallel_residual": true"#, #""shared_expert_intermediate_size": 64"#,
        #""num_local_experts": 8"#, #""n_routed_experts": 8"#, #""rope_interleaved": true"#,
        #""no_rope_layers": [1, 0, 1]"#, #""use_mrope": true"#, #""rope_local_base_freq": 1e4"#,
        #""q_lora_rank": 16"#, #""is_encoder_decoder": true"#,
        #""use_bidirectional_attention": true"#,
        #""attention_window": 64"#, #""attn_temperature_tuning": true"#,
    ])
    func settingsOfOtherArchitecturesAreRefused(_ member: String) throws {
        let field = member.split(separator: "\"")[0]
        let value = try JSONValue.parse(Array("{\(member)}".utf8))[String(field)]?.text() ?? ""
        #expect(
            try reason(member) == ", field \"\(field)\": \(value) is not supported")
    }

    /// What such fields say in checkpoints of the families themselves.
    @Test(arguments: [
        #""pretraining_tp": 1, "rope_interleaved": false, "is_llama_config": true"#,
        #""attention_dropout": 0.1, "initializer_range": 0.02, "use_cache": false"#,
        #""final_logit_softcapping": null, "residual_multiplier": 1.0, "use_mrope": false"#,
        #""router_jitter_noise": 0.1, "output_router_logits": true, "router_aux_loss_coef": 0.02"#,
        #""architectures": ["LlamaForCausalLM"], "torch_dtype": "bfloat16", "rope_scaling": null"#,
        #""architectures": ["LLaMAForCausalLM"], "hidden_act": "swish", "layer_norm_eps": 1e-5"#,
        #""temperature": 0.6, "top_p": 0.9, "pad_token_id": -1, "pruned_heads": {}"#,
        #""auto_map": {"AutoModelForSequenceClassification": "x.Y"}, "sliding_window": 4096"#,
        #""is_encoder_decoder": false, "cross_attention_hidden_size": null, "is_causal": true"#,
        #""rope_parameters": {"full_attention": {"rope_theta": 5e5, "rope_type": "default"}}"#,
        #""rope_theta": 5e5, "rope_scaling": {"type": "linear", "factor": 4.0, "finetuned": true}"#,
    ])
    func harmlessSettingsAreTolerated(_ members: String) throws {
        #expect(try reason(members) == nil)
    }

    @Test(arguments: [
        (#""hidden_act": "gelu""#, "hidden_act", "\"gelu\" is not supported, only \"silu\""),
        (
            #""hidden_activation": "gelu_pytorch_tanh""#, "hidden_activation",
            "\"gelu_pytorch_tanh\" is not supported, only \"silu\""
        ),
        (
            #""architectures": ["LlamaForSequenceClassification"]"#, "architectures",
            "LlamaForSequenceClassification is not supported, only LlamaForCausalLM"
        ),
        (
            #""auto_map": {"AutoModelForCausalLM": "x.Y"}"#, "auto_map",
            "the model brings code of its own, which is not run"
        ),
        (
            #""partial_rotary_factor": 0.5"#, "partial_rotary_factor",
            "a partial rotary embedding is not supported"
        ),
        (#""is_causal": false"#, "is_causal", "attention to later tokens is not supported"),
        (#""head_dim": 15"#, "head_dim", "15 is odd, and rotary embedding needs pairs"),
        (#""rms_norm_eps": 0"#, "rms_norm_eps", "expected a number between 0 and 1, found 0.0"),
        (#""rope_theta": -1"#, "rope_theta", "expected more than 1, found -1.0"),
        (#""tie_word_embeddings": 1"#, "tie_word_embeddings", "expected true or false, found 1"),
        (#""head_dim": 16, "head_dim": 8"#, "head_dim", "it is there twice"),
        (
            #""rope_scaling": {"type": "linear"}"#, "rope_scaling",
            "rope type linear needs \"factor\""
        ),
        (
            #""rope_scaling": {"type": "linear", "factor": 0}"#, "rope_scaling",
            "\"factor\" must be positive"
        ),
        (
            #""rope_scaling": {"type": "linear", "factor": 2}, "rope_parameters": {"rope_theta": 5}"#,
            "rope_scaling", "it says something else than rope_parameters"
        ),
        (
            #""rope_scaling": {"type": "yarn", "factor": 2, "beta_fast": 1, "beta_slow": 2}"#,
            "rope_scaling", "beta_fast must not be less than beta_slow, and both positive"
        ),
        (
            #""rope_scaling": {"type": "yarn", "factor": 2, "attn_factor": 2}"#, "rope_scaling",
            "\"attn_factor\" is not supported"
        ),
    ])
    func otherMistakesAreNamed(_ members: String, _ field: String, _ reason: String) throws {
        #expect(try self.reason(members) == ", field \"\(field)\": \(reason)")
    }

    @Test func headsMustDivideTheWidthUnlessTheirsIsTold() throws {
        let odd = #""num_attention_heads": 6"#
        // The first of two members would be taken, so this one replaces it.
        func file(_ more: String) throws -> URL {
            try folder.write(
                "config.json",
                """
                {"model_type": "llama", "vocab_size": 24, "hidden_size": 128, \(odd),
                "intermediate_size": 20, "num_hidden_layers": 3\(more)}
                """)
        }
        let error = #expect(throws: ModelError.self) { try ModelConfiguration(file: file("")) }
        #expect(
            error?.description.contains(
                "6 heads do not divide hidden_size 128, and there is no head_dim") == true)
        #expect(try ModelConfiguration(file: file(#", "head_dim": 20"#)).queryWidth == 120)
    }

    /// No file makes us overflow or list tensors for ever.
    @Test(arguments: [
        (#""num_hidden_layers": 2000000000"#, "num_hidden_layers"),
        (#""hidden_size": 2000000000"#, "hidden_size"),
        (#""intermediate_size": 2000000000"#, "intermediate_size"),
        (#""num_attention_heads": 2000000000"#, "num_attention_heads"),
        (#""head_dim": 2000000000"#, "head_dim"),
        (
            #""intermediate_size": 4000000, "hidden_size": 4000000, "num_hidden_layers": 1024"#,
            "hidden_size"
        ),
    ])
    func sizesBeyondEveryModelAreRefused(_ members: String, _ field: String) throws {
        var object = JSONObject()
        for (name, value) in [
            ("model_type", "llama"), ("vocab_size", 24), ("hidden_size", 128),
            ("intermediate_size", 20), ("num_hidden_layers", 3), ("num_attention_heads", 8),
        ] as [(String, JSONValue)] {
            object.append(name, value)
        }
        for member in try JSONValue.parse(Array("{\(members)}".utf8)).objectValue?.members ?? [] {
            object.set(member.key, member.value)
        }
        let file = try folder.write("config.json", JSONValue.object(object).text())
        let error = #expect(throws: ModelError.self) { try ModelConfiguration(file: file) }
        #expect(error?.description.hasPrefix("\(file.path), field \"\(field)\": ") == true)
    }
}
