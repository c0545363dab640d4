import Kernels

extension Transformer {
    /// Losses of all labels in nats, in the forest's order, weights not applied.
    package func losses(_ forest: SegmentForest) -> [Float] {
        withFinal(forest) { losses(forest.labels, hidden: $0) }
    }

    /// Gives labels with their logits, (labels, vocabulary), block by block.
    func forEachLogitBlock(
        _ forest: SegmentForest,
        _ body: (_ labels: ArraySlice<SegmentForest.Label>, _ logits: Matrix) -> Void
    ) {
        withFinal(forest) { final in
            let memory = HeadMemory(
                labelCount: forest.labels.count, configuration: configuration,
                precision: storage.precision, needsGradients: false, arena: arena)
            forEachBlock(of: forest.labels, hidden: final, memory) { body($0, memory.logits) }
        }
    }

    /// Logits of the given rows, (rows, vocabulary).
    package func logits(_ forest: SegmentForest, rows: [Int]) -> [Float] {
        withFinal(forest) { final in
            let memory = HeadMemory(
                labelCount: rows.count, configuration: configuration,
                precision: storage.precision, needsGradients: false, arena: arena)
            var logits: [Float] = []
            logits.reserveCapacity(rows.count * configuration.vocabularySize)
            for start in stride(from: 0, to: rows.count, by: memory.capacity) {
                let block = Array(rows[start..<min(start + memory.capacity, rows.count)])
                project(block, hidden: final, memory)
                logits.append(
                    contentsOf: UnsafeBufferPointer(
                        start: memory.logits.floats,
                        count: block.count * configuration.vocabularySize))
            }
            return logits
        }
    }

    /// Adds the gradient of (weighted sum of losses · scale) to the target.
    ///
    /// - Parameters:
    ///   - forest: the records.
    ///   - scale: what the losses are multiplied with.
    ///   - target: where gradients are added.
    ///   - dropoutSeed: turns on the adapter's dropout; the same seed gives the same masks.
    ///   - distillation: how much the teachers of the forest's records count, where they have any.
    /// - Returns: the weighted sums of losses, unscaled.
    package func accumulateGradients(
        _ forest: SegmentForest, scale: Float, into target: GradientTarget,
        dropoutSeed: UInt64? = nil, distillation: DistillationLoss? = nil
    ) -> LossSums {
        precondition(
            target.base == nil || parameters != nil, "A frozen base has no gradient")
        precondition(
            target.base == nil
                || configuration.biasedModules.isEmpty && !configuration.hasQueryKeyNorm,
            "Biases and the norms of heads are not trained")
        synchronise()
        arena.reset()
        let rows = RowBlocks.padded(forest.rowCount)
        let shapes = layerShapes(adapter?.configuration)
        let extents = StepMemory.extents(
            rows: rows, labelCount: forest.labels.count, shapes: shapes, budget: activationBudget)
        arena.reserve(
            StepMemory.byteCount(
                rows: rows, labelCount: forest.labels.count, shapes: shapes, extents: extents))
        let memory = StepMemory(
            rows: rows, labelCount: forest.labels.count, shapes: shapes, extents: extents,
            arena: arena)
        let dropout = dropoutSeed.flatMap { seed in
            adapter.flatMap {
                $0.configuration.dropout > 0
                    ? Dropout(rate: $0.configuration.dropout, key: seed) : nil
            }
        }
        return withPass(forest, rows: rows) { pass in
            embed(forest.tokens, into: memory.activations.first?.input ?? memory.final, rows: rows)
            for (index, layer) in layers.enumerated() {
                let next = index + 1
                let output =
                    next < layers.count ? memory.activations[next].input : memory.final
                let masks = dropout?.with(8 * index)
                forwardAttention(layer, memory.activations[index], pass, dropout: masks)
                forwardSecondHalf(
                    layer, memory.activations[index], pass, output: output, dropout: masks)
            }
            memory.gradient.clear(rows: rows, width: configuration.hiddenSize)
            let loss = clock.measure(.head) {
                backwardHead(
                    forest, hidden: memory.final, gradient: memory.gradient, scale: scale,
                    memory.head, target: target, distillation: distillation)
            }
            for (index, layer) in layers.enumerated().reversed() {
                let masks = dropout?.with(8 * index)
                let activations = memory.activations[index]
                if activations.extent == .input, let discarded = memory.discarded {
                    forwardAttention(layer, activations, pass, dropout: masks)
                    forwardMiddle(layer, activations, pass, discarded, dropout: masks)
                }
                backward(
                    layer, activations, pass, memory.backward, gradient: memory.gradient,
                    target: target, dropout: masks)
            }
            if let base = target.base { backwardEmbedding(forest, memory.gradient, into: base) }
            return loss
        }
    }

    func layerShapes(_ lora: LoRAConfiguration?) -> [LayerShape] {
        layers.indices.map {
            LayerShape(
                layer: $0, configuration: configuration, precision: storage.precision, lora: lora)
        }
    }

    // MARK: Forward only

    /// Runs all layers and gives the residual stream after the last one, (rows, hidden).
    func withFinal<Result>(_ forest: SegmentForest, _ body: (Matrix) -> Result) -> Result {
        synchronise()
        arena.reset()
        let rows = RowBlocks.padded(forest.rowCount)
        return withPass(forest, rows: rows) { pass in
            let output = arena.takeMatrix(
                rows: rows, width: configuration.hiddenSize, .float32)
            embed(forest.tokens, into: output, rows: rows)
            runLayers(pass, stream: output)
            return body(output)
        }
    }

    /// All layers over one stream, with nothing kept but what a cache is given.
    ///
    /// - Parameters:
    ///   - pass: its rows.
    ///   - stream: (rows, hidden), floats; becomes that after the last layer.
    ///   - inherited: what a layer's queries see in caches, for each part of the pass.
    ///   - computed: gets each layer's keys and values, (rows, key-value width).
    func runLayers(
        _ pass: PassShape, stream: Matrix, inherited: (Int) -> [[AttentionPiece]] = { _ in [] },
        computed: (_ layer: Int, _ keys: Matrix, _ values: Matrix) -> Void = { _, _, _ in }
    ) {
        guard !layers.isEmpty else { return }
        let shape = LayerShape.largest(of: layerShapes(adapter?.configuration))
        var activations = LayerActivations(
            rows: pass.rows, extent: .attention, shape: shape, arena: arena)
        for (index, layer) in layers.enumerated() {
            activations.inherited = inherited(index)
            activations.input.copy(
                from: stream, rows: pass.rows, width: configuration.hiddenSize)
            forwardAttention(layer, activations, pass, dropout: nil)
            computed(index, activations.keys, activations.values)
            forwardSecondHalf(layer, activations, pass, output: stream, dropout: nil)
        }
    }

    private func withPass<Result>(
        _ forest: SegmentForest, rows: Int, _ body: (PassShape) -> Result
    ) -> Result {
        rotary.prepare(positions: max(forest.longestSequence, 1))
        let positions =
            forest.positions + [Int32](repeating: 0, count: rows - forest.rowCount)
        return positions.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else {
                preconditionFailure("A forest has rows")
            }
            return body(
                PassShape(
                    rows: rows, positions: start,
                    plan: AttentionPlan(forest, attention: attention)))
        }
    }

    private func backwardEmbedding(
        _ forest: SegmentForest, _ gradient: Matrix, into base: FloatBuffer
    ) {
        guard let entry = parameters?.entry(DecoderParameters.embedding) else { return }
        let width = configuration.hiddenSize
        let table = base.pointer + entry.offset
        for (row, token) in forest.tokens.enumerated() {
            addScaled(
                gradient.from(row: row).floats, 1, to: table + Int(token) * width, count: width)
        }
    }
}

extension Transformer {
    /// Whether the most probable token of each label is its target, in the forest's order.
    ///
    /// Where that holds for all labels of a record, greedy decoding writes exactly its answer.
    package func hitsTargets(_ forest: SegmentForest) -> [Bool] {
        let size = configuration.vocabularySize
        var hits: [Bool] = []
        hits.reserveCapacity(forest.labels.count)
        forEachLogitBlock(forest) { labels, logits in
            for (index, label) in labels.enumerated() {
                let row = UnsafeBufferPointer(start: logits.from(row: index).floats, count: size)
                hits.append(Sampler.mostProbable(row) == Int(label.target))
            }
        }
        return hits
    }
}
