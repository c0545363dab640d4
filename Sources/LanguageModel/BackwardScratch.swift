import Kernels

/// Memory of the backward pass that every layer uses again.
///
/// Rows with a rank have the low-rank pair's part behind them (`FusedProjection`).
struct BackwardScratch {
    /// A norm's output, (rows, hidden + rank), S.
    let normalised: Matrix
    /// The activation, (choices, intermediate + rank), S.
    let activated: Matrix
    /// The gradient of a residual projection's output, (rows, hidden + rank), S.
    let outputGradient: Matrix
    /// Gate and up of a layer that did not keep them, then their gradients, (choices, 2 ·
    /// intermediate + rank), S.
    let gateUp: Matrix?
    /// (rows, heads · headWidth), S.
    let attendedGradient: Matrix
    /// (rows, heads · headWidth), floats.
    let queryGradient: Matrix
    /// Of keys, then of values: (chunks, key-value heads, rows, headWidth), floats.
    let keyValueGradients: UnsafeMutablePointer<Float>
    let chunkCount: Int
    /// (rows, heads · headWidth + 2 · key-value width + rank), S.
    let fusedGradient: Matrix
    /// Gradient of a norm's output, (choices, hidden), floats.
    let normalisedGradient: Matrix
    /// A low-rank pair's input with dropout, (choices, widest input), S; nil without dropout.
    let dropped: Matrix?
    let rows: Int
    let shape: LayerShape

    /// Tasks of attention's backward pass, at least: chunks times heads of keys.
    private static let attentionParts = 12

    init(rows: Int, shape: LayerShape, needsGateUp: Bool, arena: Arena) {
        self.rows = rows
        self.shape = shape
        let precision = shape.precision
        func take(_ rows: Int, _ width: Int) -> Matrix {
            arena.takeMatrix(rows: rows, width: width, precision)
        }
        let choices = shape.choices(rows)
        let hidden = shape.hidden
        normalised = take(
            choices, hidden + max(shape.queryKeyValueRank, shape.gateUpRank))
        activated = take(choices, shape.feedForwardWidth + shape.downRank)
        outputGradient = take(choices, hidden + max(shape.outputRank, shape.downRank))
        gateUp =
            needsGateUp ? take(choices, 2 * shape.feedForwardWidth + shape.gateUpRank) : nil
        attendedGradient = take(rows, shape.queryWidth)
        queryGradient = arena.takeMatrix(rows: rows, width: shape.queryWidth, .float32)
        let heads = shape.configuration.keyValueHeadCount
        chunkCount = max(1, (Self.attentionParts + heads - 1) / heads)
        keyValueGradients = arena.take(2 * chunkCount * rows * shape.keyValueWidth)
        fusedGradient = take(rows, shape.fusedWidth + shape.queryKeyValueRank)
        normalisedGradient = arena.takeMatrix(rows: choices, width: hidden, .float32)
        dropped =
            shape.dropout > 0
            ? take(choices, max(hidden, shape.queryWidth, shape.feedForwardWidth)) : nil
    }

    /// Where a layer's gate and up lie in the backward pass: where it kept them, or here.
    func gateUp(keptBy activations: LayerActivations) -> Matrix {
        guard let matrix = activations.gateUp ?? gateUp else {
            preconditionFailure("A layer that keeps no gate has memory for it")
        }
        return matrix
    }

    /// The gradients of one chunk's keys (or values) under one head, (rows, headWidth).
    func keyGradient(chunk: Int, head: Int) -> UnsafeMutablePointer<Float> {
        keyValueGradients + chunk * rows * shape.keyValueWidth
            + head * rows * shape.configuration.headWidth
    }

    func valueGradient(chunk: Int, head: Int) -> UnsafeMutablePointer<Float> {
        keyGradient(chunk: chunkCount + chunk, head: head)
    }
}
