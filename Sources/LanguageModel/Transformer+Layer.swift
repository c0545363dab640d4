import Kernels

/// Which rows of keys and values each segment of a pass looks at.
struct AttentionPlan {
    struct Part {
        /// Rows of this pass that ask.
        let rows: Range<Int>
        /// Stretches of keys, relative to the layer's `keys`; may begin before row 0 (a cache).
        let context: [Range<Int>]
    }

    let parts: [Part]

    /// Every segment sees its ancestors and itself.
    init(_ forest: SegmentForest) {
        parts = forest.segments.indices.map { index in
            Part(
                rows: forest.segments[index].rows,
                context: Self.merged(forest.chain(index).map { forest.segments[$0].rows }))
        }
    }

    /// New rows after `cached` rows that stand in the cache before them.
    init(newRows: Int, after cached: Int) {
        parts = [Part(rows: 0..<newRows, context: [-cached..<newRows])]
    }

    /// A first child lies right behind its parent: one stretch needs no copying.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.reduce(into: []) { result, range in
            if let last = result.last, last.upperBound == range.lowerBound {
                result[result.count - 1] = last.lowerBound..<range.upperBound
            } else {
                result.append(range)
            }
        }
    }
}

extension Transformer {
    /// One layer forward.
    ///
    /// Shapes: `activations.input` (rows, hidden) holds the input; output (rows, hidden).
    func forward(
        layer: DecoderLayer, _ activations: LayerActivations, rows: Int,
        positions: UnsafePointer<Int32>, plan: AttentionPlan, scratch: LayerScratch,
        output: UnsafeMutablePointer<Float>
    ) {
        let hidden = configuration.hiddenSize
        layer.attentionNorm.forward(
            activations.input, rows: rows, output: scratch.normalised,
            scales: activations.attentionScales, on: compute)
        layer.query.forward(
            scratch.normalised, rows: rows, output: activations.queries,
            reduced: activations.reduced[0], on: compute)
        layer.key.forward(
            scratch.normalised, rows: rows, output: activations.keys,
            reduced: activations.reduced[1], on: compute)
        layer.value.forward(
            scratch.normalised, rows: rows, output: activations.values,
            reduced: activations.reduced[2], on: compute)
        rotary.apply(
            activations.queries, rows: rows, heads: configuration.headCount, positions: positions,
            on: compute)
        rotary.apply(
            activations.keys, rows: rows, heads: configuration.keyValueHeadCount,
            positions: positions, on: compute)
        attend(activations, plan: plan)
        activations.middle.update(from: activations.input, count: rows * hidden)
        layer.output.forward(
            activations.attended, rows: rows, output: activations.middle,
            reduced: activations.reduced[3], adding: true, on: compute)

        layer.feedForwardNorm.forward(
            activations.middle, rows: rows, output: scratch.normalised,
            scales: activations.feedForwardScales, on: compute)
        layer.gate.forward(
            scratch.normalised, rows: rows, output: activations.gate,
            reduced: activations.reduced[4], on: compute)
        layer.up.forward(
            scratch.normalised, rows: rows, output: activations.up,
            reduced: activations.reduced[5], on: compute)
        SwiGLU.forward(
            gate: activations.gate, up: activations.up, output: scratch.activated,
            count: rows * configuration.intermediateSize, on: compute)
        output.update(from: activations.middle, count: rows * hidden)
        layer.down.forward(
            scratch.activated, rows: rows, output: output, reduced: activations.reduced[6],
            adding: true, on: compute)
    }

    /// All parts and heads are independent of each other.
    private func attend(_ activations: LayerActivations, plan: AttentionPlan) {
        let heads = configuration.keyValueHeadCount
        compute.pool.run(partCount: plan.parts.count * heads) { index in
            let part = plan.parts[index / heads]
            attention.forward(
                segment(part, activations), keyValueHead: index % heads,
                output: activations.attended + part.rows.lowerBound * configuration.queryWidth,
                logSumExp: activations.logSumExp + part.rows.lowerBound * configuration.headCount)
        }
    }

    func segment(_ part: AttentionPlan.Part, _ activations: LayerActivations) -> AttentionSegment {
        let width = configuration.keyValueWidth
        return AttentionSegment(
            queries: activations.queries + part.rows.lowerBound * configuration.queryWidth,
            count: part.rows.count,
            pieces: part.context.map {
                AttentionPiece(
                    keys: activations.keys + $0.lowerBound * width,
                    values: activations.values + $0.lowerBound * width, count: $0.count)
            })
    }
}

/// Memory of one layer that the next one uses again.
struct LayerScratch {
    /// (rows, hidden).
    let normalised: UnsafeMutablePointer<Float>
    /// (rows, intermediate).
    let activated: UnsafeMutablePointer<Float>

    init(rows: Int, configuration: ModelConfiguration, arena: Arena) {
        normalised = arena.take(rows * configuration.hiddenSize)
        activated = arena.take(rows * configuration.intermediateSize)
    }
}
