/// Softmax of whole rows that are held in memory, as encoders over short texts do.
package enum RowSoftmax {
    /// Replaces each row by the softmax of its scaled numbers, on the calling thread.
    ///
    /// Shapes: matrix (rows, width), floats; width at least 1.
    package static func apply(to matrix: Matrix, rows: Int, width: Int, scale: Float) {
        for row in 0..<rows {
            let line = matrix.from(row: row).floats
            scaleInPlace(line, scale, count: width)
            let sum = exponentiate(line, minus: maximum(line, count: width), count: width)
            scaleInPlace(line, 1 / sum, count: width)
        }
    }
}
