import Foundation
import JSONText
import Safetensors

/// Writes a base as a Hugging Face folder: config.json and model.safetensors.
package enum ModelFolderWriter {
    /// Writes both files, each whole or not at all.
    ///
    /// - Parameters:
    ///   - parameters: the weights.
    ///   - configuration: the shape.
    ///   - type: of the weights on disk, `float32` or `bfloat16`.
    ///   - folder: made where it does not exist.
    /// - Throws: `ModelError.cannotWrite`, `SafetensorsError.cannotWrite`.
    package static func write(
        _ parameters: ParameterSet, _ configuration: ModelConfiguration, type: TensorType,
        to folder: URL
    ) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            let json = ModelConfigurationJSON(configuration: configuration, type: type).value
            try AtomicFile.write(
                Data((json.text(.indented) + "\n").utf8), to: folder.appending(path: "config.json"))
        } catch {
            throw ModelError.cannotWrite(path: folder.path, reason: "\(error)")
        }
        let tensors = parameters.entries.map {
            SafetensorsWriter.Tensor(
                name: $0.name, shape: $0.shape,
                values: UnsafeBufferPointer(start: parameters.pointer($0), count: $0.count))
        }
        try SafetensorsWriter(type: type).write(
            tensors, to: folder.appending(path: CheckpointShards.singleName))
    }
}
