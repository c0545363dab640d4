import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing

/// What config.json and the tensors of every family mean.
@Suite struct ModelFamilyTests {
    private let folder: TemporaryFolder
    private var path: String { folder.url.appending(path: "config.json").path }

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ family: ModelFamily, _ changes: [(String, JSONValue)] = []
    ) throws -> ModelConfiguration {
        var object = JSONObject()
        for (field, value) in [
            ("vocab_size", 24), ("hidden_size", 128), ("intermediate_size", 20),
            ("num_hidden_layers", 3), ("num_attention_heads", 8), ("num_key_value_heads", 2),
        ] as [(String, JSONValue)] {
            object.append(field, value)
        }
        object.append("model_type", .string(family.rawValue))
        for (field, value) in changes { object.set(field, value) }
        return try ModelConfiguration(
            file: folder.write("config.json", JSONValue.object(object).text()))
    }

    private func message(_ family: ModelFamily, _ changes: [(String, JSONValue)]) -> String? {
        do {
            _ = try read(family, changes)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func refusal(_ field: String, _ reason: String) -> String {
        "\(path), field \"\(field)\": \(reason). The model is refused rather than run wrongly."
    }

    // MARK: Against transformers

    /// config.json and tensors as Resources/make_family_golden.py let transformers save them.
    @Test func tensorsAreThoseThatTransformersSaves() throws {
        let file = Bundle.module.bundleURL.appending(path: "Resources/family-golden.json")
        let cases = try JSONValue.parse(Array(Data(contentsOf: file))).arrayValue ?? []
        #expect(cases.count == 12)
        for golden in cases {
            let text = golden["config"]?.text() ?? ""
            let configuration = try ModelConfiguration(file: folder.write("config.json", text))
            let found = DecoderParameters.tensors(configuration)
                .map { "\($0.name) \($0.shape)" }.sorted()
            let expected = (golden["saved"]?.objectValue?.members ?? []).map {
                "\($0.key) \(($0.value.arrayValue ?? []).compactMap(\.intValue))"
            }.sorted()
            #expect(found == expected, "\(text)")
        }
    }

    /// Checkpoints in both spellings, whole and in shards, with adapters of PEFT's own.
    @Test(
        .enabled(
            if: SharedFixtures.has("fixtures/models"), Comment(rawValue: SharedFixtures.reason)),
        arguments: ["llama", "llama31", "mistral", "qwen2", "qwen3", "mixtral"])
    func referenceModelsAreRead(_ name: String) throws {
        let folder = SharedFixtures.url("fixtures/models/\(name)")
        let model = folder.appending(path: "model")
        let configuration = try ModelConfiguration(file: model.appending(path: "config.json"))
        #expect(name.hasPrefix(configuration.family.rawValue))
        _ = try CheckpointSource(folder: model, configuration: configuration)
        for adapter in ["adapter-initial", "adapter-after-10-steps"] {
            let adapter = try PEFTAdapterFile.read(
                folder.appending(path: adapter), for: configuration)
            #expect(adapter.configuration.scale == 2)
        }
    }

    @Test(arguments: ModelFamily.allCases)
    func whatIsWrittenIsReadBack(_ family: ModelFamily) throws {
        let configuration = TinyFamilies.configuration(family)
        let parameters = DecoderParameters.random(configuration, seed: 4)
        try ModelFolderWriter.write(parameters, configuration, type: .float32, to: folder.url)
        #expect(try ModelConfiguration(file: URL(filePath: path)) == configuration)
        let json = try JSONValue.parse(Array(Data(contentsOf: URL(filePath: path))))
        #expect(json["architectures"] == [.string(family.architecture)])
        let loaded = try DecoderParameters.load(configuration, from: folder.url)
        #expect(loaded.entries == parameters.entries)
        #expect(loaded.values.copyToArray() == parameters.values.copyToArray())
    }

    @Test func randomBiasesAreZeroAndNormsOne() {
        let parameters = DecoderParameters.random(TinyFamilies.configuration(.qwen3), seed: 4)
        func values(_ name: String) -> [Float] {
            parameters.entry("model.layers.1.self_attn.\(name)")
                .map { slice(parameters.values, $0) } ?? []
        }
        #expect(values("o_proj.bias") == [Float](repeating: 0, count: 16))
        #expect(values("q_norm.weight") == [Float](repeating: 1, count: 8))
    }

    // MARK: What is absent

    @Test func absentFieldsAreTheFamilysOwn() throws {
        #expect(try read(.llama).contextLength == 2_048)
        #expect(try read(.mixtral).contextLength == 131_072)
        #expect(try read(.mixtral).ropeTheta == 1_000_000)
        #expect(try read(.mixtral).rmsNormEpsilon == 1e-5)
        #expect(try read(.qwen3).headWidth == 128)
        #expect(try read(.qwen3MoE).headWidth == 16)
        #expect(try read(.mistral).slidingWindow == 4_096)
        #expect(try read(.mistral, [("sliding_window", nil)]).slidingWindow == nil)
        #expect(try read(.mixtral).slidingWindow == nil)
        #expect(try read(.qwen2).biasedModules == [.query, .key, .value])
        let mixtral = try read(.mixtral).mixture
        #expect(mixtral?.expertCount == 8 && mixtral?.expertsPerToken == 2)
        #expect(mixtral?.expertIntermediateSize == 20 && mixtral?.routing == .softmaxOverTop)
        let qwen = try read(.qwen3MoE).mixture
        #expect(qwen?.expertCount == 128 && qwen?.expertsPerToken == 8)
        #expect(qwen?.expertIntermediateSize == 768 && qwen?.routing == .softmaxOverAll)
        #expect(qwen?.normalisesTopProbabilities == false)
        var object: [(String, JSONValue)] = [("num_attention_heads", 64)]
        object.append(("num_key_value_heads", nil))
        #expect(try read(.mistral, object).keyValueHeadCount == 64)
    }

    // MARK: Windows

    @Test func windowsSlideWhereTheFamilySaysSo() throws {
        func windows(_ family: ModelFamily, _ changes: [(String, JSONValue)]) throws -> [Int?] {
            let configuration = try read(family, changes)
            return (0..<3).map { configuration.slidingWindow(layer: $0) }
        }
        let window: (String, JSONValue) = ("sliding_window", 16)
        let on: (String, JSONValue) = ("use_sliding_window", true)
        #expect(try windows(.llama, [window]) == [nil, nil, nil])
        #expect(try windows(.mistral, [window]) == [16, 16, 16])
        #expect(try windows(.mixtral, [window]) == [16, 16, 16])
        for family in [ModelFamily.qwen2, .qwen3] {
            #expect(try windows(family, [window]) == [nil, nil, nil])
            #expect(try windows(family, [window, on]) == [nil, nil, nil])
            #expect(try windows(family, [window, on, ("max_window_layers", 2)]) == [nil, nil, 16])
            #expect(try windows(family, [window, on, ("max_window_layers", 0)]) == [16, 16, 16])
            let types: JSONValue = ["sliding_attention", "full_attention", "full_attention"]
            #expect(
                try windows(family, [window, on, ("layer_types", types)]) == [16, nil, nil])
            #expect(
                message(family, [window, ("layer_types", types)])
                    == refusal(
                        "layer_types",
                        "layers slide, but use_sliding_window or sliding_window is off"))
        }
        #expect(try windows(.qwen3MoE, [window]) == [nil, nil, nil])
        #expect(try windows(.qwen3MoE, [window, on]) == [16, 16, 16])
    }

    @Test func layerTypesMustFitTheFamily() {
        let full: JSONValue = "full_attention"
        func refused(_ types: JSONValue, _ reason: String, _ family: ModelFamily = .qwen3) -> Bool {
            message(family, [("layer_types", types)]) == refusal("layer_types", reason)
        }
        #expect(refused("all", "expected a list, found \"all\""))
        #expect(refused([full], "it lists 1 of 3 layers"))
        #expect(
            refused(
                [full, "chunked_attention", full],
                "\"chunked_attention\" is not supported, only \"full_attention\" and "
                    + "\"sliding_attention\""))
        #expect(
            refused(
                [full, full, full], "the mistral family has a window of 4096 in every layer",
                .mistral))
        #expect(
            refused(
                [full, "sliding_attention", full], "the llama family has no window in every layer",
                .llama))
        #expect(message(.llama, [("layer_types", [full, full, full])]) == nil)
    }

    // MARK: Biases

    @Test func biasesAreTheFamilysOwn() throws {
        let attention: (String, JSONValue) = ("attention_bias", true)
        let feedForward: (String, JSONValue) = ("mlp_bias", true)
        let four: Set<ProjectionModule> = [.query, .key, .value, .output]
        #expect(try read(.llama, [attention]).biasedModules == four)
        #expect(try read(.llama, [feedForward]).biasedModules == [.gate, .up, .down])
        #expect(try read(.qwen3, [attention]).biasedModules == four)
        #expect(try read(.qwen3MoE, [attention]).biasedModules == four)
        #expect(try read(.qwen2, [attention]).biasedModules == [.query, .key, .value])
        #expect(
            message(.mistral, [attention])
                == refusal("attention_bias", "the mistral family has no biases"))
        #expect(
            message(.qwen3, [feedForward])
                == refusal("mlp_bias", "the qwen3 family has no biases in its feed-forward"))
        #expect(
            message(.qwen2, [("qkv_bias", false)])
                == refusal("qkv_bias", "the qwen2 family always has these biases"))
    }

    // MARK: Experts

    @Test func sparseLayersFollowStepAndList() throws {
        let configuration = try read(
            .qwen3MoE,
            [
                ("num_hidden_layers", 8), ("decoder_sparse_step", 2), ("mlp_only_layers", [3]),
                ("num_experts", 4), ("num_local_experts", 4), ("num_experts_per_tok", 2),
                ("norm_topk_prob", true), ("moe_intermediate_size", 12),
            ])
        #expect((0..<8).filter(configuration.isSparse) == [1, 5, 7])
        #expect(configuration.mixture?.normalisesTopProbabilities == true)
        #expect(try !read(.qwen3).isSparse(layer: 0))
    }

    @Test func expertsThatCannotBeChosenAreRefused() {
        #expect(
            message(.mixtral, [("num_local_experts", 2), ("num_experts_per_tok", 3)])
                == refusal("num_experts_per_tok", "3 of 2 experts cannot be chosen"))
        #expect(
            message(.qwen3MoE, [("num_local_experts", 16), ("num_experts", 8)])
                == refusal("num_experts", "num_local_experts says 16, this 8"))
        #expect(
            message(.qwen3MoE, [("mlp_only_layers", [0, "a"])])
                == refusal("mlp_only_layers", "expected a list of layers, found [0,\"a\"]"))
        #expect(
            message(.mixtral, [("num_local_experts", 5_000)])
                == refusal("num_local_experts", "5000 is beyond the 1024 that this engine accepts"))
    }

    // MARK: Ends of sequence

    @Test func endsOfGenerationAreAdded() throws {
        let ends: [(String, JSONValue)] = [("eos_token_id", [9, 2])]
        _ = try folder.write("generation_config.json", #"{"eos_token_id": [2, 5, 9]}"#)
        #expect(try read(.llama, ends).endOfSequence == [9, 2, 5])
        _ = try folder.write("generation_config.json", #"{"eos_token_id": 7}"#)
        #expect(try read(.llama, ends).endOfSequence == [9, 2, 7])
        #expect(try read(.llama).endOfSequence == [7])
        _ = try folder.write("generation_config.json", #"{"temperature": 1}"#)
        #expect(try read(.llama, ends).endOfSequence == [9, 2])
        let damaged = try folder.write("generation_config.json", "{]")
        #expect(message(.llama, ends)?.hasPrefix("Cannot read \(damaged.path): ") == true)
    }
}
