import Kernels

/// Rows of either type in memory of their own, with gaps between them that nobody should touch.
final class TypedRows {
    let rows: Int
    let width: Int
    let type: ScalarType
    private let stride: Int
    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int

    private static let untouched: UInt8 = 0x5A

    init(_ values: [Float], rows: Int, width: Int, _ type: ScalarType = .float32, gap: Int = 0) {
        precondition(values.count == rows * width)
        self.rows = rows
        self.width = width
        self.type = type
        stride = width + gap
        byteCount = (rows * stride + gap) * type.byteCount
        memory = .allocate(byteCount: byteCount + 64, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: Self.untouched, count: byteCount + 64)
        set(values)
    }

    convenience init(
        zeros rows: Int, _ width: Int, _ type: ScalarType = .float32, gap: Int = 0
    ) {
        self.init(
            [Float](repeating: 0, count: rows * width), rows: rows, width: width, type, gap: gap)
    }

    deinit { memory.deallocate() }

    var matrix: Matrix { Matrix(memory, type, stride: stride) }

    func set(_ values: [Float]) {
        for row in 0..<rows {
            for column in 0..<width {
                let value = values[row * width + column]
                let offset = row * stride + column
                switch type {
                case .float32:
                    memory.storeBytes(of: value, toByteOffset: offset * 4, as: Float.self)
                case .bfloat16:
                    memory.storeBytes(
                        of: UInt16(roundedToBFloat16(value).bitPattern >> 16),
                        toByteOffset: offset * 2, as: UInt16.self)
                }
            }
        }
    }

    /// The numbers as they are stored, row by row.
    var values: [Float] {
        (0..<rows).flatMap { row in
            (0..<width).map { column in
                let offset = row * stride + column
                return switch type {
                case .float32: memory.load(fromByteOffset: offset * 4, as: Float.self)
                case .bfloat16:
                    Float(
                        bitPattern: UInt32(
                            memory.load(fromByteOffset: offset * 2, as: UInt16.self)) << 16)
                }
            }
        }
    }

    var doubles: [Double] { values.map(Double.init) }

    /// Whether what lies between and behind the rows is what it was.
    var gapsAreUntouched: Bool {
        let size = type.byteCount
        for row in 0..<rows {
            let gap = (row * stride + width) * size..<(row + 1) * stride * size
            for index in gap where memory.load(fromByteOffset: index, as: UInt8.self) != 0x5A {
                return false
            }
        }
        return (rows * stride * size..<byteCount + 64).allSatisfy {
            memory.load(fromByteOffset: $0, as: UInt8.self) == Self.untouched
        }
    }
}
