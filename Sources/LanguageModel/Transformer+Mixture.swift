import Kernels

extension Transformer {
    /// A part of one expert's slots.
    private struct ExpertTask {
        let expert: Int
        /// Slots.
        let block: Range<Int>
    }

    /// Rows of one part of an expert's work.
    private static let expertRows = 128

    func forwardMixture(
        _ layer: DecoderLayer, _ mixture: DecoderLayer.Mixture, _ activations: LayerActivations,
        _ pass: PassShape, output: Matrix, dropout: Dropout?
    ) {
        guard let routing = activations.routing else {
            preconditionFailure("A sparse layer keeps its routing")
        }
        let hidden = configuration.hiddenSize
        let normalised = FloatBuffer(count: pass.rows * hidden)
        defer { withExtendedLifetime(normalised) {} }
        let rows = Matrix(normalised.pointer, stride: hidden)
        route(layer, mixture, activations, routing, pass, normalised: rows, dropout: dropout)
        let slots = routing.assignSlots(rows: pass.rows)
        forEachExpert(mixture, slots) { tasks, products in
            compute.pool.run(partCount: tasks.count) { index in
                answer(
                    mixture.experts[tasks[index].expert], products[index], tasks[index].block,
                    activations, routing, normalised: rows, dropout: dropout)
            }
        }
        let perToken = mixture.configuration.expertsPerToken
        compute.pool.run(partCount: pass.blocks.count) { index in
            let block = pass.blocks[index]
            let first = block.lowerBound
            output.from(row: first).copy(
                from: activations.middle.from(row: first), rows: block.count, width: hidden)
            for row in block {
                for place in row * perToken..<(row + 1) * perToken {
                    RowOperations.add(
                        routing.answers.from(row: Int(routing.slots[place])),
                        times: routing.weights[place], to: output.from(row: row), rows: 1,
                        width: hidden)
                }
            }
        }
    }

    /// Behind attention: the residual stream, its normalised rows as floats, and their experts.
    private func route(
        _ layer: DecoderLayer, _ mixture: DecoderLayer.Mixture, _ activations: LayerActivations,
        _ routing: RoutingActivations, _ pass: PassShape, normalised: Matrix, dropout: Dropout?
    ) {
        let products = expansion.products([layer.output], on: compute)[0]
        let hidden = configuration.hiddenSize
        let count = mixture.configuration.expertCount
        var layout = ScratchLayout()
        let droppedAt = layout.add(
            dropout == nil
                ? 0 : RowBlocks.largestBlock(of: pass.rows) * configuration.queryWidth,
            storage.precision)
        compute.pool.run(partCount: pass.blocks.count) { index in
            let block = pass.blocks[index]
            let first = block.lowerBound
            compute.scratch.with(layout) { memory in
                projectAttended(
                    products, activations, block, dropout: dropout,
                    dropped: Matrix(
                        memory + droppedAt, storage.precision, stride: configuration.queryWidth))
            }
            layer.feedForwardNorm.forward(
                activations.middle.from(row: first), rows: block.count,
                output: normalised.from(row: first),
                scales: activations.feedForwardScales + first)
            FewRows.multiply(
                normalised.from(row: first), count: block.count, width: hidden,
                weights: Matrix(mixture.router.pointer, stride: hidden), rows: 0..<count,
                output: Matrix(routing.probabilities + first * count, stride: count))
            for row in block { routing.choose(row: row) }
        }
    }

    /// One expert's answers to some of its slots.
    private func answer(
        _ expert: FeedForward, _ products: [FusedProjection.Products], _ block: Range<Int>,
        _ activations: LayerActivations, _ routing: RoutingActivations, normalised: Matrix,
        dropout: Dropout?
    ) {
        let hidden = configuration.hiddenSize
        let precision = storage.precision
        let width = hidden + expert.gateUp.rankWidth
        let activatedWidth = expert.width + expert.down.rankWidth
        let droppedWidth = max(hidden, expert.width)
        var layout = ScratchLayout()
        let inputAt = layout.add(block.count * width, precision)
        let activatedAt = layout.add(block.count * activatedWidth, precision)
        let gateUpAt = layout.add(block.count * expert.gateUp.outputWidth, precision)
        let droppedAt = layout.add(dropout == nil ? 0 : block.count * droppedWidth, precision)
        compute.scratch.with(layout) { memory in
            let input = Matrix(memory + inputAt, precision, stride: width)
            let dropped = Matrix(memory + droppedAt, precision, stride: droppedWidth)
            for (index, slot) in block.enumerated() {
                let row = Int(routing.rowOfSlot[slot])
                let line = input.from(row: index)
                if row < 0 {
                    line.clear(rows: 1, width: hidden)
                } else {
                    line.copy(from: normalised.from(row: row), rows: 1, width: hidden)
                }
            }
            let values =
                activations.gateUp?.from(row: block.lowerBound)
                ?? Matrix(memory + gateUpAt, precision, stride: expert.gateUp.outputWidth)
            projectGateUp(
                products[0], input, block, output: values, dropout: dropout, dropped: dropped)
            let activated = Matrix(memory + activatedAt, precision, stride: activatedWidth)
            SwiGLU.forward(
                values, rows: block.count, width: expert.width, output: activated)
            reduce(products[1], activated, block, dropout?.with(3), dropped)
            products[1].project(
                activated, rows: block.count,
                output: routing.answers.from(row: block.lowerBound), compute.backend)
        }
    }

    /// Calls `body` with tasks over all experts, or expert by expert where weights are widened.
    private func forEachExpert(
        _ mixture: DecoderLayer.Mixture, _ slots: [Range<Int>],
        _ body: (_ tasks: [ExpertTask], _ products: [[FusedProjection.Products]]) -> Void
    ) {
        var tasks: [ExpertTask] = []
        var products: [[FusedProjection.Products]] = []
        for (expert, range) in slots.enumerated() where !range.isEmpty {
            let feedForward = mixture.experts[expert]
            let own = expansion.products([feedForward.gateUp, feedForward.down], on: compute)
            for start in stride(
                from: range.lowerBound, to: range.upperBound, by: Self.expertRows)
            {
                tasks.append(
                    ExpertTask(
                        expert: expert,
                        block: start..<min(start + Self.expertRows, range.upperBound)
                    ))
                products.append(own)
            }
            if storage.isQuantised {
                body(tasks, products)
                (tasks, products) = ([], [])
            }
        }
        if !tasks.isEmpty { body(tasks, products) }
    }

    // MARK: Backward

    func backwardMixture(
        _ layer: DecoderLayer, _ mixture: DecoderLayer.Mixture, _ activations: LayerActivations,
        _ pass: PassShape, _ scratch: BackwardScratch, gradient: Matrix, target: GradientTarget,
        dropout: Dropout?
    ) {
        precondition(target.base == nil, "A mixture's own weights are not trained")
        guard let routing = activations.routing else {
            preconditionFailure("A sparse layer keeps its routing")
        }
        let slots = clock.measure(.projections) {
            scatter(layer, activations, routing, pass, scratch, gradient: gradient)
            let slots = routing.assignSlots(rows: pass.rows)
            forEachExpert(mixture, slots) { tasks, products in
                compute.pool.run(partCount: tasks.count) { index in
                    backwardFeedForward(
                        mixture.experts[tasks[index].expert], products[index],
                        tasks[index].block, activations, scratch, dropout: dropout)
                }
            }
            return slots
        }
        clock.measure(.lowRankGradients) {
            let gateUpGradients = scratch.gateUp(keptBy: activations)
            for (expert, range) in slots.enumerated() where !range.isEmpty {
                let first = range.lowerBound
                var work = GradientWork(rows: range.count, target: target, adapter: adapter)
                work.add(
                    mixture.experts[expert].gateUp, input: scratch.normalised.from(row: first),
                    gradient: gateUpGradients.from(row: first),
                    dropped: dropout.map { ($0.with(2), scratch.dropped) }, firstRow: first)
                work.add(
                    mixture.experts[expert].down, input: scratch.activated.from(row: first),
                    gradient: scratch.outputGradient.from(row: first),
                    dropped: dropout.map { ($0.with(3), scratch.dropped) }, firstRow: first)
                work.run(self)
            }
        }
        clock.measure(.projections) {
            gather(layer, mixture, activations, routing, pass, scratch, gradient: gradient)
        }
    }

    /// Brings normalised rows and weighted gradients to the slots.
    private func scatter(
        _ layer: DecoderLayer, _ activations: LayerActivations, _ routing: RoutingActivations,
        _ pass: PassShape, _ scratch: BackwardScratch, gradient: Matrix
    ) {
        let hidden = configuration.hiddenSize
        let perToken = routing.mixture.expertsPerToken
        compute.forEachBlock(of: routing.slotCount) { range in
            for slot in range where routing.rowOfSlot[slot] < 0 {
                scratch.normalised.from(row: slot).clear(rows: 1, width: hidden)
                scratch.outputGradient.from(row: slot).clear(rows: 1, width: hidden)
            }
        }
        compute.pool.run(partCount: pass.blocks.count) { index in
            let weighted = FloatBuffer(count: hidden)
            let line = Matrix(weighted.pointer, stride: hidden)
            for row in pass.blocks[index] {
                for place in row * perToken..<(row + 1) * perToken {
                    let slot = Int(routing.slots[place])
                    layer.feedForwardNorm.reapply(
                        activations.middle.from(row: row), rows: 1,
                        scales: activations.feedForwardScales + row,
                        output: scratch.normalised.from(row: slot))
                    line.clear(rows: 1, width: hidden)
                    RowOperations.add(
                        gradient.from(row: row), times: routing.weights[place], to: line, rows: 1,
                        width: hidden)
                    scratch.outputGradient.from(row: slot).copy(
                        from: line, rows: 1, width: hidden)
                }
            }
            withExtendedLifetime(weighted) {}
        }
    }

    /// Adds up the slots' gradients of each row with the router's, and takes them through the norm.
    private func gather(
        _ layer: DecoderLayer, _ mixture: DecoderLayer.Mixture, _ activations: LayerActivations,
        _ routing: RoutingActivations, _ pass: PassShape, _ scratch: BackwardScratch,
        gradient: Matrix
    ) {
        let hidden = configuration.hiddenSize
        let perToken = routing.mixture.expertsPerToken
        let count = routing.mixture.expertCount
        compute.pool.run(partCount: pass.blocks.count) { index in
            let memory = FloatBuffer(count: hidden + count)
            defer { withExtendedLifetime(memory) {} }
            let sum = Matrix(memory.pointer, stride: hidden)
            let logits = memory.pointer + hidden
            for row in pass.blocks[index] {
                sum.clear(rows: 1, width: hidden)
                var weightGradients: [Float] = []
                for place in row * perToken..<(row + 1) * perToken {
                    let slot = Int(routing.slots[place])
                    RowOperations.add(
                        scratch.normalisedGradient.from(row: slot), to: sum, rows: 1, width: hidden)
                    weightGradients.append(
                        dot(
                            gradient.from(row: row).floats,
                            routing.answers.from(row: slot).floats, count: hidden))
                }
                routing.backward(
                    row: row, weightGradients: weightGradients, logitGradients: logits)
                for expert in 0..<count where logits[expert] != 0 {
                    RowOperations.add(
                        Matrix(mixture.router.pointer + expert * hidden, stride: hidden),
                        times: logits[expert], to: sum, rows: 1, width: hidden)
                }
                layer.feedForwardNorm.backward(
                    outputGradient: sum, input: activations.middle.from(row: row), rows: 1,
                    scales: activations.feedForwardScales + row,
                    inputGradient: gradient.from(row: row))
            }
        }
    }
}
