import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors
import TestSupport
import Testing

@Suite struct PEFTAdapterFileTests {
    private let folder: TemporaryFolder
    private let model = TinyModel.configuration

    init() throws { folder = try TemporaryFolder() }

    private var configurationPath: String {
        folder.url.appending(path: "adapter_config.json").path
    }
    private var weightsPath: String {
        folder.url.appending(path: "adapter_model.safetensors").path
    }

    /// Writes an adapter, changes its configuration, and gives the message that reading it throws.
    private func message(_ changes: [(String, JSONValue)]) throws -> String? {
        try PEFTAdapterFile.write(TinyModel.adapter(), to: folder.url, baseModel: "base")
        let file = URL(filePath: configurationPath)
        var object = try JSONValue.parse(Array(Data(contentsOf: file))).objectValue ?? JSONObject()
        for (field, value) in changes { object.set(field, value) }
        _ = try folder.write("adapter_config.json", JSONValue.object(object).text())
        return readMessage()
    }

    private func readMessage() -> String? {
        do {
            _ = try PEFTAdapterFile.read(folder.url, for: model)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [ProjectionModule.allCases, [.query, .value], [.down]])
    func whatIsWrittenIsReadBack(_ modules: [ProjectionModule]) throws {
        let adapter = TinyModel.adapter(rank: 5, modules: modules)
        try PEFTAdapterFile.write(adapter, to: folder.url, baseModel: "models/base")
        let read = try PEFTAdapterFile.read(folder.url, for: model)
        #expect(read.configuration.rank == 5 && read.configuration.alpha == 4)
        #expect(Set(read.configuration.targetModules) == Set(modules))
        #expect(read.parameters.entries == adapter.parameters.entries)
        #expect(read.parameters.values.copyToArray() == adapter.parameters.values.copyToArray())
    }

    @Test func filesAreThoseThatPEFTWrites() throws {
        let adapter = TinyModel.adapter(modules: [.query])
        try PEFTAdapterFile.write(adapter, to: folder.url, baseModel: "models/base")
        let json = try JSONValue.parse(
            Array(Data(contentsOf: URL(filePath: configurationPath))))
        #expect(json["peft_type"] == "LORA" && json["task_type"] == "CAUSAL_LM")
        #expect(json["r"] == 3 && json["lora_alpha"] == 4 && json["bias"] == "none")
        #expect(json["base_model_name_or_path"] == "models/base")
        #expect(json["target_modules"] == ["q_proj"])
        let file = try SafetensorsFile(URL(filePath: weightsPath))
        #expect(file.metadata == ["format": "pt"])
        let prefix = "base_model.model.model.layers.0.self_attn.q_proj"
        #expect(file.entry("\(prefix).lora_A.weight")?.shape == [3, 24])
        #expect(file.entry("\(prefix).lora_B.weight")?.shape == [32, 3])
        #expect(file.entries.count == 4)
    }

    @Test func spellingsOfTargetsAreUnderstood() throws {
        #expect(try message([("target_modules", "all-linear")]) == nil)
        let all = ProjectionModule.allCases.map { JSONValue.string($0.path) }
        #expect(try message([("target_modules", .array(all))]) == nil)
        let names = ProjectionModule.allCases.map(\.rawValue).joined(separator: "|")
        for pattern in [names, "(\(names))", ".*(\(names))", "^.*\\.(?:\(names))$"] {
            #expect(try message([("target_modules", .string(pattern))]) == nil)
        }
    }

    // MARK: Settings beside rank and targets

    @Test func settingsAreWrittenAndReadBack() throws {
        let configuration = LoRAConfiguration(
            rank: 4, alpha: 6.5, targetModules: [.query, .down], dropout: 0.1,
            usesRankStabilisedScale: true, layers: [1])
        #expect(configuration.scale == 3.25)
        let adapter = LoRAAdapter(configuration, for: model, seed: 3)
        #expect(adapter.parameters.entries.count == 4)
        #expect(adapter.parameters.entries.allSatisfy { $0.name.contains(".layers.1.") })
        try PEFTAdapterFile.write(adapter, to: folder.url, baseModel: "base")
        let read = try PEFTAdapterFile.read(folder.url, for: model)
        #expect(read.configuration == configuration)
        #expect(read.parameters.values.copyToArray() == adapter.parameters.values.copyToArray())
        let json = try JSONValue.parse(
            Array(Data(contentsOf: URL(filePath: configurationPath))))
        #expect(json["use_rslora"] == true && json["lora_dropout"] == 0.1)
        #expect(json["layers_to_transform"] == [1] && json["layers_pattern"] == "layers")
    }

    @Test func spellingsOfLayersAreUnderstood() throws {
        for layers in [[0, 1], nil, [], [1, 0, 1]] as [JSONValue] {
            for pattern in [nil, "layers", ["layers"], []] as [JSONValue] {
                let changes = [("layers_to_transform", layers), ("layers_pattern", pattern)]
                #expect(try message(changes) == nil)
            }
        }
        #expect(
            try message([("layers_to_transform", [0, 1]), ("layers_pattern", "blocks")])?
                .contains("layers_pattern \"blocks\" is not supported") == true)
        #expect(
            try message([("layers_to_transform", [0]), ("target_modules", "all-linear")])?
                .contains("layers_to_transform needs target_modules as a list") == true)
    }

    // MARK: Experts

    @Test(arguments: [ModelFamily.mixtral, .qwen3MoE])
    func everyExpertHasAPairOfItsOwn(_ family: ModelFamily) throws {
        let model = TinyFamilies.configuration(family)
        let configuration = LoRAConfiguration(
            rank: 2, alpha: 4, targetModules: [.value, .gate, .down])
        let adapter = LoRAAdapter(configuration, for: model, seed: 3)
        func shape(_ path: String) -> [Int]? {
            adapter.parameters.entry("base_model.model.model.layers.\(path).weight")?.shape
        }
        if family == .mixtral {
            #expect(shape("0.block_sparse_moe.experts.2.w1.lora_A") == [2, 16])
            #expect(shape("0.block_sparse_moe.experts.2.w1.lora_B") == [20, 2])
            #expect(shape("1.block_sparse_moe.experts.0.w2.lora_A") == [2, 20])
            #expect(adapter.parameters.entries.count == 3 * 2 * (1 + 2 * 3))
        } else {
            #expect(shape("0.mlp.experts.2.gate_proj.lora_A") == [2, 16])
            #expect(shape("0.mlp.experts.2.gate_proj.lora_B") == [12, 2])
            #expect(shape("2.mlp.experts.0.down_proj.lora_A") == [2, 12])
            // A layer without experts.
            #expect(shape("1.mlp.gate_proj.lora_B") == [20, 2])
            #expect(adapter.parameters.entries.count == 2 * (3 + 2 * 2 * 3 + 2))
        }
        try PEFTAdapterFile.write(adapter, to: folder.url, baseModel: "base")
        let json = try JSONValue.parse(
            Array(Data(contentsOf: URL(filePath: configurationPath))))
        #expect(
            json["target_modules"]
                == (family == .mixtral
                    ? ["v_proj", "w1", "w2"] : ["down_proj", "gate_proj", "v_proj"]))
        let read = try PEFTAdapterFile.read(folder.url, for: model)
        #expect(read.configuration == configuration && read.family == family)
        #expect(read.parameters.entries == adapter.parameters.entries)
        #expect(read.parameters.values.copyToArray() == adapter.parameters.values.copyToArray())

        var object = json.objectValue ?? JSONObject()
        object.set("target_modules", "all-linear")
        _ = try folder.write("adapter_config.json", JSONValue.object(object).text())
        let error = #expect(throws: ModelError.self) {
            try PEFTAdapterFile.read(folder.url, for: model)
        }
        #expect(error?.description.contains("would adapt the router, too") == true)
    }

    @Test func kindsThatWouldBeAppliedWronglyAreRefused() throws {
        let cases: [(String, JSONValue, String)] = [
            ("peft_type", "ADALORA", "peft_type is not LORA"),
            ("r", 0, "r is not a positive number"),
            ("r", "8", "r is not a positive number"),
            ("lora_alpha", nil, "lora_alpha is missing"),
            ("use_dora", true, "use_dora is not supported"),
            ("fan_in_fan_out", true, "fan_in_fan_out is not supported"),
            ("lora_bias", true, "lora_bias is not supported"),
            ("bias", "all", "bias \"all\" is not supported"),
            ("rank_pattern", ["q_proj": 4], "rank_pattern is not supported"),
            ("alpha_pattern", ["q_proj": 4], "alpha_pattern is not supported"),
            ("modules_to_save", ["lm_head"], "modules_to_save is not supported"),
            ("lora_dropout", 1, "lora_dropout is not a share between 0 and 1"),
            ("layers_to_transform", ["a"], "layers_to_transform is not a list of layers"),
            ("layers_to_transform", 2, "layers_to_transform names layer 2 of a model with 2"),
            ("layers_to_transform", [-1], "layers_to_transform names layer -1 of a model with 2"),
            ("target_parameters", ["x"], "target_parameters is not supported"),
            ("exclude_modules", ["x"], "exclude_modules is not supported"),
            ("layer_replication", [[0, 1]], "layer_replication is not supported"),
            ("init_lora_weights", "pissa", "init_lora_weights \"pissa\" is not supported"),
            ("target_modules", [], "target_modules is not a list of names"),
            ("target_modules", nil, "target_modules is not a list of names"),
            ("target_modules", ["lm_head"], "target module \"lm_head\" is not supported"),
            ("target_modules", ["w1"], "target module \"w1\" is not supported"),
            (
                "target_modules", ["layers.0.self_attn.q_proj"],
                "target module \"layers.0.self_attn.q_proj\" is not supported"
            ),
            ("target_modules", ".*(lm_head)", "target module \"lm_head\" is not supported"),
            (
                "target_modules", "q.*",
                "the pattern \"q.*\" in target_modules is not supported; list names"
            ),
            (
                "target_modules", ".*layers\\.[01]\\.self_attn\\.(q_proj|v_proj)",
                "the pattern \".*layers\\.[01]\\.self_attn\\.(q_proj|v_proj)\" in target_modules is "
                    + "not supported; list names"
            ),
        ]
        for (field, value, reason) in cases {
            #expect(
                try message([(field, value)])
                    == "\(configurationPath): \(reason). Use an adapter that was trained on this "
                    + "model.")
        }
    }

    @Test func adaptersOfOtherShapesAreRefused() throws {
        let name = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"
        #expect(
            try message([("r", 4)])
                == "\(weightsPath): tensor \"\(name)\" has shape [3, 24], but config.json asks for "
                + "[4, 24]. The two belong to different models.")
        let extra = "base_model.model.model.layers.0.mlp.down_proj.lora_A.weight"
        #expect(
            try message([("target_modules", ["q_proj", "k_proj"])])
                == "\(weightsPath): its tensor \"\(extra)\" has no place in the model. Use an "
                + "adapter that was trained on this model.")
        try PEFTAdapterFile.write(
            TinyModel.adapter(modules: [.query]), to: folder.url, baseModel: "")
        var deeper = model
        deeper.layerCount = 3
        let missing = "base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight"
        let error = #expect(throws: ModelError.self) {
            try PEFTAdapterFile.read(folder.url, for: deeper)
        }
        #expect(
            error?.description
                == "\(weightsPath) lacks the tensor \"\(missing)\". A shard is missing, or "
                + "config.json belongs to another model.")
    }

    @Test func missingAndBrokenFilesAreNamed() throws {
        #expect(
            readMessage()
                == "\(configurationPath) is missing: it holds the adapter's rank and targets. Point "
                + "to a complete Hugging Face folder.")
        _ = try folder.write("adapter_config.json", "{")
        #expect(
            readMessage()
                == "Cannot read \(configurationPath): it is not JSON: Expected a member's name in "
                + "double quotes (line 1, column 2).")
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let file = try folder.write("file", "kept")
        let target = file.appending(path: "adapter")
        let error = #expect(throws: ModelError.self) {
            try PEFTAdapterFile.write(TinyModel.adapter(), to: target, baseModel: "")
        }
        #expect(error?.description.hasPrefix("Cannot write \(target.path): ") == true)
        #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
    }

    @Test func startIsUniformAndSeeded() {
        let configuration = LoRAConfiguration(rank: 8, alpha: 16)
        #expect(configuration.scale == 2)
        let one = LoRAAdapter(configuration, for: model, seed: 4)
        for entry in one.parameters.entries {
            let values = slice(one.parameters.values, entry)
            if entry.name.hasSuffix("lora_B.weight") {
                #expect(values.allSatisfy { $0 == 0 })
            } else {
                let bound = 1 / Float(entry.shape[1]).squareRoot()
                #expect(values.allSatisfy { abs($0) <= bound })
                #expect((values.max() ?? 0) > 0.9 * bound && (values.min() ?? 0) < -0.9 * bound)
            }
        }
        let same = LoRAAdapter(configuration, for: model, seed: 4)
        let other = LoRAAdapter(configuration, for: model, seed: 5)
        #expect(same.parameters.values.copyToArray() == one.parameters.values.copyToArray())
        #expect(other.parameters.values.copyToArray() != one.parameters.values.copyToArray())
    }
}
