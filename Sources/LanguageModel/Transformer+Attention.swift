import Kernels

extension Transformer {
    /// From a layer's input to attention's result before the output projection.
    func forwardAttention(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        dropout: Dropout?
    ) {
        clock.measure(.projections) {
            projectQueriesKeysValues(layer, activations, pass, dropout: dropout)
        }
        clock.measure(.attention) { attend(layer, activations, pass) }
    }

    private func projectQueriesKeysValues(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        dropout: Dropout?
    ) {
        let projection = layer.queryKeyValue
        let products = expansion.products([projection], on: compute)[0]
        let width = configuration.hiddenSize + projection.rankWidth
        var layout = ScratchLayout()
        let rows = RowBlocks.largestBlock(of: pass.rows)
        let normalisedAt = layout.add(rows * width, storage.precision)
        let droppedAt = layout.add(dropout == nil ? 0 : rows * width, storage.precision)
        let fusedAt = layout.add(rows * projection.outputWidth, .float32)
        compute.pool.run(partCount: pass.blocks.count) { index in
            let block = pass.blocks[index]
            compute.scratch.with(layout) { memory in
                let normalised = Matrix(memory + normalisedAt, storage.precision, stride: width)
                layer.attentionNorm.forward(
                    activations.input.from(row: block.lowerBound), rows: block.count,
                    output: normalised, scales: activations.attentionScales + block.lowerBound)
                reduce(
                    products, normalised, block, dropout,
                    Matrix(memory + droppedAt, storage.precision, stride: width))
                let fused = Matrix(
                    memory + fusedAt, .float32, stride: projection.outputWidth)
                products.project(
                    normalised, rows: block.count, output: fused, compute.backend)
                if let bias = projection.bias {
                    RowOperations.addBias(
                        bias.pointer, to: fused, rows: block.count, width: fused.stride)
                }
                finishHeads(layer, fused, block, activations, pass)
            }
        }
    }

    /// Sets A·x behind x, through a mask where there is dropout.
    func reduce(
        _ products: FusedProjection.Products, _ x: Matrix, _ block: Range<Int>,
        _ dropout: Dropout?, _ dropped: Matrix?
    ) {
        guard let dropout, let dropped, products.projection.rankWidth > 0 else {
            return products.reduce(x, rows: block.count, compute.backend)
        }
        dropout.apply(
            x, firstRow: block.lowerBound, rows: block.count,
            width: products.projection.inputWidth, target: dropped)
        products.reduce(x, rows: block.count, from: dropped, compute.backend)
    }

    /// Normalises heads where the family does, turns them, and stores them.
    private func finishHeads(
        _ layer: DecoderLayer, _ fused: Matrix, _ block: Range<Int>,
        _ activations: LayerActivations, _ pass: PassShape
    ) {
        let queryWidth = configuration.queryWidth
        let keyWidth = configuration.keyValueWidth
        let keys = fused.from(column: queryWidth)
        let first = block.lowerBound
        if let norm = layer.queryNorm, let raw = activations.rawQueries,
            let scales = activations.queryScales
        {
            raw.from(row: first).copy(from: fused, rows: block.count, width: queryWidth)
            normaliseHeads(
                norm, fused, rows: block.count, heads: configuration.headCount,
                scales: scales + first * configuration.headCount)
        }
        if let norm = layer.keyNorm, let raw = activations.rawKeys,
            let scales = activations.keyScales
        {
            raw.from(row: first).copy(from: keys, rows: block.count, width: keyWidth)
            normaliseHeads(
                norm, keys, rows: block.count, heads: configuration.keyValueHeadCount,
                scales: scales + first * configuration.keyValueHeadCount)
        }
        rotary.apply(
            fused, rows: block.count, heads: configuration.headCount,
            positions: pass.positions + first)
        rotary.apply(
            keys, rows: block.count, heads: configuration.keyValueHeadCount,
            positions: pass.positions + first)
        activations.queries.from(row: first).copy(
            from: fused, rows: block.count, width: queryWidth)
        activations.keys.from(row: first).copy(from: keys, rows: block.count, width: keyWidth)
        activations.values.from(row: first).copy(
            from: fused.from(column: queryWidth + keyWidth), rows: block.count, width: keyWidth)
    }

    private func normaliseHeads(
        _ norm: RMSNorm, _ values: Matrix, rows: Int, heads: Int,
        scales: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            let line = Matrix(
                values.from(row: row).base, .float32, stride: configuration.headWidth)
            norm.forward(line, rows: heads, output: line, scales: scales + row * heads)
        }
    }

    /// All blocks of queries and heads are independent of each other.
    private func attend(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape
    ) {
        let heads = configuration.keyValueHeadCount
        let plan = pass.plan
        // Rows of padding are read by the output projection.
        let used = plan.parts.map(\.rows.upperBound).max() ?? 0
        activations.attended.from(row: used).clear(
            rows: pass.rows - used, width: configuration.queryWidth)
        compute.pool.run(partCount: plan.tasks.count * heads) { index in
            let task = plan.tasks[index / heads]
            let part = plan.parts[task.part]
            let first = part.rows.lowerBound
            attention.forward(
                segment(plan, task.part, activations, window: layer.window), block: task.block,
                keyValueHead: index % heads, output: activations.attended.from(row: first),
                logSumExp: activations.logSumExp + first * configuration.headCount)
        }
    }

    func segment(
        _ plan: AttentionPlan, _ index: Int, _ activations: LayerActivations, window: Int?
    ) -> AttentionSegment {
        let part = plan.parts[index]
        return AttentionSegment(
            queries: activations.queries.from(row: part.rows.lowerBound), count: part.rows.count,
            pieces: (activations.inherited.isEmpty ? [] : activations.inherited[index])
                + part.context.map {
                    AttentionPiece(
                        keys: activations.keys.from(row: $0.lowerBound),
                        values: activations.values.from(row: $0.lowerBound), count: $0.count)
                }, window: window)
    }
}
