/// Small operations on rows of floats, on the calling thread.
package enum RowOperations {
    /// Adds the same numbers to every row.
    ///
    /// Shapes: target (rows, width); bias (width).
    package static func addBias(
        _ bias: UnsafePointer<Float>, to target: Matrix, rows: Int, width: Int
    ) {
        switch target.type {
        case .float32: addBias(bias, target, rows, width, Float.self)
        case .bfloat16: addBias(bias, target, rows, width, BFloat16.self)
        }
    }

    private static func addBias<T: Scalar>(
        _ bias: UnsafePointer<Float>, _ target: Matrix, _ rows: Int, _ width: Int, _: T.Type
    ) {
        for row in 0..<rows {
            let line = target.from(row: row).pointer(T.self)
            forEachVector(width) { offset, count in
                let sum =
                    loadPart(UnsafePointer(line) + offset, count) + loadPart(bias + offset, count)
                storePart(sum, line + offset, count)
            }
        }
    }

    /// target += factor · source, both floats.
    ///
    /// Shapes: (rows, width).
    package static func add(
        _ source: Matrix, times factor: Float = 1, to target: Matrix, rows: Int, width: Int
    ) {
        for row in 0..<rows {
            addScaled(
                source.from(row: row).floats, factor, to: target.from(row: row).floats,
                count: width)
        }
    }

    /// target += factor · sourceᵀ: the gradient of B from that of its transpose.
    ///
    /// Shapes: source (columns, rows), floats with a stride; target (rows, columns), one row behind
    /// the other.
    package static func addTransposed(
        _ source: Matrix, times factor: Float, to target: UnsafeMutablePointer<Float>, rows: Int,
        columns: Int
    ) {
        for column in 0..<columns {
            let line = source.from(row: column).floats
            for row in 0..<rows { target[row * columns + column] += factor * line[row] }
        }
    }
}
