/// Products of a few rows with a dense matrix, each of whose numbers is read once.
package enum FewRows {
    /// C = X · Wᵀ for some rows of W, on the calling thread.
    ///
    /// Shapes: x (count, width), floats; weights (at least `rows`, width); output (count, rows),
    /// floats.
    package static func multiply(
        _ x: Matrix, count: Int, width: Int, weights: Matrix, rows: Range<Int>, output: Matrix,
        accumulates: Bool = false
    ) {
        switch weights.type {
        case .float32:
            FewRowsProduct.run(
                x, count: count, width: width, rows: rows, output: output,
                accumulates: accumulates
            ) { DenseLine(start: UnsafePointer(weights.from(row: $0).pointer(Float.self))) }
        case .bfloat16:
            FewRowsProduct.run(
                x, count: count, width: width, rows: rows, output: output,
                accumulates: accumulates
            ) { DenseLine(start: UnsafePointer(weights.from(row: $0).pointer(BFloat16.self))) }
        }
    }
}
