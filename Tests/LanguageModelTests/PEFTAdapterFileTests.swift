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
    }

    @Test func kindsThatWouldBeAppliedWronglyAreRefused() throws {
        let cases: [(String, JSONValue, String)] = [
            ("peft_type", "ADALORA", "peft_type is not LORA"),
            ("r", 0, "r is not a positive number"),
            ("r", "8", "r is not a positive number"),
            ("lora_alpha", nil, "lora_alpha is missing"),
            ("use_dora", true, "use_dora is not supported"),
            ("use_rslora", true, "use_rslora is not supported"),
            ("fan_in_fan_out", true, "fan_in_fan_out is not supported"),
            ("lora_bias", true, "lora_bias is not supported"),
            ("bias", "all", "bias \"all\" is not supported"),
            ("rank_pattern", ["q_proj": 4], "rank_pattern is not supported"),
            ("alpha_pattern", ["q_proj": 4], "alpha_pattern is not supported"),
            ("modules_to_save", ["lm_head"], "modules_to_save is not supported"),
            ("layers_to_transform", [0], "layers_to_transform is not supported"),
            ("target_parameters", ["x"], "target_parameters is not supported"),
            ("target_modules", [], "target_modules is not a list of names"),
            ("target_modules", "q.*", "target_modules is not a list of names"),
            ("target_modules", ["lm_head"], "target module \"lm_head\" is not supported"),
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
