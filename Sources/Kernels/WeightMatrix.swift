import CVector
import Foundation

/// How frozen weights are stored.
package enum WeightType: String, Sendable, CaseIterable {
    case float32
    case bfloat16
    /// Whole numbers of 8 bits with a scale for each group.
    case int8
    /// Whole numbers of 4 bits with a scale for each group.
    case int4

    /// The type of the products that read such weights.
    package var computeType: ScalarType { self == .float32 ? .float32 : .bfloat16 }

    /// Numbers that share a scale; nil where there are none.
    package var groupSize: Int? {
        switch self {
        case .float32, .bfloat16: nil
        case .int8: 64
        case .int4: 32
        }
    }

    /// Bytes of a row of numbers, scales apart.
    func rowBytes(_ width: Int) -> Int {
        switch self {
        case .float32: width * 4
        case .bfloat16: width * 2
        case .int8: (width + 63) / 64 * 64
        case .int4: (width + 31) / 32 * 16
        }
    }

    /// Bytes that a matrix takes.
    package func byteCount(rows: Int, width: Int) -> Int {
        let scales = groupSize.map { (width + $0 - 1) / $0 * 4 } ?? 0
        return rows * (rowBytes(width) + scales)
    }
}

/// A frozen matrix, stored small and read either by rows as it is (decoding) or widened for
/// products of many rows.
package final class WeightMatrix {
    package let type: WeightType
    package let rows: Int
    package let width: Int

    private let values: UnsafeMutableRawPointer
    private let rowBytes: Int
    private let scales: UnsafeMutablePointer<Float>
    private let groupCount: Int
    private let owners: [MemoryBlock]

    /// A matrix of zeros.
    package init(
        type: WeightType, rows: Int, width: Int, in slab: MemorySlab = MemorySlab(blockBytes: 0)
    ) {
        self.type = type
        self.rows = rows
        self.width = width
        rowBytes = type.rowBytes(width)
        groupCount = type.groupSize.map { (width + $0 - 1) / $0 } ?? 0
        let (values, valueOwner) = slab.take(rows * rowBytes)
        let (scales, scaleOwner) = slab.take(rows * groupCount * 4)
        self.values = values
        self.scales = scales.bindMemory(to: Float.self, capacity: rows * groupCount)
        owners = [valueOwner, scaleOwner]
        // Eight is the 4-bit code of zero.
        memset(values, type == .int4 ? 0x88 : 0, rows * rowBytes)
        memset(scales, 0, rows * groupCount * 4)
    }

    package var byteCount: Int { type.byteCount(rows: rows, width: width) }

    /// The rows as operands of products; nil where they are quantised.
    package var denseMatrix: Matrix? {
        switch type {
        case .float32: Matrix(values, .float32, stride: width)
        case .bfloat16: Matrix(values, .bfloat16, stride: width)
        case .int8, .int4: nil
        }
    }

    /// Stores a row, rounding as the type asks for.
    package func setRow(_ row: Int, _ source: UnsafePointer<Float>) {
        let target = values + row * rowBytes
        switch type {
        case .float32: target.copyMemory(from: source, byteCount: width * 4)
        case .bfloat16:
            let line = target.assumingMemoryBound(to: BFloat16.self)
            forEachVector(width) { offset, count in
                storePart(loadPart(source + offset, count), line + offset, count)
            }
        case .int8: quantise8(row, source, target.assumingMemoryBound(to: Int8.self))
        case .int4: quantise4(row, source, target.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Fills a row with noise of the given deviation, without going through floats where the type
    /// is quantised: for benchmarks on weights that never existed.
    package func setRandomRow(_ row: Int, deviation: Float, bits: () -> UInt64) {
        guard type.groupSize != nil else {
            let line = [Float](unsafeUninitializedCapacity: width) { buffer, count in
                for index in 0..<width {
                    // Uniform with the same deviation.
                    let unit = Float(bits() >> 40) * 0x1p-24 - 0.5
                    buffer[index] = unit * deviation * 3.4641
                }
                count = width
            }
            return setRow(row, line)
        }
        let target = (values + row * rowBytes).assumingMemoryBound(to: UInt64.self)
        for index in 0..<rowBytes / 8 { target[index] = bits() }
        let range: Float = type == .int8 ? 256 : 16
        for group in 0..<groupCount {
            scales[row * groupCount + group] = deviation * 3.4641 / range
        }
    }

    /// Widens some rows.
    ///
    /// Shapes: target (range, width).
    package func expand(_ range: Range<Int>, into target: Matrix) {
        switch target.type {
        case .float32: expand(range, target, Float.self)
        case .bfloat16: expand(range, target, BFloat16.self)
        }
    }

    private func expand<T: Scalar>(_ range: Range<Int>, _ target: Matrix, _: T.Type) {
        for row in range {
            let line = target.from(row: row - range.lowerBound).pointer(T.self)
            let source = UnsafeRawPointer(values + row * rowBytes)
            let scale = scales + row * groupCount
            switch type {
            case .float32:
                let source = source.assumingMemoryBound(to: Float.self)
                forEachVector(width) { offset, count in
                    storePart(loadPart(source + offset, count), line + offset, count)
                }
            case .bfloat16:
                let source = source.assumingMemoryBound(to: BFloat16.self)
                forEachVector(width) { offset, count in
                    storePart(loadPart(source + offset, count), line + offset, count)
                }
            case .int8:
                forEachVector(width) { offset, count in
                    let value = pi_load_int8(source + offset) * scale[offset >> 6]
                    storePart(value, line + offset, count)
                }
            case .int4:
                forEachVector(width) { offset, count in
                    let bytes = source + (offset >> 5) * 16
                    let value =
                        offset & 16 == 0 ? pi_load_int4_low(bytes) : pi_load_int4_high(bytes)
                    storePart(value * scale[offset >> 5], line + offset, count)
                }
            }
        }
    }

    /// The product of a few rows with this matrix's transpose: C = X · Wᵀ, for some rows of W.
    ///
    /// Every weight is read once, whatever the number of rows: decoding is bound by that.
    /// Shapes: x (count, width), floats; output (count, rows), floats.
    package func multiplyFew(
        _ x: Matrix, count: Int, rows range: Range<Int>, output: Matrix, accumulates: Bool = false
    ) {
        let source = UnsafeRawPointer(values)
        func run<Line: WeightLine>(_ line: (Int) -> Line) {
            FewRowsProduct.run(
                x, count: count, width: width, rows: range, output: output,
                accumulates: accumulates, line: line)
        }
        switch type {
        case .float32:
            run { DenseLine(start: (source + $0 * rowBytes).assumingMemoryBound(to: Float.self)) }
        case .bfloat16:
            run {
                DenseLine(start: (source + $0 * rowBytes).assumingMemoryBound(to: BFloat16.self))
            }
        case .int8:
            run { Int8Line(start: source + $0 * rowBytes, scales: scales + $0 * groupCount) }
        case .int4:
            run { Int4Line(start: source + $0 * rowBytes, scales: scales + $0 * groupCount) }
        }
    }

    // MARK: Rounding

    private func quantise8(
        _ row: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Int8>
    ) {
        for group in 0..<groupCount {
            let range = group * 64..<min((group + 1) * 64, width)
            let largest = range.reduce(Float(0)) { max($0, abs(source[$1])) }
            let scale = largest / 127
            scales[row * groupCount + group] = scale
            let inverse = scale > 0 ? 1 / scale : 0
            for index in range {
                target[index] = Int8(
                    max(-127, min(127, (source[index] * inverse).rounded(.toNearestOrEven))))
            }
        }
    }

    /// The scale is the one, of a few around the range, that leaves the smallest squared error.
    private func quantise4(
        _ row: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<UInt8>
    ) {
        for group in 0..<groupCount {
            let range = group * 32..<min((group + 1) * 32, width)
            var extreme: Float = 0
            for index in range where abs(source[index]) > abs(extreme) { extreme = source[index] }
            var best: (scale: Float, error: Float) = (0, .infinity)
            for step in 0..<9 {
                // The largest number gets code -8, which has no positive counterpart.
                let scale = extreme / (-8 - Float(step - 4) * 0.25)
                let error = range.reduce(Float(0)) {
                    let value = source[$1] - scale * Self.code4(source[$1], scale)
                    return $0 + value * value
                }
                if error < best.error { best = (scale, error) }
            }
            scales[row * groupCount + group] = best.scale
            for index in range {
                let code = UInt8(Self.code4(source[index], best.scale) + 8)
                let byte = target + group * 16 + index % 16
                byte.pointee =
                    index % 32 < 16
                    ? byte.pointee & 0xF0 | code : byte.pointee & 0x0F | code << 4
            }
        }
    }

    private static func code4(_ value: Float, _ scale: Float) -> Float {
        scale == 0 ? 0 : max(-8, min(7, (value / scale).rounded(.toNearestOrEven)))
    }
}
