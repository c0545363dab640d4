import Exporters
import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing

@Suite struct GGUFExportTests {
    /// Rows as llama.cpp wants them, by the definition: (head, half, pair) becomes
    /// (head, pair, half).
    private func interleaved(_ values: [Float], heads: Int, headWidth: Int) -> [Float] {
        let width = values.count / (heads * headWidth)
        var result: [Float] = []
        for head in 0..<heads {
            for pair in 0..<headWidth / 2 {
                for half in 0..<2 {
                    let row = (head * 2 + half) * headWidth / 2 + pair
                    result += values[row * width..<(row + 1) * width]
                }
            }
        }
        return result
    }

    private func number(_ file: GGUFReader, _ key: String) -> Double? {
        if case .number(let number) = file.metadata[key] { number } else { nil }
    }

    // MARK: Values

    @Test func llamaTensorsKeepTheirValuesUnderLlamaCppNames() throws {
        let model = try SmallModel()
        let (report, file) = try model.export()
        for (name, values) in model.values {
            let shape = try #require(model.shapes[name])
            let written =
                try #require(
                    [
                        "model.embed_tokens": "token_embd", "model.norm": "output_norm",
                        "model.layers.0.input_layernorm": "blk.0.attn_norm",
                        "model.layers.0.post_attention_layernorm": "blk.0.ffn_norm",
                        "model.layers.0.self_attn.q_proj": "blk.0.attn_q",
                        "model.layers.0.self_attn.k_proj": "blk.0.attn_k",
                        "model.layers.0.self_attn.v_proj": "blk.0.attn_v",
                        "model.layers.0.self_attn.o_proj": "blk.0.attn_output",
                        "model.layers.0.mlp.gate_proj": "blk.0.ffn_gate",
                        "model.layers.0.mlp.up_proj": "blk.0.ffn_up",
                        "model.layers.0.mlp.down_proj": "blk.0.ffn_down",
                    ][name.dropLast(".weight".count).replacing("layers.1.", with: "layers.0.")]
                ) + ".weight"
            let own =
                name.contains("layers.1.") ? written.replacing("blk.0.", with: "blk.1.") : written
            #expect(file.tensors[own]?.dimensions == shape.reversed(), "\(own)")
            var expected = values
            if name.hasSuffix("q_proj.weight") {
                expected = interleaved(values, heads: 4, headWidth: 8)
            } else if name.hasSuffix("k_proj.weight") {
                expected = interleaved(values, heads: 2, headWidth: 8)
            }
            #expect(try file.floats(own) == expected, "\(own)")
        }
        // A tied head is not written: llama.cpp then takes the embedding.
        #expect(file.tensors["output.weight"] == nil)
        #expect(file.tensors.count == model.values.count)
        #expect(report.tensorCount == model.values.count)
        #expect(report.parameterCount == model.values.values.reduce(0) { $0 + $1.count })
        #expect(report.byteCount == file.byteCount)
        #expect(report.tokenizer == "none")
        #expect(report.warnings.isEmpty)
    }

    @Test(arguments: [(GGUFWeightType.float16, 1, 1), (.bfloat16, 30, 32)])
    func matricesTakeTheTypeAndNormsStay(_ type: GGUFWeightType, _ code: Int, _ fileType: Int)
        throws
    {
        let model = try SmallModel()
        let (_, file) = try model.export(type)
        for (name, tensor) in file.tensors {
            #expect(tensor.typeCode == (tensor.dimensions.count == 1 ? 0 : code), "\(name)")
        }
        #expect(number(file, "general.file_type") == Double(fileType))
        let values = try #require(model.values["model.embed_tokens.weight"])
        let rounded = values.map { value -> Float in
            if type == .float16 { return Float(Float16(value)) }
            let bits = value.bitPattern
            return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
        }
        #expect(try file.floats("token_embd.weight") == rounded)
        #expect(try file.floats("output_norm.weight") == model.values["model.norm.weight"])
    }

    @Test func blocksThatDoNotDivideARowBecomeHalves() throws {
        let (_, file) = try SmallModel().export(.blocks8)
        #expect(file.tensors["blk.0.ffn_up.weight"]?.typeCode == 8)
        // Rows of 48.
        #expect(file.tensors["blk.0.ffn_down.weight"]?.typeCode == 1)
        #expect(file.tensors["blk.0.attn_norm.weight"]?.typeCode == 0)
    }

    @Test func halvesThatOverflowAreRefusedByTensor() throws {
        let count = 300 * 32
        let model = try SmallModel(
            values: ["model.embed_tokens.weight": [Float](repeating: 70_000, count: count)])
        #expect(
            message { _ = try model.export(.float16) }
                == "Tensor \"token_embd.weight\" holds 70000.0, which 16-bit floats cannot. Export "
                + "with --type bf16 or f32.")
        #expect(
            !FileManager.default.fileExists(
                atPath: model.folder.url.appending(path: "out.gguf").path))
    }

    // MARK: Metadata

    @Test func hyperparametersAreComplete() throws {
        let (_, file) = try SmallModel().export()
        #expect(file.version == 3)
        #expect(file.metadata["general.architecture"] == .text("llama"))
        #expect(file.metadata["general.name"] == .text("small"))
        #expect(file.metadata["general.type"] == .text("model"))
        for (key, value) in [
            ("vocab_size", 300), ("context_length", 128), ("embedding_length", 32),
            ("block_count", 2), ("feed_forward_length", 48), ("attention.head_count", 4),
            ("attention.head_count_kv", 2), ("rope.dimension_count", 8),
        ] {
            #expect(number(file, "llama.\(key)") == Double(value), "\(key)")
            #expect(file.typeCodes["llama.\(key)"] == 4, "\(key)")
        }
        #expect(number(file, "llama.rope.freq_base") == 10_000)
        #expect(number(file, "llama.attention.layer_norm_rms_epsilon") == Double(Float(1e-5)))
        #expect(file.metadata["llama.attention.key_length"] == nil)
        #expect(file.metadata.keys.contains { $0.contains("scaling") } == false)
    }

    @Test func headWidthOfItsOwnIsTold() throws {
        let (_, file) = try SmallModel([("head_dim", 16)]).export()
        #expect(number(file, "llama.attention.key_length") == 16)
        #expect(number(file, "llama.attention.value_length") == 16)
        #expect(number(file, "llama.rope.dimension_count") == 16)
    }

    @Test func untiedHeadIsWritten() throws {
        let model = try SmallModel([("tie_word_embeddings", false)])
        let (_, file) = try model.export()
        #expect(try file.floats("output.weight") == model.values["lm_head.weight"])
    }

    // MARK: Rotary scaling

    @Test func llama31ScalingIsATensorOfFactors() throws {
        let model = try SmallModel([
            (
                "rope_scaling",
                [
                    "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
                    "high_freq_factor": 4.0, "original_max_position_embeddings": 64,
                ]
            )
        ])
        let (_, file) = try model.export(.float16)
        #expect(file.tensors["rope_freqs.weight"]?.typeCode == 0)
        let factors = try file.floats("rope_freqs.weight")
        #expect(factors.count == 4)
        // Wavelengths 2π·10000^(i/4) against 64 / 4 and 64 / 1: kept, blended, slowed, slowed.
        #expect(factors[0] == 1)
        let smooth = (64 / (2 * Double.pi * 10) - 1) / 3
        #expect(abs(Double(factors[1]) - 1 / ((1 - smooth) / 8 + smooth)) < 1e-4)
        #expect(factors[2...].allSatisfy { abs($0 - 8) < 1e-5 })
        #expect(file.metadata["llama.rope.scaling.type"] == nil)
    }

    @Test func linearAndYarnScalingAreKeys() throws {
        let linear = try SmallModel([
            ("rope_scaling", ["rope_type": "linear", "factor": 2.0])
        ]).export().file
        #expect(linear.metadata["llama.rope.scaling.type"] == .text("linear"))
        #expect(number(linear, "llama.rope.scaling.factor") == 2)
        let yarn = try SmallModel([
            (
                "rope_scaling",
                [
                    "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32,
                    "beta_fast": 16.0,
                ]
            )
        ]).export().file
        #expect(yarn.metadata["llama.rope.scaling.type"] == .text("yarn"))
        #expect(number(yarn, "llama.rope.scaling.factor") == 4)
        #expect(number(yarn, "llama.rope.scaling.original_context_length") == 32)
        #expect(number(yarn, "llama.rope.scaling.attn_factor") == 1)
        #expect(number(yarn, "llama.rope.scaling.yarn_beta_fast") == 16)
        #expect(number(yarn, "llama.rope.scaling.yarn_beta_slow") == 1)
    }

    // MARK: Adapters

    @Test func adapterIsAddedBeforeRowsAreReordered() throws {
        let model = try SmallModel()
        let (url, adapter) = try model.adapter([.query, .value, .down])
        let (_, file) = try model.export(adapter: url)
        for (module, heads) in [
            ("self_attn.q_proj", 4), ("self_attn.v_proj", 0), ("mlp.down_proj", 0),
        ] {
            let name = "model.layers.1.\(module).weight"
            var expected = try #require(model.values[name])
            let (a, b) = try #require(adapter.matrices(changing: name))
            let width = a.shape[1]
            for row in 0..<b.shape[0] {
                for column in 0..<width {
                    var sum: Float = 0
                    for place in 0..<2 {
                        sum +=
                            adapter.parameters.pointer(b)[row * 2 + place]
                            * adapter.parameters.pointer(a)[place * width + column]
                    }
                    // alpha 6 over rank 2.
                    expected[row * width + column] += 3 * sum
                }
            }
            if heads > 0 { expected = interleaved(expected, heads: heads, headWidth: 8) }
            let written = [
                "self_attn.q_proj": "attn_q", "self_attn.v_proj": "attn_v",
                "mlp.down_proj": "ffn_down",
            ]
            let floats = try file.floats("blk.1.\(try #require(written[module])).weight")
            #expect(zip(floats, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(module)")
        }
        #expect(
            try file.floats("blk.1.ffn_up.weight")
                == model.values["model.layers.1.mlp.up_proj.weight"])
    }

    @Test func adapterOfAnotherModelIsRefused() throws {
        let other = try SmallModel([("hidden_size", 64)])
        let (url, _) = try other.adapter([.query])
        let words = message { _ = try SmallModel().export(adapter: url) }
        #expect(words?.contains("has shape [2, 64], but config.json asks for [2, 32]") == true)
    }

    // MARK: Families

    @Test func qwen2HasBiasesAndKeepsItsRows() throws {
        let model = try SmallModel([("model_type", "qwen2")])
        let (report, file) = try model.export(.float16)
        #expect(report.architecture == "qwen2")
        #expect(number(file, "qwen2.block_count") == 2)
        for module in ["q", "k", "v"] {
            let bias = "model.layers.1.self_attn.\(module)_proj.bias"
            #expect(try file.floats("blk.1.attn_\(module).bias") == model.values[bias])
        }
        #expect(
            try file.floats("blk.0.attn_q.weight")
                == model.values["model.layers.0.self_attn.q_proj.weight"]?.map {
                    Float(Float16($0))
                })
    }

    @Test func llamaBiasesAreReorderedWithTheirRows() throws {
        let model = try SmallModel([("attention_bias", true)])
        let (_, file) = try model.export()
        let query = try #require(model.values["model.layers.0.self_attn.q_proj.bias"])
        #expect(
            try file.floats("blk.0.attn_q.bias") == interleaved(query, heads: 4, headWidth: 8))
        #expect(
            try file.floats("blk.0.attn_v.bias")
                == model.values["model.layers.0.self_attn.v_proj.bias"])
    }

    @Test func qwen3HasNormsOfQueriesAndKeys() throws {
        let model = try SmallModel([("model_type", "qwen3"), ("head_dim", 16)])
        let (report, file) = try model.export(.bfloat16)
        #expect(report.architecture == "qwen3")
        for side in ["q", "k"] {
            #expect(file.tensors["blk.1.attn_\(side)_norm.weight"]?.typeCode == 0)
            #expect(
                try file.floats("blk.1.attn_\(side)_norm.weight")
                    == model.values["model.layers.1.self_attn.\(side)_norm.weight"])
        }
    }

    private static let qwen3MoE: [(String, JSONValue)] = [
        ("model_type", "qwen3_moe"), ("num_experts", 3), ("num_experts_per_tok", 2),
        ("moe_intermediate_size", 32), ("norm_topk_prob", true), ("head_dim", 8),
    ]

    @Test(arguments: [true, false])
    func expertsAreStackedInOneTensor(_ isMixtral: Bool) throws {
        let model = try SmallModel(
            isMixtral
                ? [
                    ("model_type", "mixtral"), ("num_local_experts", 3),
                    ("num_experts_per_tok", 2),
                ] : Self.qwen3MoE)
        let (report, file) = try model.export(.float32)
        let architecture = isMixtral ? "llama" : "qwen3moe"
        #expect(report.architecture == architecture)
        #expect(number(file, "\(architecture).expert_count") == 3)
        #expect(number(file, "\(architecture).expert_used_count") == 2)
        #expect(
            number(file, "\(architecture).expert_feed_forward_length") == (isMixtral ? nil : 32))
        let path = isMixtral ? "block_sparse_moe" : "mlp"
        for (written, own) in [
            ("gate", isMixtral ? "w1" : "gate_proj"), ("down", isMixtral ? "w2" : "down_proj"),
            ("up", isMixtral ? "w3" : "up_proj"),
        ] {
            let names = (0..<3).map { "model.layers.1.\(path).experts.\($0).\(own).weight" }
            let tensor = "blk.1.ffn_\(written)_exps.weight"
            #expect(file.tensors[tensor]?.dimensions.last == 3)
            #expect(try file.floats(tensor) == names.flatMap { model.values[$0] ?? [] })
        }
        #expect(
            try file.floats("blk.1.ffn_gate_inp.weight")
                == model.values["model.layers.1.\(path).gate.weight"])
        // Which expert is chosen hangs on small differences.
        #expect(try model.export(.float16).file.tensors["blk.1.ffn_gate_inp.weight"]?.typeCode == 0)
        #expect(file.tensors["blk.1.ffn_gate.weight"] == nil)
    }

    @Test func slidingWindowIsToldAndNoted() throws {
        let (report, file) = try SmallModel([
            ("model_type", "mistral"), ("sliding_window", 16), ("head_dim", 8),
        ]).export()
        #expect(report.architecture == "llama")
        #expect(number(file, "llama.attention.sliding_window") == 16)
        #expect(
            report.warnings == [
                "llama.cpp's llama has no sliding window: beyond 16 tokens it attends to more "
                    + "than this model does"
            ])
        let wide = try SmallModel([
            ("model_type", "mistral"), ("sliding_window", 4_096), ("head_dim", 8),
        ]).export()
        #expect(wide.report.warnings.isEmpty)
    }

    @Test func whatLlamaCppComputesOtherwiseIsRefused() throws {
        func words(_ fields: [(String, JSONValue)]) throws -> String {
            let model = try SmallModel(fields)
            let path = model.url.appending(path: "config.json").path
            return message { _ = try model.export() }?.replacing(path + ": ", with: "")
                ?? "accepted"
        }
        let end = ". llama.cpp would compute something else, so the model is not exported."
        #expect(
            try words(Self.qwen3MoE.filter { $0.0 != "norm_topk_prob" })
                == "llama.cpp scales the chosen experts' weights to add up to one, and this model "
                + "does not (norm_topk_prob)" + end)
        #expect(
            try words(Self.qwen3MoE + [("mlp_only_layers", [0])])
                == "some layers have no experts, which llama.cpp's qwen3moe does not know" + end)
        #expect(
            try words([("model_type", "qwen3"), ("head_dim", 8), ("attention_bias", true)])
                == "llama.cpp's qwen3 has no biases in attention" + end)
        #expect(
            try words([
                ("model_type", "qwen2"),
                (
                    "rope_scaling",
                    [
                        "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
                        "high_freq_factor": 4.0, "original_max_position_embeddings": 64,
                    ]
                ),
            ]) == "llama.cpp's qwen2 has no rotary scaling of type llama3" + end)
    }

    @Test func missingModelIsNamed() throws {
        let folder = try TemporaryFolder()
        let words = message {
            _ = try GGUFExport(model: folder.url).write(
                to: folder.url.appending(path: "out.gguf"))
        }
        #expect(
            words
                == "\(folder.url.path)/config.json is missing: it holds the model's shape. Point to a "
                + "complete Hugging Face folder.")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
