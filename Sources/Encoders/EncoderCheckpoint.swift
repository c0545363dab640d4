import Foundation
import JSONText
import Kernels
import Safetensors

/// The tensors of an encoder's folder: one safetensors file, or several with an index.
struct EncoderCheckpoint {
    /// A tensor in its file, which stays mapped.
    struct Tensor {
        let file: SafetensorsFile
        let entry: SafetensorsFile.Entry
    }

    let folder: URL
    private let files: [SafetensorsFile]
    /// What stands before the encoder's own tensors: nothing where it was saved without a head.
    private let prefix: String

    static let singleName = "model.safetensors"
    static let indexName = "model.safetensors.index.json"
    private static let firstTensor = "embeddings.word_embeddings.weight"

    /// - Throws: `EncoderError`, and `SafetensorsError` where a file is damaged.
    init(folder: URL, family: EncoderFamily) throws {
        self.folder = folder
        let index = folder.appending(path: Self.indexName)
        if FileManager.default.fileExists(atPath: index.path) {
            files = try Self.shardNames(index).map {
                try SafetensorsFile(folder.appending(path: $0))
            }
        } else {
            let single = folder.appending(path: Self.singleName)
            guard FileManager.default.fileExists(atPath: single.path) else {
                throw EncoderError.missingFile(path: single.path, purpose: "the model's weights")
            }
            files = [try SafetensorsFile(single)]
        }
        let isBare = files.contains { $0.entry(Self.firstTensor) != nil }
        prefix = isBare ? "" : family.tensorPrefix
    }

    /// One of the encoder's own tensors.
    /// - Throws: `EncoderError.missingTensor`, `.badTensor`.
    func tensor(_ name: String, shape: [Int]) throws -> Tensor {
        var names = [prefix + name]
        // Norms were once called as in TensorFlow; checkpoints from then are in use.
        if name.hasSuffix("LayerNorm.weight") {
            names.append(prefix + name.dropLast("weight".count) + "gamma")
        } else if name.hasSuffix("LayerNorm.bias") {
            names.append(prefix + name.dropLast("bias".count) + "beta")
        }
        return try find(names, shape: shape)
    }

    /// A tensor of the head, whose name has no prefix.
    /// - Throws: `EncoderError.missingTensor`, `.badTensor`.
    func headTensor(_ name: String, shape: [Int]) throws -> Tensor {
        try find([name], shape: shape)
    }

    /// Tensors one behind the other.
    func buffer(_ parts: [(name: String, shape: [Int])]) throws -> FloatBuffer {
        let tensors = try parts.map { try tensor($0.name, shape: $0.shape) }
        return try Self.buffer(tensors)
    }

    static func buffer(_ tensors: [Tensor]) throws -> FloatBuffer {
        let buffer = FloatBuffer(count: tensors.reduce(0) { $0 + $1.entry.count })
        var offset = 0
        for tensor in tensors {
            try tensor.file.readFloats(tensor.entry, into: buffer.pointer + offset)
            offset += tensor.entry.count
        }
        return buffer
    }

    private func find(_ names: [String], shape: [Int]) throws -> Tensor {
        for name in names {
            for file in files {
                guard let entry = file.entry(name) else { continue }
                guard entry.shape == shape else {
                    throw EncoderError.badTensor(
                        path: file.path, tensor: name,
                        reason: "its shape is \(entry.shape), but config.json asks for \(shape)")
                }
                switch entry.type {
                case .float32, .float16, .bfloat16, .float64:
                    return Tensor(file: file, entry: entry)
                default:
                    throw EncoderError.badTensor(
                        path: file.path, tensor: name,
                        reason: "values of type \(entry.type.rawValue) are not supported, only "
                            + "F32, BF16, F16 and F64")
                }
            }
        }
        throw EncoderError.missingTensor(path: folder.path, tensor: names[0])
    }

    private static func shardNames(_ index: URL) throws -> [String] {
        let reader = try EncoderFields(file: index, purpose: "which shard holds which tensor")
        guard let map = reader.json["weight_map"]?.objectValue else {
            throw reader.bad("weight_map", "it is missing")
        }
        let names = Set(map.members.compactMap(\.value.stringValue))
        // The index comes with the weights; a name with a path in it would read elsewhere.
        for name in names where name.contains("/") || name.hasPrefix(".") {
            throw reader.bad("weight_map", "\"\(name)\" is not a file name")
        }
        return names.sorted()
    }
}
