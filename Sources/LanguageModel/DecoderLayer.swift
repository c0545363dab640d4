import Kernels

/// One decoder layer: attention and gated feed-forward, each on a normalised residual stream.
struct DecoderLayer {
    let attentionNorm: RMSNorm
    let attentionNormOffset: Int
    let query: Projection
    let key: Projection
    let value: Projection
    let output: Projection
    let feedForwardNorm: RMSNorm
    let feedForwardNormOffset: Int
    let gate: Projection
    let up: Projection
    let down: Projection

    init(
        _ layer: Int, configuration: ModelConfiguration, parameters: ParameterSet,
        adapter: LoRAAdapter?
    ) {
        func norm(_ name: String) -> (RMSNorm, Int) {
            guard let entry = parameters.entry(name) else {
                preconditionFailure("A decoder layer has both norms")
            }
            let norm = RMSNorm(
                width: configuration.hiddenSize, epsilon: configuration.rmsNormEpsilon,
                weight: parameters.pointer(entry))
            return (norm, entry.offset)
        }
        func projection(_ module: ProjectionModule) -> Projection {
            Projection(
                module, layer: layer, configuration: configuration, parameters: parameters,
                adapter: adapter)
        }
        (attentionNorm, attentionNormOffset) = norm(DecoderParameters.attentionNorm(layer))
        (feedForwardNorm, feedForwardNormOffset) = norm(DecoderParameters.feedForwardNorm(layer))
        query = projection(.query)
        key = projection(.key)
        value = projection(.value)
        output = projection(.output)
        gate = projection(.gate)
        up = projection(.up)
        down = projection(.down)
    }

    var projections: [Projection] { [query, key, value, output, gate, up, down] }
}

/// What the backward pass of one layer needs again.
///
/// N is the number of rows.
struct LayerActivations {
    /// Residual stream before the layer, (N, hidden).
    var input: UnsafeMutablePointer<Float>
    /// (N).
    var attentionScales: UnsafeMutablePointer<Float>
    /// After rotation, (N, heads · headWidth).
    var queries: UnsafeMutablePointer<Float>
    /// After rotation, (N, key-value heads · headWidth).
    var keys: UnsafeMutablePointer<Float>
    var values: UnsafeMutablePointer<Float>
    /// (N, heads).
    var logSumExp: UnsafeMutablePointer<Float>
    /// Attention's result before the output projection, (N, heads · headWidth).
    var attended: UnsafeMutablePointer<Float>
    /// Residual stream between attention and feed-forward, (N, hidden).
    var middle: UnsafeMutablePointer<Float>
    /// (N).
    var feedForwardScales: UnsafeMutablePointer<Float>
    /// (N, intermediate).
    var gate: UnsafeMutablePointer<Float>
    var up: UnsafeMutablePointer<Float>
    /// A·x of each projection with an adapter, (N, rank), in the order of `projections`.
    var reduced: [UnsafeMutablePointer<Float>?]

    /// Takes memory for one layer; keys and values may lie elsewhere (in a cache).
    init(
        rows: Int, configuration: ModelConfiguration, layer: DecoderLayer, arena: Arena,
        keys: UnsafeMutablePointer<Float>? = nil, values: UnsafeMutablePointer<Float>? = nil
    ) {
        input = arena.take(rows * configuration.hiddenSize)
        attentionScales = arena.take(rows)
        queries = arena.take(rows * configuration.queryWidth)
        self.keys = keys ?? arena.take(rows * configuration.keyValueWidth)
        self.values = values ?? arena.take(rows * configuration.keyValueWidth)
        logSumExp = arena.take(rows * configuration.headCount)
        attended = arena.take(rows * configuration.queryWidth)
        middle = arena.take(rows * configuration.hiddenSize)
        feedForwardScales = arena.take(rows)
        gate = arena.take(rows * configuration.intermediateSize)
        up = arena.take(rows * configuration.intermediateSize)
        reduced = layer.projections.map { projection in
            projection.lowRank.map { arena.take(rows * $0.rank) }
        }
    }
}
