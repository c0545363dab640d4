import Kernels

/// Projections that read the same rows, as one matrix with the adapter's matrices at its borders.
///
///     [ W   s·B ]   output width
///     [ A    ·  ]   rank
///
/// The columns of B stand behind those of W, so that y = [x | A·x] · [W | s·B]ᵀ is one product; the
/// rows of A stand under those of W, so that dx = [dy | dy·s·B] · [W; A] is one product too. A
/// frozen base with an adapter thus costs two products a direction, the smaller of them thin.
final class FusedProjection {
    /// One of the projections.
    struct Part {
        let module: ProjectionModule
        /// Rows of W.
        let outputs: Range<Int>
        let weightName: String
        let biasName: String?
        let adapterNameA: String
        let adapterNameB: String
    }

    /// The low-rank pair of one projection.
    struct LowRank {
        let outputs: Range<Int>
        /// Rows of A under W, and columns of B beside it.
        let columns: Range<Int>
        let scale: Float
        let a: ParameterSet.Entry
        let b: ParameterSet.Entry
    }

    let parts: [Part]
    let inputWidth: Int
    let outputWidth: Int
    let storage: EngineStorage
    /// (outputWidth); nil where no part adds one.
    let bias: FloatBuffer?
    private(set) var lowRanks: [LowRank] = []
    /// Ranks of all pairs together.
    private(set) var rankWidth = 0
    private(set) var dropout: Float = 0

    /// W where it is quantised; its borders are then kept apart.
    private let quantised: WeightMatrix?
    /// W with its borders, or the borders of a quantised one alone.
    private var dense: Border

    /// Rows and columns in one block: all of them, or without W's.
    private struct Border {
        let owner: MemoryBlock
        let matrix: Matrix
        let rankCapacity: Int
    }

    init(_ parts: [Part], inputWidth: Int, storage: EngineStorage, building: WeightBuilding) throws
    {
        let (fill, compute) = (building.fill, building.compute)
        self.parts = parts
        self.inputWidth = inputWidth
        self.storage = storage
        outputWidth = parts.last?.outputs.upperBound ?? 0
        quantised =
            storage.isQuantised
            ? WeightMatrix(
                type: storage.weights, rows: outputWidth, width: inputWidth, in: building.slab)
            : nil
        dense = Self.makeBorder(
            outputWidth: outputWidth, inputWidth: inputWidth,
            rank: building.adapterRank * parts.count, storage: storage, in: building.slab)
        let bias =
            parts.contains { $0.biasName != nil } ? FloatBuffer(count: outputWidth) : nil
        self.bias = bias
        for part in parts {
            if let quantised {
                try fill.fill(
                    quantised, rowOffset: part.outputs.lowerBound, part.weightName,
                    rows: part.outputs.count, on: compute)
            } else {
                try loadDense(part, fill, on: compute)
            }
            if let name = part.biasName, let bias {
                let values = try fill.vector(name, count: part.outputs.count)
                (bias.pointer + part.outputs.lowerBound).update(
                    from: values.pointer, count: part.outputs.count)
                withExtendedLifetime(values) {}
            }
        }
    }

    /// Bytes that W and its borders take.
    var byteCount: Int {
        let rows = Self.borderRows(outputWidth, dense.rankCapacity, storage)
        // B stands apart from the other rows only beside a quantised W.
        let outputs = storage.isQuantised ? outputWidth * dense.rankCapacity : 0
        return (quantised?.byteCount ?? 0)
            + (rows * dense.matrix.stride + outputs) * storage.precision.byteCount
    }

    /// Reads W of one part again, where the base itself is trained.
    func loadDense(_ part: Part, _ fill: WeightFill, on compute: Compute) throws {
        let matrix = dense.matrix
        try fill.matrix(
            part.weightName, rows: part.outputs.count, width: inputWidth, on: compute
        ) { index, line in
            matrix.from(row: part.outputs.lowerBound + index).copy(
                from: Matrix(line, stride: 0), rows: 1, width: inputWidth)
        }
    }

    // MARK: Adapter

    /// Lays out the pairs of an adapter; `synchronise` brings their values.
    func setAdapter(_ adapter: LoRAAdapter?) {
        lowRanks = []
        rankWidth = 0
        dropout = adapter?.configuration.dropout ?? 0
        guard let adapter else { return }
        for part in parts {
            guard let a = adapter.parameters.entry(part.adapterNameA),
                let b = adapter.parameters.entry(part.adapterNameB)
            else { continue }
            let rank = adapter.configuration.rank
            lowRanks.append(
                LowRank(
                    outputs: part.outputs, columns: rankWidth..<rankWidth + rank,
                    scale: adapter.configuration.scale, a: a, b: b))
            rankWidth += rank
        }
        if rankWidth > dense.rankCapacity { growBorder(to: rankWidth) }
    }

    private func growBorder(to rank: Int) {
        let grown = Self.makeBorder(
            outputWidth: outputWidth, inputWidth: inputWidth, rank: rank, storage: storage,
            in: MemorySlab(blockBytes: 0))
        if quantised == nil {
            grown.matrix.copy(from: dense.matrix, rows: outputWidth, width: inputWidth)
        }
        dense = grown
    }

    /// Copies the adapter's present values to the borders.
    func synchronise(_ adapter: LoRAAdapter) {
        guard rankWidth > 0 else { return }
        let low = lowRankInputs
        let high = lowRankOutputs
        high.clear(rows: outputWidth, width: rankWidth)
        for pair in lowRanks {
            let rank = pair.columns.count
            low.from(row: pair.columns.lowerBound).copy(
                from: Matrix(adapter.parameters.pointer(pair.a), stride: inputWidth), rows: rank,
                width: inputWidth)
            let b = adapter.parameters.pointer(pair.b)
            let scaled = FloatBuffer(count: pair.outputs.count * rank)
            RowOperations.add(
                Matrix(b, stride: 0), times: pair.scale, to: Matrix(scaled.pointer, stride: 0),
                rows: 1, width: scaled.count)
            high.from(row: pair.outputs.lowerBound, column: pair.columns.lowerBound).copy(
                from: Matrix(scaled.pointer, stride: rank), rows: pair.outputs.count, width: rank)
            withExtendedLifetime(scaled) {}
        }
    }

    // MARK: Memory

    /// The rows of A, (rankWidth, inputWidth).
    private var lowRankInputs: Matrix {
        quantised == nil ? dense.matrix.from(row: outputWidth) : dense.matrix
    }

    /// The columns of B, scaled, (outputWidth, rankWidth).
    ///
    /// Beside a quantised W they stand behind A, with rows of the same stride.
    private var lowRankOutputs: Matrix {
        quantised == nil
            ? dense.matrix.from(column: inputWidth)
            : Matrix(
                dense.matrix.from(row: dense.rankCapacity).base, storage.precision,
                stride: dense.rankCapacity)
    }

    private static func borderRows(_ outputs: Int, _ rank: Int, _ storage: EngineStorage) -> Int {
        storage.isQuantised ? rank : outputs + rank
    }

    private static func makeBorder(
        outputWidth: Int, inputWidth: Int, rank: Int, storage: EngineStorage, in slab: MemorySlab
    ) -> Border {
        // Rows that start on a cache line are read faster.
        let stride = storage.isQuantised ? inputWidth : (inputWidth + rank + 31) / 32 * 32
        let rows = borderRows(outputWidth, rank, storage)
        let outputs = storage.isQuantised ? outputWidth * rank : 0
        let (memory, owner) = slab.take(
            (rows * stride + outputs) * storage.precision.byteCount)
        let matrix = Matrix(memory, storage.precision, stride: stride)
        matrix.clear(rows: rows, width: stride)
        return Border(owner: owner, matrix: matrix, rankCapacity: rank)
    }

    // MARK: Products

    /// Bytes of scratch that `products` needs.
    var expandedByteCount: Int {
        quantised == nil
            ? 0 : (outputWidth + rankWidth) * expandedStride * storage.precision.byteCount
    }

    private var expandedStride: Int { (inputWidth + rankWidth + 31) / 32 * 32 }

    /// The bordered matrix, ready for products: as it is, or widened into scratch memory.
    func products(in scratch: UnsafeMutableRawPointer?, on compute: Compute) -> Products {
        guard let quantised, let scratch else {
            return Products(projection: self, matrix: dense.matrix)
        }
        let target = Matrix(scratch, storage.precision, stride: expandedStride)
        compute.forEachBlock(of: outputWidth) { range in
            quantised.expand(range, into: target.from(row: range.lowerBound))
            target.from(row: range.lowerBound, column: inputWidth).copy(
                from: lowRankOutputs.from(row: range.lowerBound), rows: range.count,
                width: rankWidth)
        }
        target.from(row: outputWidth).copy(
            from: lowRankInputs, rows: rankWidth, width: inputWidth)
        return Products(projection: self, matrix: target)
    }

    /// The products of one projection, each on the calling thread.
    struct Products {
        let projection: FusedProjection
        let matrix: Matrix

        /// Sets A·x behind x.
        ///
        /// Shapes: x (rows, inputWidth + rankWidth).
        func reduce(
            _ x: Matrix, rows: Int, from source: Matrix? = nil, _ backend: any MatrixBackend
        ) {
            guard projection.rankWidth > 0 else { return }
            backend.multiply(
                MatrixProduct(
                    m: rows, n: projection.rankWidth, k: projection.inputWidth, a: source ?? x,
                    b: matrix.from(row: projection.outputWidth), isBTransposed: true,
                    c: x.from(column: projection.inputWidth)))
        }

        /// y = W·x + s·B·(A·x), where A·x stands behind x.
        func project(
            _ x: Matrix, rows: Int, output: Matrix, accumulates: Bool = false,
            _ backend: any MatrixBackend
        ) {
            backend.multiply(
                MatrixProduct(
                    m: rows, n: projection.outputWidth,
                    k: projection.inputWidth + projection.rankWidth, a: x, b: matrix,
                    isBTransposed: true, c: output, accumulates: accumulates))
        }

        /// Sets the gradient of A·x, dy·s·B, behind dy.
        ///
        /// Shapes: dy (rows, outputWidth + rankWidth).
        func reduceGradient(_ dy: Matrix, rows: Int, _ backend: any MatrixBackend) {
            guard projection.rankWidth > 0 else { return }
            backend.multiply(
                MatrixProduct(
                    m: rows, n: projection.rankWidth, k: projection.outputWidth, a: dy,
                    b: matrix.from(column: projection.inputWidth),
                    c: dy.from(column: projection.outputWidth)))
        }

        /// dx = dy·W + (dy·s·B)·A, where the latter's gradient stands behind dy.
        func projectGradient(
            _ dy: Matrix, rows: Int, inputGradient: Matrix, withoutLowRank: Bool = false,
            _ backend: any MatrixBackend
        ) {
            backend.multiply(
                MatrixProduct(
                    m: rows, n: projection.inputWidth,
                    k: projection.outputWidth + (withoutLowRank ? 0 : projection.rankWidth),
                    a: dy, b: matrix, c: inputGradient))
        }

        /// The part of dx that comes through the low-rank pairs alone.
        func projectLowRankGradient(
            _ dy: Matrix, rows: Int, inputGradient: Matrix, _ backend: any MatrixBackend
        ) {
            backend.multiply(
                MatrixProduct(
                    m: rows, n: projection.inputWidth, k: projection.rankWidth,
                    a: dy.from(column: projection.outputWidth),
                    b: matrix.from(row: projection.outputWidth), c: inputGradient))
        }
    }

    // MARK: A few rows

    /// A·x behind x, for a few rows of floats.
    ///
    /// Shapes: x (count, inputWidth + rankWidth), floats.
    func reduceFew(_ x: Matrix, count: Int) {
        guard rankWidth > 0 else { return }
        FewRows.multiply(
            x, count: count, width: inputWidth, weights: lowRankInputs, rows: 0..<rankWidth,
            output: x.from(column: inputWidth))
    }

    /// Some columns of y, for a few rows of floats.
    func projectFew(
        _ x: Matrix, count: Int, rows: Range<Int>, output: Matrix, accumulates: Bool = false
    ) {
        guard let quantised else {
            FewRows.multiply(
                x, count: count, width: inputWidth + rankWidth, weights: dense.matrix, rows: rows,
                output: output, accumulates: accumulates)
            return
        }
        quantised.multiplyFew(
            x, count: count, rows: rows, output: output, accumulates: accumulates)
        if rankWidth > 0 {
            FewRows.multiply(
                x.from(column: inputWidth), count: count, width: rankWidth,
                weights: lowRankOutputs, rows: rows, output: output, accumulates: true)
        }
    }
}
