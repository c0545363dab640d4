import Safetensors

/// How the numbers of a tensor are stored.
package enum GGUFWeightType: String, Sendable, CaseIterable {
    case float32 = "f32"
    case float16 = "f16"
    case bfloat16 = "bf16"
    /// Blocks of 32 whole numbers from -127 to 127 with a scale in 16 bits.
    case blocks8 = "q8_0"

    /// ggml's number of the type.
    var code: UInt32 {
        switch self {
        case .float32: 0
        case .float16: 1
        case .blocks8: 8
        case .bfloat16: 30
        }
    }

    /// llama.cpp's number of a file whose matrices are of the type.
    var fileTypeCode: UInt32 {
        switch self {
        case .float32: 0
        case .float16: 1
        case .blocks8: 7
        case .bfloat16: 32
        }
    }

    /// Values that are stored together; a row holds a multiple of them.
    var blockLength: Int { self == .blocks8 ? 32 : 1 }

    private var blockBytes: Int {
        switch self {
        case .float32: 4
        case .float16, .bfloat16: 2
        case .blocks8: 34
        }
    }

    func byteCount(of count: Int) -> Int { count / blockLength * blockBytes }

    /// Encodes values, rounding to nearest even in the 16-bit types.
    ///
    /// - Parameters:
    ///   - values: a multiple of `blockLength`.
    ///   - target: of `byteCount(of:)` bytes.
    /// - Returns: a finite value that became infinite; nil where there is none.
    func encode(
        _ values: UnsafeBufferPointer<Float>, into target: UnsafeMutableRawBufferPointer
    ) -> Float? {
        precondition(target.count == byteCount(of: values.count))
        var lost: Float?
        switch self {
        case .float32:
            target.copyMemory(from: UnsafeRawBufferPointer(values))
        case .float16:
            for index in 0..<values.count {
                let half = Float16(values[index])
                if half.isInfinite, values[index].isFinite { lost = values[index] }
                target.storeBytes(
                    of: half.bitPattern, toByteOffset: index * 2, as: UInt16.self)
            }
        case .bfloat16:
            for index in 0..<values.count {
                target.storeBytes(
                    of: SafetensorsWriter.bfloat16(values[index]), toByteOffset: index * 2,
                    as: UInt16.self)
            }
        case .blocks8:
            for block in 0..<values.count / 32 {
                let found = Self.encodeBlock(
                    UnsafeBufferPointer(rebasing: values[block * 32..<block * 32 + 32]),
                    into: UnsafeMutableRawBufferPointer(
                        rebasing: target[block * 34..<block * 34 + 34]))
                lost = lost ?? found
            }
        }
        return lost
    }

    /// Scale and whole numbers of 32 values; ties are rounded away from zero, as ggml does.
    private static func encodeBlock(
        _ values: UnsafeBufferPointer<Float>, into target: UnsafeMutableRawBufferPointer
    ) -> Float? {
        var largest: Float = 0
        for value in values { largest = max(largest, abs(value)) }
        let scale = largest / 127
        let half = Float16(scale)
        target.storeBytes(of: half.bitPattern, as: UInt16.self)
        let inverse = scale > 0 && scale.isFinite ? 1 / scale : 0
        for index in 0..<32 {
            // Not a number has no place here; it would trap in the conversion.
            let scaled = (values[index] * inverse).rounded(.toNearestOrAwayFromZero)
            let whole = scaled.isFinite ? Int8(max(-127, min(127, scaled))) : 0
            target.storeBytes(of: whole, toByteOffset: 2 + index, as: Int8.self)
        }
        return half.isInfinite || !largest.isFinite ? largest : nil
    }
}
