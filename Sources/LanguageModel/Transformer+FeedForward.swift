import Kernels

extension Transformer {
    /// From attention's result to the layer's output.
    ///
    /// Shapes: output (rows, hidden), floats.
    func forwardSecondHalf(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape, output: Matrix,
        dropout: Dropout?
    ) {
        clock.measure(.projections) {
            switch layer.second {
            case .dense(let feedForward):
                forwardDense(
                    layer, feedForward, activations, pass, output: output, dropout: dropout)
            case .mixture(let mixture):
                forwardMixture(
                    layer, mixture, activations, pass, output: output, dropout: dropout)
            }
        }
    }

    /// The residual stream behind attention, for one block.
    func projectAttended(
        _ products: FusedProjection.Products, _ activations: LayerActivations,
        _ block: Range<Int>, dropout: Dropout?, dropped: Matrix?
    ) {
        let attended = activations.attended.from(row: block.lowerBound)
        let middle = activations.middle.from(row: block.lowerBound)
        let hidden = configuration.hiddenSize
        reduce(products, attended, block, dropout?.with(1), dropped)
        middle.copy(
            from: activations.input.from(row: block.lowerBound), rows: block.count, width: hidden)
        products.project(
            attended, rows: block.count, output: middle, accumulates: true, compute.backend)
        if let bias = products.projection.bias {
            RowOperations.addBias(bias.pointer, to: middle, rows: block.count, width: hidden)
        }
    }

    private func forwardDense(
        _ layer: DecoderLayer, _ feedForward: FeedForward, _ activations: LayerActivations,
        _ pass: PassShape, output: Matrix, dropout: Dropout?
    ) {
        let (gateUp, down) = (feedForward.gateUp, feedForward.down)
        let products = expansion.products([layer.output, gateUp, down], on: compute)
        let hidden = configuration.hiddenSize
        let precision = storage.precision
        let rows = RowBlocks.largestBlock(of: pass.rows)
        let normalisedWidth = hidden + gateUp.rankWidth
        let activatedWidth = feedForward.width + down.rankWidth
        let droppedWidth = max(hidden, configuration.queryWidth, feedForward.width)
        var layout = ScratchLayout()
        let normalisedAt = layout.add(rows * normalisedWidth, precision)
        let activatedAt = layout.add(rows * activatedWidth, precision)
        let gateUpAt = layout.add(
            activations.gateUp == nil ? rows * gateUp.outputWidth : 0, precision)
        let droppedAt = layout.add(dropout == nil ? 0 : rows * droppedWidth, precision)
        compute.pool.run(partCount: pass.blocks.count) { index in
            let block = pass.blocks[index]
            let first = block.lowerBound
            compute.scratch.with(layout) { memory in
                let dropped = Matrix(memory + droppedAt, precision, stride: droppedWidth)
                projectAttended(
                    products[0], activations, block, dropout: dropout, dropped: dropped)
                let middle = activations.middle.from(row: first)
                let normalised = Matrix(memory + normalisedAt, precision, stride: normalisedWidth)
                layer.feedForwardNorm.forward(
                    middle, rows: block.count, output: normalised,
                    scales: activations.feedForwardScales + first)
                let values =
                    activations.gateUp?.from(row: first)
                    ?? Matrix(memory + gateUpAt, precision, stride: gateUp.outputWidth)
                projectGateUp(
                    products[1], normalised, block, output: values, dropout: dropout,
                    dropped: dropped)
                let activated = Matrix(memory + activatedAt, precision, stride: activatedWidth)
                SwiGLU.forward(
                    values, rows: block.count, width: feedForward.width, output: activated)
                reduce(products[2], activated, block, dropout?.with(3), dropped)
                let result = output.from(row: first)
                result.copy(from: middle, rows: block.count, width: hidden)
                products[2].project(
                    activated, rows: block.count, output: result, accumulates: true,
                    compute.backend)
                if let bias = down.bias {
                    RowOperations.addBias(
                        bias.pointer, to: result, rows: block.count, width: hidden)
                }
            }
        }
    }

    /// Gate and up of normalised rows, which get A·x behind them.
    func projectGateUp(
        _ products: FusedProjection.Products, _ normalised: Matrix, _ block: Range<Int>,
        output: Matrix, dropout: Dropout?, dropped: Matrix?
    ) {
        reduce(products, normalised, block, dropout?.with(2), dropped)
        products.project(normalised, rows: block.count, output: output, compute.backend)
        if let bias = products.projection.bias {
            RowOperations.addBias(
                bias.pointer, to: output, rows: block.count,
                width: products.projection.outputWidth)
        }
    }
}

extension Transformer {
    /// What the backward pass needs of a layer's second half, where the rest was kept.
    ///
    /// A sparse layer needs its experts' answers too, and so is computed whole.
    func forwardMiddle(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ pass: PassShape,
        _ discarded: Matrix, dropout: Dropout?
    ) {
        if case .mixture = layer.second {
            return forwardSecondHalf(
                layer, activations, pass, output: discarded, dropout: dropout)
        }
        clock.measure(.projections) {
            let products = expansion.products([layer.output], on: compute)[0]
            var layout = ScratchLayout()
            let width = max(configuration.queryWidth, configuration.hiddenSize)
            let rows = RowBlocks.largestBlock(of: pass.rows)
            let droppedAt = layout.add(dropout == nil ? 0 : rows * width, storage.precision)
            let normalisedAt = layout.add(rows * configuration.hiddenSize, storage.precision)
            compute.pool.run(partCount: pass.blocks.count) { index in
                let block = pass.blocks[index]
                compute.scratch.with(layout) { memory in
                    projectAttended(
                        products, activations, block, dropout: dropout,
                        dropped: Matrix(memory + droppedAt, storage.precision, stride: width))
                    layer.feedForwardNorm.forward(
                        activations.middle.from(row: block.lowerBound), rows: block.count,
                        output: Matrix(
                            memory + normalisedAt, storage.precision,
                            stride: configuration.hiddenSize),
                        scales: activations.feedForwardScales + block.lowerBound)
                }
            }
        }
    }
}
