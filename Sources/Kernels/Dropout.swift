/// Leaves out a share of numbers and scales the others up, by a mask that depends on a key, the row
/// and the column alone: the backward pass makes the same one again.
package struct Dropout: Sendable {
    package let rate: Float
    package let key: UInt64

    package init(rate: Float, key: UInt64) {
        self.rate = rate
        self.key = key
    }

    /// A mask of its own for one use of the same key.
    package func with(_ part: Int) -> Dropout {
        Dropout(rate: rate, key: key &+ UInt64(part) &* 0xD1B5_4A32_D192_ED03)
    }

    /// Copies rows with the mask applied.
    ///
    /// Shapes: source and target (rows, width), of one type; `firstRow` is the first one's number.
    package func apply(
        _ source: Matrix, firstRow: Int, rows: Int, width: Int, target: Matrix
    ) {
        switch source.type {
        case .float32: apply(source, firstRow, rows, width, target, Float.self)
        case .bfloat16: apply(source, firstRow, rows, width, target, BFloat16.self)
        }
    }

    /// Adds rows with the mask applied.
    ///
    /// Shapes: source and target (rows, width), of one type.
    package func add(
        _ source: Matrix, firstRow: Int, rows: Int, width: Int, to target: Matrix
    ) {
        switch target.type {
        case .float32: add(source, firstRow, rows, width, target, Float.self)
        case .bfloat16: add(source, firstRow, rows, width, target, BFloat16.self)
        }
    }

    private func apply<T: Scalar>(
        _ source: Matrix, _ firstRow: Int, _ rows: Int, _ width: Int, _ target: Matrix, _: T.Type
    ) {
        for row in 0..<rows {
            let from = UnsafePointer(source.from(row: row).pointer(T.self))
            let to = target.from(row: row).pointer(T.self)
            let seed = rowSeed(firstRow + row)
            forEachVector(width) { offset, count in
                storePart(
                    loadPart(from + offset, count) * factors(seed, offset), to + offset, count)
            }
        }
    }

    private func add<T: Scalar>(
        _ source: Matrix, _ firstRow: Int, _ rows: Int, _ width: Int, _ target: Matrix, _: T.Type
    ) {
        for row in 0..<rows {
            let from = UnsafePointer(source.from(row: row).pointer(T.self))
            let to = target.from(row: row).pointer(T.self)
            let seed = rowSeed(firstRow + row)
            forEachVector(width) { offset, count in
                let sum = multiplyAdd(
                    loadPart(from + offset, count), factors(seed, offset),
                    loadPart(UnsafePointer(to) + offset, count))
                storePart(sum, to + offset, count)
            }
        }
    }

    private func rowSeed(_ row: Int) -> UInt32 {
        var z = key &+ UInt64(row) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: z ^ (z >> 31))
    }

    /// 0 or 1 / (1 - rate) for sixteen columns; the integer hash is murmur's finalizer.
    @inline(__always)
    private func factors(_ seed: UInt32, _ offset: Int) -> Lanes {
        var x = Self.lanes &+ UInt32(truncatingIfNeeded: offset)
        x = (x &* 0x9E37_79B9) ^ SIMD16(repeating: seed)
        x = (x ^ (x &>> 16)) &* 0x85EB_CA6B
        x = (x ^ (x &>> 13)) &* 0xC2B2_AE35
        x = x ^ (x &>> 16)
        let limit = UInt32(Double(rate) * 4_294_967_295)
        return Lanes(repeating: 1 / (1 - rate)).replacing(with: 0, where: x .< limit)
    }

    private static let lanes: SIMD16<UInt32> = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]
}
