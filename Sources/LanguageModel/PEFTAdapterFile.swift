import Foundation
import JSONText
import Kernels
import Safetensors

/// Reads and writes adapters as PEFT does.
///
/// | file | content |
/// |---|---|
/// | `adapter_config.json` | `LoRAConfiguration` and what PEFT needs beside it |
/// | `adapter_model.safetensors` | `….lora_A.weight` (rank, in), `….lora_B.weight` (out, rank) |
///
/// Source: PEFT 0.21's save_pretrained; the adapter's name is left out of the tensors' names.
package enum PEFTAdapterFile {
    package static let configurationName = "adapter_config.json"
    package static let weightsName = "adapter_model.safetensors"

    /// - Throws: `ModelError.badAdapter` where the adapter is of a kind that this engine would
    ///   apply wrongly or does not fit the model.
    package static func read(_ folder: URL, for model: ModelConfiguration) throws -> LoRAAdapter {
        let configuration = try readConfiguration(folder.appending(path: configurationName))
        let file = try SafetensorsFile(folder.appending(path: weightsName))
        let adapter = LoRAAdapter(zeros: configuration, for: model)
        for entry in adapter.parameters.entries {
            guard let tensor = file.entry(entry.name) else {
                throw ModelError.missingTensor(path: file.path, tensor: entry.name)
            }
            guard tensor.shape == entry.shape else {
                throw ModelError.wrongShape(
                    path: file.path, tensor: entry.name, found: tensor.shape,
                    expected: entry.shape)
            }
            try file.readFloats(tensor, into: adapter.parameters.pointer(entry))
        }
        if let extra = file.entries.first(where: { adapter.parameters.entry($0.name) == nil }) {
            throw ModelError.badAdapter(
                path: file.path, reason: "its tensor \"\(extra.name)\" has no place in the model")
        }
        return adapter
    }

    /// - Throws: `ModelError.cannotWrite`, `SafetensorsError.cannotWrite`.
    package static func write(
        _ adapter: LoRAAdapter, to folder: URL, baseModel: String
    ) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try AtomicFile.write(
                Data(
                    (configurationJSON(adapter, baseModel: baseModel).text(.indented) + "\n").utf8),
                to: folder.appending(path: configurationName))
        } catch {
            throw ModelError.cannotWrite(path: folder.path, reason: "\(error)")
        }
        try write(adapter.parameters, adapter.parameters.values, to: folder, weightsName)
    }

    /// Writes one block (values, gradients, moments) under the adapter's tensor names.
    package static func write(
        _ parameters: ParameterSet, _ block: FloatBuffer, to folder: URL, _ name: String
    ) throws {
        let tensors = parameters.entries.map {
            SafetensorsWriter.Tensor(
                name: $0.name, shape: $0.shape,
                values: UnsafeBufferPointer(start: block.pointer + $0.offset, count: $0.count))
        }
        try SafetensorsWriter().write(tensors, to: folder.appending(path: name))
    }

    // MARK: adapter_config.json

    private static func readConfiguration(_ file: URL) throws -> LoRAConfiguration {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ModelError.missingFile(path: file.path, purpose: "the adapter's rank and targets")
        }
        let json: JSONValue
        do {
            json = try JSONValue.parse(Array(data))
        } catch {
            throw ModelError.unreadable(path: file.path, reason: "it is not JSON: \(error)")
        }
        func bad(_ reason: String) -> ModelError { .badAdapter(path: file.path, reason: reason) }
        guard json["peft_type"]?.stringValue == "LORA" else {
            throw bad("peft_type is not LORA")
        }
        guard let rank = json["r"]?.intValue, rank > 0 else {
            throw bad("r is not a positive number")
        }
        guard let alpha = json["lora_alpha"]?.doubleValue else {
            throw bad("lora_alpha is missing")
        }
        for flag in ["use_dora", "use_rslora", "fan_in_fan_out", "lora_bias"]
        where json[flag]?.boolValue == true {
            throw bad("\(flag) is not supported")
        }
        if let bias = json["bias"]?.stringValue, bias != "none" {
            throw bad("bias \"\(bias)\" is not supported")
        }
        for pattern in ["rank_pattern", "alpha_pattern"]
        where json[pattern]?.objectValue?.members.isEmpty == false {
            throw bad("\(pattern) is not supported")
        }
        for name in ["modules_to_save", "layers_to_transform", "target_parameters"] {
            if let value = json[name], !value.isNull, value.arrayValue?.isEmpty != true {
                throw bad("\(name) is not supported")
            }
        }
        return LoRAConfiguration(
            rank: rank, alpha: Float(alpha),
            targetModules: try targets(json["target_modules"], bad))
    }

    private static func targets(
        _ value: JSONValue?, _ bad: (String) -> ModelError
    ) throws -> [ProjectionModule] {
        if value?.stringValue == "all-linear" { return ProjectionModule.allCases }
        guard let names = value?.arrayValue?.compactMap(\.stringValue), !names.isEmpty else {
            throw bad("target_modules is not a list of names")
        }
        return try names.map { name in
            // PEFT matches the end of a module's path, so "self_attn.q_proj" is the same target.
            let last = name.split(separator: ".").last.map(String.init) ?? name
            guard let module = ProjectionModule(rawValue: last) else {
                throw bad("target module \"\(name)\" is not supported")
            }
            return module
        }
    }

    private static func configurationJSON(
        _ adapter: LoRAAdapter, baseModel: String
    ) -> JSONValue {
        let configuration = adapter.configuration
        return [
            "peft_type": "LORA",
            "task_type": "CAUSAL_LM",
            "base_model_name_or_path": .string(baseModel),
            "revision": nil,
            "inference_mode": true,
            "r": .integer(configuration.rank),
            "lora_alpha": Int(exactly: configuration.alpha).map { .integer($0) }
                ?? .number(Double(configuration.alpha)),
            "lora_dropout": 0.0,
            "bias": "none",
            "fan_in_fan_out": false,
            "init_lora_weights": true,
            "target_modules": .array(
                configuration.targetModules.map(\.rawValue).sorted().map { .string($0) }),
            "exclude_modules": nil,
            "modules_to_save": nil,
            "layers_to_transform": nil,
            "layers_pattern": nil,
            "rank_pattern": [:],
            "alpha_pattern": [:],
            "use_rslora": false,
            "use_dora": false,
        ]
    }
}
