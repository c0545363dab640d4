import Kernels

extension Transformer {
    /// Rows of logits that are held at once; bounds memory where the vocabulary is large.
    private var headRows: Int { max(16, min(256, (1 << 23) / configuration.vocabularySize)) }

    /// Losses of all labels in nats, in the forest's order, weights not applied.
    package func losses(_ forest: SegmentForest) -> [Float] {
        arena.reset()
        let final = forwardKeepingNothing(forest)
        var losses: [Float] = []
        losses.reserveCapacity(forest.labels.count)
        forEachLabelBlock(forest, hidden: final) { labels, logits, _, _ in
            losses.append(contentsOf: labelLosses(labels, logits: logits, scale: nil))
        }
        return losses
    }

    /// Logits of the given rows, (rows, vocabulary).
    package func logits(_ forest: SegmentForest, rows: [Int]) -> [Float] {
        arena.reset()
        let final = forwardKeepingNothing(forest)
        let gathered = arena.take(rows.count * configuration.hiddenSize)
        let scales = arena.take(rows.count)
        gatherAndNormalise(final, rows: rows, into: gathered, scales: scales)
        return [Float](
            unsafeUninitializedCapacity: rows.count * configuration.vocabularySize
        ) { buffer, count in
            if let start = buffer.baseAddress {
                project(gathered, rows: rows.count, logits: start)
            }
            count = rows.count * configuration.vocabularySize
        }
    }

    /// Adds the gradient of (weighted sum of losses · scale) to the target.
    /// - Returns: the weighted sum of losses, unscaled, in nats.
    package func accumulateGradients(
        _ forest: SegmentForest, scale: Float, into target: GradientTarget
    ) -> Double {
        arena.reset()
        let rows = forest.rowCount
        let plan = AttentionPlan(forest)
        rotary.prepare(positions: forest.longestSequence)
        let scratch = LayerScratch(rows: rows, configuration: configuration, arena: arena)
        let activations = layers.map {
            LayerActivations(rows: rows, configuration: configuration, layer: $0, arena: arena)
        }
        let final = arena.take(rows * configuration.hiddenSize)
        let gradient = arena.takeZeros(rows * configuration.hiddenSize)
        let backwardScratch = BackwardScratch(
            rows: rows, configuration: configuration, rank: adapter?.configuration.rank,
            arena: arena)
        return forest.positions.withUnsafeBufferPointer { buffer in
            guard let positions = buffer.baseAddress else { return 0 }
            embed(forest.tokens, into: activations.first?.input ?? final)
            for index in layers.indices {
                forward(
                    layer: layers[index], activations[index], rows: rows, positions: positions,
                    plan: plan, scratch: scratch,
                    output: index + 1 < layers.count ? activations[index + 1].input : final)
            }
            let loss = backwardHead(
                forest, final: final, gradient: gradient, scale: scale, target: target)
            for index in layers.indices.reversed() {
                backward(
                    layer: layers[index], activations[index], rows: rows, positions: positions,
                    plan: plan, scratch: scratch, backwardScratch: backwardScratch,
                    gradient: gradient, target: target)
            }
            if let base = target.base { backwardEmbedding(forest, gradient, into: base) }
            return loss
        }
    }

    // MARK: Forward only

    /// The residual stream after the last layer, (rows, hidden).
    private func forwardKeepingNothing(_ forest: SegmentForest) -> UnsafeMutablePointer<Float> {
        let rows = forest.rowCount
        let plan = AttentionPlan(forest)
        rotary.prepare(positions: forest.longestSequence)
        let scratch = LayerScratch(rows: rows, configuration: configuration, arena: arena)
        let output = arena.take(rows * configuration.hiddenSize)
        guard let first = layers.first else {
            embed(forest.tokens, into: output)
            return output
        }
        let activations = LayerActivations(
            rows: rows, configuration: configuration, layer: first, arena: arena)
        embed(forest.tokens, into: activations.input)
        forest.positions.withUnsafeBufferPointer { buffer in
            guard let positions = buffer.baseAddress else { return }
            for layer in layers {
                forward(
                    layer: layer, activations, rows: rows, positions: positions, plan: plan,
                    scratch: scratch, output: output)
                activations.input.update(from: output, count: rows * configuration.hiddenSize)
            }
        }
        return output
    }

    // MARK: Head

    private func gatherAndNormalise(
        _ hidden: UnsafePointer<Float>, rows: [Int], into output: UnsafeMutablePointer<Float>,
        scales: UnsafeMutablePointer<Float>
    ) {
        let width = configuration.hiddenSize
        let mark = arena.mark()
        let gathered = arena.take(rows.count * width)
        for (index, row) in rows.enumerated() {
            (gathered + index * width).update(from: hidden + row * width, count: width)
        }
        finalNorm.forward(gathered, rows: rows.count, output: output, scales: scales, on: compute)
        arena.release(to: mark)
    }

    /// Walks over the labels in blocks, with normalised rows, their scales and their logits.
    private func forEachLabelBlock(
        _ forest: SegmentForest, hidden: UnsafePointer<Float>,
        _ body: (
            ArraySlice<SegmentForest.Label>, UnsafeMutablePointer<Float>,
            _ normalised: UnsafeMutablePointer<Float>, _ scales: UnsafeMutablePointer<Float>
        ) -> Void
    ) {
        let capacity = min(headRows, forest.labels.count)
        guard capacity > 0 else { return }
        let normalised = arena.take(capacity * configuration.hiddenSize)
        let scales = arena.take(capacity)
        let logits = arena.take(capacity * configuration.vocabularySize)
        for start in stride(from: 0, to: forest.labels.count, by: capacity) {
            let labels = forest.labels[start..<min(start + capacity, forest.labels.count)]
            gatherAndNormalise(
                hidden, rows: labels.map(\.row), into: normalised, scales: scales)
            project(normalised, rows: labels.count, logits: logits)
            body(labels, logits, normalised, scales)
        }
    }

    /// Losses of a block; with a scale, the logits become their gradients.
    private func labelLosses(
        _ labels: ArraySlice<SegmentForest.Label>, logits: UnsafeMutablePointer<Float>,
        scale: Float?
    ) -> [Float] {
        let size = configuration.vocabularySize
        let results = FloatBuffer(count: labels.count)
        compute.forEachBlock(of: labels.count, smallest: 4) { range in
            for index in range {
                let label = labels[labels.startIndex + index]
                results.pointer[index] = CrossEntropy.row(
                    logits: logits + index * size, vocabularySize: size,
                    target: Int(label.target), gradientScale: scale.map { $0 * label.weight })
            }
        }
        return results.copyToArray()
    }

    /// Losses, and the gradient of the residual stream after the last layer.
    private func backwardHead(
        _ forest: SegmentForest, final: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, scale: Float, target: GradientTarget
    ) -> Double {
        let width = configuration.hiddenSize
        let size = configuration.vocabularySize
        let capacity = min(headRows, forest.labels.count)
        let normalisedGradient = arena.take(capacity * width)
        let rawGradient = arena.take(capacity * width)
        let raw = arena.take(capacity * width)
        var total = 0.0
        forEachLabelBlock(forest, hidden: final) { labels, logits, normalised, scales in
            let losses = labelLosses(labels, logits: logits, scale: scale)
            total += zip(labels, losses).reduce(0) { $0 + Double($1.0.weight) * Double($1.1) }
            compute.multiply(
                MatrixProduct(
                    m: labels.count, n: width, k: size, a: logits, aStride: size,
                    b: parameters.pointer(head), bStride: width, c: normalisedGradient,
                    cStride: width))
            if let base = target.base {
                compute.multiply(
                    MatrixProduct(
                        m: size, n: width, k: labels.count, a: logits, aStride: size,
                        isATransposed: true, b: normalised, bStride: width,
                        c: base.pointer + head.offset, cStride: width, beta: 1))
            }
            for (index, label) in labels.enumerated() {
                (raw + index * width).update(from: final + label.row * width, count: width)
            }
            rawGradient.update(repeating: 0, count: labels.count * width)
            finalNorm.backward(
                outputGradient: normalisedGradient, input: raw, rows: labels.count,
                scales: scales, inputGradient: rawGradient,
                weightGradient: target.base.map { $0.pointer + finalNormEntry.offset }, on: compute)
            for (index, label) in labels.enumerated() {
                addScaled(
                    rawGradient + index * width, 1, to: gradient + label.row * width, count: width)
            }
        }
        return total
    }

    private func backwardEmbedding(
        _ forest: SegmentForest, _ gradient: UnsafePointer<Float>, into base: FloatBuffer
    ) {
        let width = configuration.hiddenSize
        let table = base.pointer + embedding.offset
        for (row, token) in forest.tokens.enumerated() {
            addScaled(gradient + row * width, 1, to: table + Int(token) * width, count: width)
        }
    }
}
