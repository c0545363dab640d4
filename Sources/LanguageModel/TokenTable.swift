import Kernels

/// A matrix with a row for each token: the embedding, or the output head.
final class TokenTable {
    let vocabularySize: Int
    let width: Int
    let storage: EngineStorage
    private let weights: WeightMatrix

    /// Rows of a quantised table that are widened at once.
    private static let expandedRows = 4_096

    init(
        _ name: String, vocabularySize: Int, width: Int, storage: EngineStorage,
        building: WeightBuilding
    ) throws {
        self.vocabularySize = vocabularySize
        self.width = width
        self.storage = storage
        weights = WeightMatrix(
            type: storage.weights, rows: vocabularySize, width: width, in: building.slab)
        try load(name, building.fill, on: building.compute)
    }

    var byteCount: Int { weights.byteCount }

    func load(_ name: String, _ fill: WeightFill, on compute: Compute) throws {
        try fill.fill(weights, rowOffset: 0, name, rows: vocabularySize, on: compute)
    }

    /// Widens a token's row.
    func copyRow(_ token: Int32, into target: UnsafeMutablePointer<Float>) {
        precondition(
            token >= 0 && token < vocabularySize, "Token \(token) is outside the vocabulary")
        weights.expand(Int(token)..<Int(token) + 1, into: Matrix(target, stride: width))
    }

    /// Logits of rows that are already normalised.
    ///
    /// Shapes: hidden (rows, width), of the storage's precision; logits (rows, vocabulary), floats.
    func project(_ hidden: Matrix, rows: Int, logits: Matrix, on compute: Compute) {
        forEachStretch(compute) { stretch, matrix in
            compute.multiply(
                MatrixProduct(
                    m: rows, n: stretch.count, k: width, a: hidden, b: matrix,
                    isBTransposed: true, c: logits.from(column: stretch.lowerBound)))
        }
    }

    /// The gradient of the rows from that of their logits.
    ///
    /// Shapes: logitGradient (rows, vocabulary), of the storage's precision; gradient (rows,
    /// width), floats.
    func projectGradient(
        _ logitGradient: Matrix, rows: Int, gradient: Matrix, on compute: Compute
    ) {
        forEachStretch(compute) { stretch, matrix in
            compute.multiply(
                MatrixProduct(
                    m: rows, n: width, k: stretch.count,
                    a: logitGradient.from(column: stretch.lowerBound), b: matrix, c: gradient,
                    accumulates: stretch.lowerBound > 0))
        }
    }

    /// Logits of a few rows of floats.
    func projectFew(_ hidden: Matrix, count: Int, logits: Matrix, on compute: Compute) {
        compute.forEachBlock(of: vocabularySize, smallest: 256) { range in
            weights.multiplyFew(hidden, count: count, rows: range, output: logits)
        }
    }

    private func forEachStretch(_ compute: Compute, _ body: (Range<Int>, Matrix) -> Void) {
        if let matrix = weights.denseMatrix { return body(0..<vocabularySize, matrix) }
        var layout = ScratchLayout()
        _ = layout.add(Self.expandedRows * width, storage.precision)
        compute.scratch.with(layout) { memory in
            let matrix = Matrix(memory, storage.precision, stride: width)
            for start in stride(from: 0, to: vocabularySize, by: Self.expandedRows) {
                let stretch = start..<min(start + Self.expandedRows, vocabularySize)
                compute.forEachBlock(of: stretch.count) { range in
                    weights.expand(
                        start + range.lowerBound..<start + range.upperBound,
                        into: matrix.from(row: range.lowerBound))
                }
                body(stretch, matrix)
            }
        }
    }
}
