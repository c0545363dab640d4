import Foundation
import Safetensors

/// Writes GGUF files, version 3: header, metadata, tensor table, then each tensor's data from a
/// multiple of 32 bytes on.
///
/// Source: the format's specification in ggml's docs/gguf.md.
package struct GGUFFileWriter {
    /// Names and values in the order of the file.
    package var metadata: [(key: String, value: GGUFValue)]
    package var tensors: [GGUFTensor]

    package init(metadata: [(key: String, value: GGUFValue)], tensors: [GGUFTensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    static let alignment = 32
    /// Values that are converted at a time: some megabytes, whatever the model's size.
    private static let valuesAtOnce = 1 << 20

    /// Writes the file whole or not at all, tensor by tensor.
    ///
    /// - Parameter url: where to; a file that is there is replaced.
    /// - Returns: the file's size in bytes.
    /// - Throws: `ExportError` and what filling a tensor throws; the target is then as it was.
    @discardableResult
    package func write(to url: URL) throws -> Int {
        let header = header()
        var byteCount = header.count
        do {
            try AtomicFile.write(to: url) { stream in
                try header.withUnsafeBytes { try stream.append($0) }
                for tensor in tensors {
                    byteCount += try write(tensor, to: stream)
                }
            }
        } catch let error as FileWriteError {
            throw ExportError.cannotWrite(path: url.path, reason: "\(error)")
        }
        return byteCount
    }

    /// Everything before the data.
    private func header() -> [UInt8] {
        var bytes = GGUFBytes()
        bytes.append(0x4655_4747 as UInt32)
        bytes.append(3 as UInt32)
        bytes.append(UInt64(tensors.count))
        bytes.append(UInt64(metadata.count))
        for (key, value) in metadata {
            bytes.append(key)
            value.write(to: &bytes)
        }
        var offset = 0
        for tensor in tensors {
            bytes.append(tensor.name)
            bytes.append(UInt32(tensor.dimensions.count))
            for dimension in tensor.dimensions { bytes.append(UInt64(dimension)) }
            bytes.append(tensor.type.code)
            bytes.append(UInt64(offset))
            offset += Self.padded(tensor.byteCount)
        }
        bytes.pad(to: Self.alignment)
        return bytes.bytes
    }

    /// Writes data and padding, and returns how many bytes that took.
    private func write(_ tensor: GGUFTensor, to stream: AtomicFile.Stream) throws -> Int {
        let rowsAtOnce = max(1, Self.valuesAtOnce / max(1, tensor.rowWidth))
        let capacity = min(rowsAtOnce, tensor.rowCount) * tensor.rowWidth
        let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(1, capacity))
        let encoded = UnsafeMutableRawBufferPointer.allocate(
            byteCount: tensor.type.byteCount(of: capacity), alignment: 8)
        defer {
            values.deallocate()
            encoded.deallocate()
        }
        values.initialize(repeating: 0)
        guard let target = values.baseAddress else { return 0 }
        for start in stride(from: 0, to: tensor.rowCount, by: rowsAtOnce) {
            let rows = start..<min(start + rowsAtOnce, tensor.rowCount)
            let count = rows.count * tensor.rowWidth
            try tensor.fill(rows, target)
            let bytes = UnsafeMutableRawBufferPointer(
                rebasing: encoded[..<tensor.type.byteCount(of: count)])
            if let lost = tensor.type.encode(
                UnsafeBufferPointer(rebasing: values[..<count]), into: bytes)
            {
                throw ExportError.beyondHalf(tensor: tensor.name, value: lost)
            }
            try stream.append(UnsafeRawBufferPointer(bytes))
        }
        let total = Self.padded(tensor.byteCount)
        let padding = [UInt8](repeating: 0, count: total - tensor.byteCount)
        try padding.withUnsafeBytes { try stream.append($0) }
        return total
    }

    private static func padded(_ byteCount: Int) -> Int {
        (byteCount + alignment - 1) / alignment * alignment
    }
}
