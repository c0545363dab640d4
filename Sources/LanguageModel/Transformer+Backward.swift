import Kernels

/// Memory of the backward pass that every layer uses again.
struct BackwardScratch {
    /// Gradient of a projection's input from the residual side, (rows, hidden).
    let normalisedGradient: UnsafeMutablePointer<Float>
    /// (rows, intermediate).
    let activatedGradient: UnsafeMutablePointer<Float>
    /// (rows, heads · headWidth).
    let attendedGradient: UnsafeMutablePointer<Float>
    let queryGradient: UnsafeMutablePointer<Float>
    /// (rows, key-value heads · headWidth).
    let keyGradient: UnsafeMutablePointer<Float>
    let valueGradient: UnsafeMutablePointer<Float>
    /// (rows, rank).
    let reduced: UnsafeMutablePointer<Float>?

    init(rows: Int, configuration: ModelConfiguration, rank: Int?, arena: Arena) {
        normalisedGradient = arena.take(rows * configuration.hiddenSize)
        activatedGradient = arena.take(rows * configuration.intermediateSize)
        attendedGradient = arena.take(rows * configuration.queryWidth)
        queryGradient = arena.take(rows * configuration.queryWidth)
        keyGradient = arena.take(rows * configuration.keyValueWidth)
        valueGradient = arena.take(rows * configuration.keyValueWidth)
        reduced = rank.map { arena.take(rows * $0) }
    }
}

extension Transformer {
    /// One layer backward: `gradient` is that of the layer's output and becomes that of its input.
    ///
    /// Gate and up in `activations` are overwritten by their gradients.
    func backward(
        layer: DecoderLayer, _ activations: LayerActivations, rows: Int,
        positions: UnsafePointer<Int32>, plan: AttentionPlan, scratch: LayerScratch,
        backwardScratch: BackwardScratch, gradient: UnsafeMutablePointer<Float>,
        target: GradientTarget
    ) {
        backwardFeedForward(
            layer, activations, rows: rows, scratch, backwardScratch, gradient: gradient, target)
        backwardAttention(
            layer, activations, rows: rows, positions: positions, plan: plan, scratch,
            backwardScratch, gradient: gradient, target)
    }

    private func backwardFeedForward(
        _ layer: DecoderLayer, _ activations: LayerActivations, rows: Int, _ scratch: LayerScratch,
        _ backward: BackwardScratch, gradient: UnsafeMutablePointer<Float>,
        _ target: GradientTarget
    ) {
        // Computed again from what was kept: two element-wise passes instead of two stored blocks.
        SwiGLU.forward(
            gate: activations.gate, up: activations.up, output: scratch.activated,
            count: rows * configuration.intermediateSize, on: compute)
        layer.feedForwardNorm.reapply(
            activations.middle, rows: rows, scales: activations.feedForwardScales,
            output: scratch.normalised, on: compute)
        layer.down.backward(
            outputGradient: gradient, input: scratch.activated, rows: rows,
            reduced: activations.reduced[6], scratch: backward.reduced,
            inputGradient: backward.activatedGradient, adding: false, target: target, on: compute)
        SwiGLU.backwardInPlace(
            outputGradient: backward.activatedGradient, gate: activations.gate, up: activations.up,
            count: rows * configuration.intermediateSize, on: compute)
        layer.gate.backward(
            outputGradient: activations.gate, input: scratch.normalised, rows: rows,
            reduced: activations.reduced[4], scratch: backward.reduced,
            inputGradient: backward.normalisedGradient, adding: false, target: target, on: compute)
        layer.up.backward(
            outputGradient: activations.up, input: scratch.normalised, rows: rows,
            reduced: activations.reduced[5], scratch: backward.reduced,
            inputGradient: backward.normalisedGradient, adding: true, target: target, on: compute)
        layer.feedForwardNorm.backward(
            outputGradient: backward.normalisedGradient, input: activations.middle, rows: rows,
            scales: activations.feedForwardScales, inputGradient: gradient,
            weightGradient: target.base.map { $0.pointer + layer.feedForwardNormOffset },
            on: compute)
    }

    private func backwardAttention(
        _ layer: DecoderLayer, _ activations: LayerActivations, rows: Int,
        positions: UnsafePointer<Int32>, plan: AttentionPlan, _ scratch: LayerScratch,
        _ backward: BackwardScratch, gradient: UnsafeMutablePointer<Float>,
        _ target: GradientTarget
    ) {
        layer.attentionNorm.reapply(
            activations.input, rows: rows, scales: activations.attentionScales,
            output: scratch.normalised, on: compute)
        layer.output.backward(
            outputGradient: gradient, input: activations.attended, rows: rows,
            reduced: activations.reduced[3], scratch: backward.reduced,
            inputGradient: backward.attendedGradient, adding: false, target: target, on: compute)
        backward.queryGradient.update(repeating: 0, count: rows * configuration.queryWidth)
        backward.keyGradient.update(repeating: 0, count: rows * configuration.keyValueWidth)
        backward.valueGradient.update(repeating: 0, count: rows * configuration.keyValueWidth)
        // Segments add to the keys of their ancestors, heads only to their own columns.
        compute.pool.run(partCount: configuration.keyValueHeadCount) { head in
            for part in plan.parts {
                backwardPart(part, head: head, activations, backward)
            }
        }
        rotary.apply(
            backward.queryGradient, rows: rows, heads: configuration.headCount,
            positions: positions, isInverse: true, on: compute)
        rotary.apply(
            backward.keyGradient, rows: rows, heads: configuration.keyValueHeadCount,
            positions: positions, isInverse: true, on: compute)
        layer.query.backward(
            outputGradient: backward.queryGradient, input: scratch.normalised, rows: rows,
            reduced: activations.reduced[0], scratch: backward.reduced,
            inputGradient: backward.normalisedGradient, adding: false, target: target, on: compute)
        layer.key.backward(
            outputGradient: backward.keyGradient, input: scratch.normalised, rows: rows,
            reduced: activations.reduced[1], scratch: backward.reduced,
            inputGradient: backward.normalisedGradient, adding: true, target: target, on: compute)
        layer.value.backward(
            outputGradient: backward.valueGradient, input: scratch.normalised, rows: rows,
            reduced: activations.reduced[2], scratch: backward.reduced,
            inputGradient: backward.normalisedGradient, adding: true, target: target, on: compute)
        layer.attentionNorm.backward(
            outputGradient: backward.normalisedGradient, input: activations.input, rows: rows,
            scales: activations.attentionScales, inputGradient: gradient,
            weightGradient: target.base.map { $0.pointer + layer.attentionNormOffset },
            on: compute)
    }

    private func backwardPart(
        _ part: AttentionPlan.Part, head: Int, _ activations: LayerActivations,
        _ backward: BackwardScratch
    ) {
        let queryOffset = part.rows.lowerBound * configuration.queryWidth
        let width = configuration.keyValueWidth
        attention.backward(
            segment(part, activations), keyValueHead: head,
            output: activations.attended + queryOffset,
            outputGradient: backward.attendedGradient + queryOffset,
            logSumExp: activations.logSumExp + part.rows.lowerBound * configuration.headCount,
            queryGradient: backward.queryGradient + queryOffset,
            gradientPieces: part.context.map {
                AttentionGradientPiece(
                    keys: backward.keyGradient + $0.lowerBound * width,
                    values: backward.valueGradient + $0.lowerBound * width, count: $0.count)
            })
    }
}
