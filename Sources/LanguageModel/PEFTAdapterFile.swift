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
/// With experts, gate, up and down have such a pair for every expert of a layer.
///
/// Source: PEFT 0.21's save_pretrained; the adapter's name is left out of the tensors' names.
package enum PEFTAdapterFile {
    package static let configurationName = "adapter_config.json"
    package static let weightsName = "adapter_model.safetensors"

    /// - Throws: `ModelError.badAdapter` where the adapter is of a kind that this engine would
    ///   apply wrongly or does not fit the model.
    package static func read(_ folder: URL, for model: ModelConfiguration) throws -> LoRAAdapter {
        let configuration = try PEFTConfigurationReader(
            file: folder.appending(path: configurationName), model: model
        ).configuration()
        let file = try SafetensorsFile(folder.appending(path: weightsName))
        // All shapes first: a rank with a digit too many must not make us ask for its memory.
        for (name, shape) in LoRAAdapter.tensors(configuration, for: model) {
            guard let tensor = file.entry(name) else {
                throw ModelError.missingTensor(path: file.path, tensor: name)
            }
            guard tensor.shape == shape else {
                throw ModelError.wrongShape(
                    path: file.path, tensor: name, found: tensor.shape, expected: shape)
            }
        }
        let adapter = LoRAAdapter(zeros: configuration, for: model)
        for entry in adapter.parameters.entries {
            guard let tensor = file.entry(entry.name) else { continue }
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
                    (PEFTConfigurationJSON.make(adapter, baseModel: baseModel).text(.indented)
                        + "\n").utf8),
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
}
