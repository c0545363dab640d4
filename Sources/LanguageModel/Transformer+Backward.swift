import Kernels

extension Transformer {
    /// One layer backward: `gradient` is that of the layer's output and becomes that of its input.
    ///
    /// Shapes: gradient (rows, hidden), floats.
    func backward(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        _ scratch: BackwardScratch, gradient: Matrix, target: GradientTarget, dropout: Dropout?
    ) {
        switch layer.second {
        case .dense(let feedForward):
            backwardDense(
                layer, feedForward, activations, pass, scratch, gradient: gradient,
                target: target, dropout: dropout)
        case .mixture(let mixture):
            backwardMixture(
                layer, mixture, activations, pass, scratch, gradient: gradient, target: target,
                dropout: dropout)
        }
        backwardOutput(
            layer, activations, pass, scratch, gradient: gradient, target: target,
            dropout: dropout)
        clock.measure(.attention) { backwardAttention(layer, activations, pass, scratch) }
        backwardQueriesKeysValues(
            layer, activations, pass, scratch, gradient: gradient, target: target,
            dropout: dropout)
    }

    // MARK: Feed-forward

    private func backwardDense(
        _ layer: DecoderLayer, _ feedForward: FeedForward, _ activations: LayerActivations,
        _ pass: PassShape, _ scratch: BackwardScratch, gradient: Matrix, target: GradientTarget,
        dropout: Dropout?
    ) {
        clock.measure(.projections) {
            let products = expansion.products([feedForward.gateUp, feedForward.down], on: compute)
            compute.pool.run(partCount: pass.blocks.count) { index in
                let block = pass.blocks[index]
                let first = block.lowerBound
                layer.feedForwardNorm.reapply(
                    activations.middle.from(row: first), rows: block.count,
                    scales: activations.feedForwardScales + first,
                    output: scratch.normalised.from(row: first))
                scratch.outputGradient.from(row: first).copy(
                    from: gradient.from(row: first), rows: block.count,
                    width: configuration.hiddenSize)
                backwardFeedForward(
                    feedForward, products, block, activations, scratch, dropout: dropout)
                layer.feedForwardNorm.backward(
                    outputGradient: scratch.normalisedGradient.from(row: first),
                    input: activations.middle.from(row: first), rows: block.count,
                    scales: activations.feedForwardScales + first,
                    inputGradient: gradient.from(row: first))
            }
        }
        clock.measure(.lowRankGradients) {
            var work = GradientWork(rows: pass.rows, target: target, adapter: adapter)
            work.add(
                feedForward.gateUp, input: scratch.normalised,
                gradient: scratch.gateUp(keptBy: activations),
                dropped: dropout.map { ($0.with(2), scratch.dropped) })
            work.add(
                feedForward.down, input: scratch.activated, gradient: scratch.outputGradient,
                dropped: dropout.map { ($0.with(3), scratch.dropped) })
            work.addNorm(
                layer.feedForwardNorm, DecoderParameters.feedForwardNorm(layer.index),
                input: activations.middle, scales: activations.feedForwardScales,
                gradient: scratch.normalisedGradient)
            work.run(self)
        }
    }

    /// From the gradient of a feed-forward block's output, of the block's rows, to that of its
    /// input.
    ///
    /// Reads `normalised` and `outputGradient` of the scratch, and leaves behind what the low-rank
    /// gradients need: `activated`, the gradients of gate and up in their own place, and A·x and its
    /// gradient behind each.
    func backwardFeedForward(
        _ feedForward: FeedForward, _ products: [FusedProjection.Products], _ block: Range<Int>,
        _ activations: LayerActivations, _ scratch: BackwardScratch, dropout: Dropout?
    ) {
        let first = block.lowerBound
        let width = feedForward.width
        let backend = compute.backend
        let normalised = scratch.normalised.from(row: first)
        let dropped = scratch.dropped?.from(row: first)
        let values = scratch.gateUp(keptBy: activations).from(row: first)
        if activations.gateUp == nil {
            projectGateUp(
                products[0], normalised, block, output: values, dropout: dropout,
                dropped: dropped)
        } else {
            reduce(products[0], normalised, block, dropout?.with(2), dropped)
        }
        let activated = scratch.activated.from(row: first)
        SwiGLU.forward(values, rows: block.count, width: width, output: activated)
        reduce(products[1], activated, block, dropout?.with(3), dropped)

        let outputGradient = scratch.outputGradient.from(row: first)
        products[1].reduceGradient(outputGradient, rows: block.count, backend)
        var layout = ScratchLayout()
        let gradientAt = layout.add(block.count * width, storage.precision)
        let lowRankAt = layout.add(
            dropout == nil ? 0 : block.count * max(width, configuration.hiddenSize), .float32)
        compute.scratch.with(layout) { memory in
            let gradient = Matrix(memory + gradientAt, storage.precision, stride: width)
            projectGradient(
                products[1], outputGradient, block, inputGradient: gradient,
                dropout: dropout?.with(3), lowRank: memory + lowRankAt)
            SwiGLU.backward(
                outputGradient: gradient, gateAndUp: values, rows: block.count, width: width,
                gradient: values)
            products[0].reduceGradient(values, rows: block.count, backend)
            projectGradient(
                products[0], values, block,
                inputGradient: scratch.normalisedGradient.from(row: first),
                dropout: dropout?.with(2), lowRank: memory + lowRankAt)
        }
    }

    /// The gradient of a projection's input, through the dropout mask on the low-rank side.
    private func projectGradient(
        _ products: FusedProjection.Products, _ gradient: Matrix, _ block: Range<Int>,
        inputGradient: Matrix, dropout: Dropout?, lowRank: UnsafeMutableRawPointer
    ) {
        guard let dropout, products.projection.rankWidth > 0 else {
            return products.projectGradient(
                gradient, rows: block.count, inputGradient: inputGradient, compute.backend)
        }
        products.projectGradient(
            gradient, rows: block.count, inputGradient: inputGradient, withoutLowRank: true,
            compute.backend)
        let width = products.projection.inputWidth
        let part = Matrix(lowRank, inputGradient.type, stride: width)
        products.projectLowRankGradient(
            gradient, rows: block.count, inputGradient: part, compute.backend)
        dropout.add(
            part, firstRow: block.lowerBound, rows: block.count, width: width, to: inputGradient)
    }

    // MARK: Attention

    private func backwardOutput(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        _ scratch: BackwardScratch, gradient: Matrix, target: GradientTarget, dropout: Dropout?
    ) {
        clock.measure(.projections) {
            let products = expansion.products([layer.output], on: compute)[0]
            compute.pool.run(partCount: pass.blocks.count) { index in
                let block = pass.blocks[index]
                let first = block.lowerBound
                let own = scratch.outputGradient.from(row: first)
                own.copy(
                    from: gradient.from(row: first), rows: block.count,
                    width: configuration.hiddenSize)
                products.reduceGradient(own, rows: block.count, compute.backend)
                var layout = ScratchLayout()
                let lowRankAt = layout.add(
                    dropout == nil ? 0 : block.count * configuration.queryWidth, .float32)
                compute.scratch.with(layout) { memory in
                    projectGradient(
                        products, own, block,
                        inputGradient: scratch.attendedGradient.from(row: first),
                        dropout: dropout?.with(1), lowRank: memory + lowRankAt)
                }
            }
        }
        clock.measure(.lowRankGradients) {
            var work = GradientWork(rows: pass.rows, target: target, adapter: adapter)
            work.add(
                layer.output, input: activations.attended, gradient: scratch.outputGradient,
                dropped: dropout.map { ($0.with(1), scratch.dropped) })
            work.run(self)
        }
    }

    /// Each chunk of queries adds to gradients of its own for the keys and values, so that heads
    /// and chunks run at once; they are added up in order later.
    private func backwardAttention(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        _ scratch: BackwardScratch
    ) {
        let heads = configuration.keyValueHeadCount
        let width = configuration.headWidth
        let plan = pass.plan
        let chunks = plan.chunks(scratch.chunkCount)
        let used = plan.parts.map(\.rows.upperBound).max() ?? 0
        scratch.queryGradient.from(row: used).clear(
            rows: pass.rows - used, width: configuration.queryWidth)
        compute.pool.run(partCount: scratch.chunkCount * heads) { index in
            let (chunk, head) = (index / heads, index % heads)
            let keys = scratch.keyGradient(chunk: chunk, head: head)
            let values = scratch.valueGradient(chunk: chunk, head: head)
            keys.update(repeating: 0, count: pass.rows * width)
            values.update(repeating: 0, count: pass.rows * width)
            guard chunk < chunks.count else { return }
            for task in plan.tasks[chunks[chunk]] {
                let part = plan.parts[task.part]
                let first = part.rows.lowerBound
                attention.backward(
                    segment(plan, task.part, activations, window: layer.window), block: task.block,
                    keyValueHead: head,
                    Attention.Gradients(
                        output: activations.attended.from(row: first),
                        outputGradient: scratch.attendedGradient.from(row: first),
                        logSumExp: activations.logSumExp + first * configuration.headCount,
                        queryGradient: scratch.queryGradient.from(row: first)),
                    pieces: part.context.map {
                        AttentionGradientPiece(
                            keys: keys + $0.lowerBound * width,
                            values: values + $0.lowerBound * width, count: $0.count)
                    })
            }
        }
    }

    private func backwardQueriesKeysValues(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        _ scratch: BackwardScratch, gradient: Matrix, target: GradientTarget, dropout: Dropout?
    ) {
        let projection = layer.queryKeyValue
        clock.measure(.projections) {
            let products = expansion.products([projection], on: compute)[0]
            var layout = ScratchLayout()
            let rows = RowBlocks.largestBlock(of: pass.rows)
            let keysAt = layout.add(rows * 2 * configuration.keyValueWidth, .float32)
            let lowRankAt = layout.add(
                dropout == nil ? 0 : rows * configuration.hiddenSize, .float32)
            compute.pool.run(partCount: pass.blocks.count) { index in
                let block = pass.blocks[index]
                let first = block.lowerBound
                compute.scratch.with(layout) { memory in
                    let keys = Matrix(
                        memory + keysAt, .float32, stride: 2 * configuration.keyValueWidth)
                    gatherKeyValueGradients(block, scratch, into: keys)
                    unturn(layer, block, activations, pass, scratch, keys: keys)
                    let fused = scratch.fusedGradient.from(row: first)
                    fused.copy(
                        from: scratch.queryGradient.from(row: first), rows: block.count,
                        width: configuration.queryWidth)
                    fused.from(column: configuration.queryWidth).copy(
                        from: keys, rows: block.count, width: 2 * configuration.keyValueWidth)
                    let normalised = scratch.normalised.from(row: first)
                    layer.attentionNorm.reapply(
                        activations.input.from(row: first), rows: block.count,
                        scales: activations.attentionScales + first, output: normalised)
                    reduce(
                        products, normalised, block, dropout, scratch.dropped?.from(row: first))
                    products.reduceGradient(fused, rows: block.count, compute.backend)
                    let result = scratch.normalisedGradient.from(row: first)
                    projectGradient(
                        products, fused, block, inputGradient: result, dropout: dropout,
                        lowRank: memory + lowRankAt)
                    layer.attentionNorm.backward(
                        outputGradient: result, input: activations.input.from(row: first),
                        rows: block.count, scales: activations.attentionScales + first,
                        inputGradient: gradient.from(row: first))
                }
            }
        }
        clock.measure(.lowRankGradients) {
            var work = GradientWork(rows: pass.rows, target: target, adapter: adapter)
            work.add(
                projection, input: scratch.normalised, gradient: scratch.fusedGradient,
                dropped: dropout.map { ($0, scratch.dropped) })
            work.addNorm(
                layer.attentionNorm, DecoderParameters.attentionNorm(layer.index),
                input: activations.input, scales: activations.attentionScales,
                gradient: scratch.normalisedGradient)
            work.run(self)
        }
    }

    /// Adds the chunks up in order: keys, then values behind them.
    private func gatherKeyValueGradients(
        _ block: Range<Int>, _ scratch: BackwardScratch, into target: Matrix
    ) {
        let width = configuration.headWidth
        for head in 0..<configuration.keyValueHeadCount {
            for chunk in 0..<scratch.chunkCount {
                for (column, source) in [
                    (0, scratch.keyGradient(chunk: chunk, head: head)),
                    (configuration.keyValueWidth, scratch.valueGradient(chunk: chunk, head: head)),
                ] {
                    let rows = Matrix(source + block.lowerBound * width, stride: width)
                    let to = target.from(column: column + head * width)
                    if chunk == 0 {
                        to.copy(from: rows, rows: block.count, width: width)
                    } else {
                        RowOperations.add(rows, to: to, rows: block.count, width: width)
                    }
                }
            }
        }
    }

    /// Turns the gradients of queries and keys back, and takes them through the norms of heads.
    private func unturn(
        _ layer: DecoderLayer, _ block: Range<Int>, _ activations: LayerActivations,
        _ pass: PassShape, _ scratch: BackwardScratch, keys: Matrix
    ) {
        let first = block.lowerBound
        let queries = scratch.queryGradient.from(row: first)
        rotary.apply(
            queries, rows: block.count, heads: configuration.headCount,
            positions: pass.positions + first, isInverse: true)
        rotary.apply(
            keys, rows: block.count, heads: configuration.keyValueHeadCount,
            positions: pass.positions + first, isInverse: true)
        if let norm = layer.queryNorm, let raw = activations.rawQueries,
            let scales = activations.queryScales
        {
            backwardHeads(
                norm, queries, raw: raw.from(row: first), rows: block.count,
                heads: configuration.headCount, scales: scales + first * configuration.headCount)
        }
        if let norm = layer.keyNorm, let raw = activations.rawKeys,
            let scales = activations.keyScales
        {
            backwardHeads(
                norm, keys, raw: raw.from(row: first), rows: block.count,
                heads: configuration.keyValueHeadCount,
                scales: scales + first * configuration.keyValueHeadCount)
        }
    }

    /// Replaces the gradients of normalised heads by those of the heads before the norm.
    private func backwardHeads(
        _ norm: RMSNorm, _ gradient: Matrix, raw: Matrix, rows: Int, heads: Int,
        scales: UnsafePointer<Float>
    ) {
        let width = configuration.headWidth
        let line = FloatBuffer(count: 2 * heads * width)
        defer { withExtendedLifetime(line) {} }
        let input = Matrix(line.pointer, stride: width)
        let result = Matrix(line.pointer + heads * width, stride: width)
        for row in 0..<rows {
            Matrix(line.pointer, stride: heads * width).copy(
                from: raw.from(row: row), rows: 1, width: heads * width)
            result.clear(rows: heads, width: width)
            let own = Matrix(gradient.from(row: row).base, .float32, stride: width)
            norm.backward(
                outputGradient: own, input: input, rows: heads, scales: scales + row * heads,
                inputGradient: result)
            own.copy(from: result, rows: heads, width: width)
        }
    }
}
