import Foundation
import Safetensors

/// A checkpoint on disk whose tensors are read one at a time under the names of
/// `DecoderParameters`, whatever layout and type they are stored in.
///
/// Files are mapped into memory, so that a checkpoint larger than the memory can be read.
package final class CheckpointSource {
    /// Where a tensor's values stand: all of a stored tensor or, of stacked experts, a part.
    private struct Place {
        let found: CheckpointShards.Found
        /// Elements from the stored tensor's first.
        let elements: Range<Int>

        var byteCount: Int { elements.count * found.entry.type.byteWidth }
    }

    private let shards: CheckpointShards
    private var places: [String: Place] = [:]
    /// Bytes of the model's tensors on disk.
    package private(set) var byteCount = 0
    /// Bytes read since pages were released.
    private var bytesRead = 0

    private static let releaseInterval = 1 << 26

    /// Opens a folder and verifies all names, shapes and types before anything is read.
    /// - Throws: `ModelError` where the checkpoint lacks a tensor, has one of another shape or type
    ///   or one that the configuration has no place for; `SafetensorsError` for damaged files.
    package init(folder: URL, configuration: ModelConfiguration) throws {
        shards = try CheckpointShards(folder: folder)
        let layout = CheckpointLayout(shards: shards, configuration: configuration)
        var used: Set<String> = []
        for (name, shape) in DecoderParameters.tensors(configuration) {
            let (found, elements) = try layout.find(name, shape: shape)
            try Self.checkType(found)
            let place = Place(found: found, elements: elements)
            places[name] = place
            used.insert(found.entry.name)
            byteCount += place.byteCount
        }
        try layout.refuseOthers(than: used)
    }

    /// Widens a tensor to 32-bit floats, row by row.
    ///
    /// - Parameters:
    ///   - name: one of `DecoderParameters.tensors`.
    ///   - target: with room for the whole tensor.
    /// - Throws: `ModelError.missingTensor` for any other name, `SafetensorsError`.
    package func readFloats(_ name: String, into target: UnsafeMutablePointer<Float>) throws {
        try readFloats(name, elements: 0..<place(name).elements.count, into: target)
    }

    /// The same for some of a tensor's elements.
    /// - Precondition: The tensor has them.
    /// - Throws: `ModelError.missingTensor`, `SafetensorsError`.
    package func readFloats(
        _ name: String, elements: Range<Int>, into target: UnsafeMutablePointer<Float>
    ) throws {
        let place = try place(name)
        precondition(elements.lowerBound >= 0 && elements.upperBound <= place.elements.count)
        let first = place.elements.lowerBound
        try place.found.file.readFloats(
            place.found.entry,
            elements: first + elements.lowerBound..<first + elements.upperBound, into: target)
        bytesRead += elements.count * place.found.entry.type.byteWidth
        // Or the whole checkpoint would stay resident beside its widened copy.
        if bytesRead >= Self.releaseInterval { releasePages() }
    }

    /// A tensor's bytes as they are stored, row by row, and their type.
    ///
    /// Valid while this source is; aligned to nothing.
    /// - Throws: `ModelError.missingTensor` for a name that is none of `DecoderParameters.tensors`.
    package func bytes(
        _ name: String
    ) throws -> (type: TensorType, bytes: UnsafeRawBufferPointer) {
        let place = try place(name)
        let type = place.found.entry.type
        let stored = place.found.file.bytes(place.found.entry)
        let first = place.elements.lowerBound * type.byteWidth
        return (
            type, UnsafeRawBufferPointer(rebasing: stored[first..<first + place.byteCount])
        )
    }

    /// Tells the system that the pages read so far are not needed again.
    package func releasePages() {
        shards.releasePages()
        bytesRead = 0
    }

    private func place(_ name: String) throws -> Place {
        guard let place = places[name] else {
            throw ModelError.missingTensor(path: shards.folder.path, tensor: name)
        }
        return place
    }

    private static func checkType(_ found: CheckpointShards.Found) throws {
        switch found.entry.type {
        case .float32, .float16, .bfloat16, .float64: return
        default:
            throw ModelError.badTensor(
                path: found.file.path, tensor: found.entry.name,
                reason: "values of type \(found.entry.type.rawValue) are not supported, only F32, "
                    + "BF16, F16 and F64")
        }
    }
}
