import Kernels

/// The gradients of parameters that one part of a layer leaves to be computed: products over all
/// rows, cut by parameter, so that each has one owner whatever the number of threads.
struct GradientWork {
    private enum Item {
        /// dA += (dy·s·B)ᵀ · x.
        case inputs(FusedProjection.LowRank, input: Matrix, gradient: Matrix)
        /// dB += s · dyᵀ · (A·x).
        case outputs(FusedProjection.LowRank, reduced: Matrix, gradient: Matrix)
        /// dW += dyᵀ · x, for some rows of W.
        case weights(ParameterSet.Entry, rows: Range<Int>, input: Matrix, gradient: Matrix)
        case norm(
            RMSNorm, ParameterSet.Entry, columns: Range<Int>, input: Matrix,
            scales: UnsafePointer<Float>, gradient: Matrix)
    }

    private let rows: Int
    private let target: GradientTarget
    private let adapter: LoRAAdapter?
    private var items: [(item: Item, inputWidth: Int)] = []
    /// Pairs whose input is masked, one after the other: they share the masked rows' memory.
    private var masked: [Masked] = []
    private var pendingWeights: [(FusedProjection, input: Matrix, gradient: Matrix)] = []
    private var pendingNorms:
        [(RMSNorm, String, input: Matrix, scales: UnsafePointer<Float>, gradient: Matrix)] = []

    private struct Masked {
        let projection: FusedProjection
        let input: Matrix
        let gradient: Matrix
        let dropout: Dropout
        let memory: Matrix
        let firstRow: Int
    }

    /// Rows of W, or columns of a norm, that one part owns.
    private static let ownedRows = 128

    init(rows: Int, target: GradientTarget, adapter: LoRAAdapter?) {
        self.rows = rows
        self.target = target
        self.adapter = adapter
    }

    /// - Parameters:
    ///   - projection: whose pairs (and weights, where the base is trained) want gradients.
    ///   - input: (rows, input width), with A·x behind it.
    ///   - gradient: (rows, output width), with the gradient of A·x behind it.
    ///   - dropped: the mask on the pairs' input, and memory for the masked rows.
    ///   - firstRow: the number of the first row, for the mask.
    mutating func add(
        _ projection: FusedProjection, input: Matrix, gradient: Matrix,
        dropped: (Dropout, Matrix?)? = nil, firstRow: Int = 0
    ) {
        if target.adapter != nil {
            if let (dropout, memory) = dropped, let memory, projection.rankWidth > 0 {
                masked.append(
                    Masked(
                        projection: projection, input: input, gradient: gradient,
                        dropout: dropout, memory: memory, firstRow: firstRow))
            } else {
                addPairs(projection, input: input, masked: input, gradient: gradient)
            }
        }
        if target.base != nil { pendingWeights.append((projection, input, gradient)) }
    }

    private mutating func addPairs(
        _ projection: FusedProjection, input: Matrix, masked: Matrix, gradient: Matrix
    ) {
        for pair in projection.lowRanks {
            let column = pair.columns.lowerBound
            items.append(
                (
                    .outputs(
                        pair, reduced: input.from(column: projection.inputWidth + column),
                        gradient: gradient.from(column: pair.outputs.lowerBound)),
                    projection.inputWidth
                ))
            items.append(
                (
                    .inputs(
                        pair, input: masked,
                        gradient: gradient.from(column: projection.outputWidth + column)),
                    projection.inputWidth
                ))
        }
    }

    /// The gradient of a norm's weight, where the base is trained.
    mutating func addNorm(
        _ norm: RMSNorm, _ name: String, input: Matrix, scales: UnsafePointer<Float>,
        gradient: Matrix
    ) {
        guard target.base != nil else { return }
        pendingNorms.append((norm, name, input, scales, gradient))
    }

    /// Computes everything, spread over the threads.
    mutating func run(_ model: Transformer) {
        if let parameters = model.parameters { addBase(parameters) }
        runItems(model)
        for item in masked {
            model.compute.forEachBlock(of: rows) { range in
                item.dropout.apply(
                    item.input.from(row: range.lowerBound),
                    firstRow: item.firstRow + range.lowerBound, rows: range.count,
                    width: item.projection.inputWidth,
                    target: item.memory.from(row: range.lowerBound))
            }
            addPairs(
                item.projection, input: item.input, masked: item.memory, gradient: item.gradient)
            runItems(model)
        }
    }

    private mutating func runItems(_ model: Transformer) {
        let items = items
        model.compute.pool.run(partCount: items.count) { index in
            compute(items[index].item, inputWidth: items[index].inputWidth, model)
        }
        self.items = []
    }

    private mutating func addBase(_ parameters: ParameterSet) {
        for (projection, input, gradient) in pendingWeights {
            for part in projection.parts {
                guard let entry = parameters.entry(part.weightName) else { continue }
                let count = part.outputs.count
                for start in stride(from: 0, to: count, by: Self.ownedRows) {
                    items.append(
                        (
                            .weights(
                                entry, rows: start..<min(start + Self.ownedRows, count),
                                input: input,
                                gradient: gradient.from(column: part.outputs.lowerBound)),
                            projection.inputWidth
                        ))
                }
            }
        }
        for (norm, name, input, scales, gradient) in pendingNorms {
            guard let entry = parameters.entry(name) else { continue }
            for start in stride(from: 0, to: norm.width, by: Self.ownedRows) {
                items.append(
                    (
                        .norm(
                            norm, entry, columns: start..<min(start + Self.ownedRows, norm.width),
                            input: input, scales: scales, gradient: gradient), norm.width
                    ))
            }
        }
    }

    private func compute(_ item: Item, inputWidth: Int, _ model: Transformer) {
        let backend = model.compute.backend
        switch item {
        case .inputs(let pair, let input, let gradient):
            guard let block = target.adapter else { return }
            backend.multiply(
                MatrixProduct(
                    m: pair.columns.count, n: inputWidth, k: rows, a: gradient,
                    isATransposed: true, b: input,
                    c: Matrix(block.pointer + pair.a.offset, stride: inputWidth),
                    accumulates: true))
        case .outputs(let pair, let reduced, let gradient):
            guard let block = target.adapter else { return }
            let rank = pair.columns.count
            let count = pair.outputs.count
            var layout = ScratchLayout()
            let transposedAt = layout.add(rank * count, .float32)
            model.compute.scratch.with(layout) { memory in
                let transposed = Matrix(memory + transposedAt, .float32, stride: count)
                backend.multiply(
                    MatrixProduct(
                        m: rank, n: count, k: rows, a: reduced, isATransposed: true, b: gradient,
                        c: transposed))
                RowOperations.addTransposed(
                    transposed, times: pair.scale, to: block.pointer + pair.b.offset,
                    rows: count, columns: rank)
            }
        case .weights(let entry, let owned, let input, let gradient):
            guard let block = target.base else { return }
            backend.multiply(
                MatrixProduct(
                    m: owned.count, n: inputWidth, k: rows,
                    a: gradient.from(column: owned.lowerBound), isATransposed: true, b: input,
                    c: Matrix(
                        block.pointer + entry.offset + owned.lowerBound * inputWidth,
                        stride: inputWidth), accumulates: true))
        case .norm(let norm, let entry, let columns, let input, let scales, let gradient):
            guard let block = target.base else { return }
            norm.addWeightGradient(
                outputGradient: gradient, input: input, rows: rows, scales: scales,
                columns: columns, to: block.pointer + entry.offset)
        }
    }
}
