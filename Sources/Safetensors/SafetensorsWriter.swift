import Foundation
import JSONText

/// Writes safetensors files whole or not at all.
package struct SafetensorsWriter {
    /// Values that stay where they are while they are written.
    package struct Tensor {
        package let name: String
        package let shape: [Int]
        package let values: UnsafeBufferPointer<Float>

        package init(name: String, shape: [Int], values: UnsafeBufferPointer<Float>) {
            precondition(shape.reduce(1, *) == values.count)
            self.name = name
            self.shape = shape
            self.values = values
        }
    }

    /// `float32` or `bfloat16`; the latter rounds to nearest even.
    package var type: TensorType = .float32
    package var metadata: [String: String] = ["format": "pt"]

    package init(type: TensorType = .float32, metadata: [String: String] = ["format": "pt"]) {
        precondition(type == .float32 || type == .bfloat16)
        self.type = type
        self.metadata = metadata
    }

    /// Writes to a temporary file beside the target, syncs it and renames it.
    /// - Throws: `SafetensorsError.cannotWrite`; the target is then as it was.
    package func write(_ tensors: [Tensor], to url: URL) throws {
        let data = encode(tensors)
        do {
            try AtomicFile.write(data, to: url)
        } catch {
            throw SafetensorsError.cannotWrite(path: url.path, reason: "\(error)")
        }
    }

    package func encode(_ tensors: [Tensor]) -> Data {
        let ordered = tensors.sorted { $0.name < $1.name }
        var header = JSONObject()
        if !metadata.isEmpty {
            header.append(
                "__metadata__",
                .object(
                    JSONObject(
                        metadata.sorted { $0.key < $1.key }.map {
                            .init(key: $0.key, value: .string($0.value))
                        })))
        }
        var offset = 0
        for tensor in ordered {
            let end = offset + tensor.values.count * type.byteWidth
            header.append(
                tensor.name,
                [
                    "dtype": .string(type.rawValue),
                    "shape": .array(tensor.shape.map { .integer($0) }),
                    "data_offsets": [.integer(offset), .integer(end)],
                ])
            offset = end
        }
        var text = Array(JSONValue.object(header).text().utf8)
        // The reference writer pads the header so that the data starts at a multiple of 8.
        text.append(contentsOf: repeatElement(0x20, count: (8 - text.count % 8) % 8))
        var data = Data(capacity: 8 + text.count + offset)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: text)
        for tensor in ordered { append(tensor.values, to: &data) }
        return data
    }

    private func append(_ values: UnsafeBufferPointer<Float>, to data: inout Data) {
        if type == .float32 {
            data.append(contentsOf: UnsafeRawBufferPointer(values))
            return
        }
        var halves = [UInt16](repeating: 0, count: values.count)
        for index in 0..<values.count { halves[index] = Self.bfloat16(values[index]) }
        halves.withUnsafeBytes { data.append(contentsOf: $0) }
    }

    /// Rounds to nearest, ties to even; a NaN stays one.
    package static func bfloat16(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        if value.isNaN { return UInt16(bits >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
    }
}
