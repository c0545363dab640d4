/// llama.cpp's name for a checkpoint's tensor.
struct GGUFTensorName: Equatable {
    let text: String
    /// Which of the matrices that llama.cpp has in one tensor; nil for a tensor of its own.
    var expert: Int?

    /// Nil for a tensor that llama.cpp has no name for.
    init?(_ name: String) {
        if let whole = Self.whole[name] {
            text = whole
            return
        }
        let prefix = "model.layers."
        guard name.hasPrefix(prefix) else { return nil }
        let parts = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let layer = Int(parts[0]),
            let suffix = [".weight", ".bias"].first(where: { parts[1].hasSuffix($0) })
        else { return nil }
        var path = parts[1].dropLast(suffix.count).split(separator: ".").map(String.init)
        if path.count == 4, path[1] == "experts", let number = Int(path[2]) {
            expert = number
            path.remove(at: 2)
        }
        guard let written = Self.inLayer[path.joined(separator: ".")] else { return nil }
        text = "blk.\(layer).\(written)\(suffix)"
    }

    private static let whole = [
        "model.embed_tokens.weight": "token_embd.weight",
        "model.norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
    ]

    private static let inLayer = [
        "input_layernorm": "attn_norm",
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm",
        "post_attention_layernorm": "ffn_norm",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
        "block_sparse_moe.gate": "ffn_gate_inp",
        "block_sparse_moe.experts.w1": "ffn_gate_exps",
        "block_sparse_moe.experts.w2": "ffn_down_exps",
        "block_sparse_moe.experts.w3": "ffn_up_exps",
        "mlp.gate": "ffn_gate_inp",
        "mlp.experts.gate_proj": "ffn_gate_exps",
        "mlp.experts.up_proj": "ffn_up_exps",
        "mlp.experts.down_proj": "ffn_down_exps",
    ]
}
