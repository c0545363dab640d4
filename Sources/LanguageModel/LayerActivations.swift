import Kernels

/// What the backward pass of one layer needs again.
///
/// N is the number of rows, padded; S the storage's precision.
struct LayerActivations {
    /// How much of a layer is kept between the two passes; the rest is computed again.
    enum Extent: Int, Comparable {
        /// The layer's input alone.
        case input
        /// All but the feed-forward block's own.
        case attention
        case everything

        static func < (a: Extent, b: Extent) -> Bool { a.rawValue < b.rawValue }
    }

    private(set) var extent: Extent
    /// Residual stream before the layer, (N, hidden), floats.
    var input: Matrix
    /// (N).
    var attentionScales: UnsafeMutablePointer<Float>
    /// Before norm and rotation, (N, heads · headWidth) and (N, key-value width), S; where heads
    /// are normalised.
    var rawQueries: Matrix?
    var rawKeys: Matrix?
    /// (N, heads) and (N, key-value heads).
    var queryScales: UnsafeMutablePointer<Float>?
    var keyScales: UnsafeMutablePointer<Float>?
    /// After rotation, (N, heads · headWidth), S.
    var queries: Matrix
    /// After rotation, (N, key-value heads · headWidth), S.
    var keys: Matrix
    var values: Matrix
    /// Keys and values in caches, before those of each part of the pass.
    var inherited: [[AttentionPiece]] = []
    /// (N, heads).
    var logSumExp: UnsafeMutablePointer<Float>
    /// Attention's result before the output projection.
    ///
    /// Shapes: (N, heads · headWidth + rank), S, with A·x behind.
    var attended: Matrix
    /// Residual stream between attention and feed-forward, (N, hidden), floats.
    var middle: Matrix
    /// (N).
    var feedForwardScales: UnsafeMutablePointer<Float>
    /// Gate and up before the activation; nil where they are not kept.
    ///
    /// Shapes: (N, 2 · intermediate + rank), S, with a row for each choice of an expert in a sparse
    /// layer. The backward pass turns them into their gradients, with that of A·x behind.
    var gateUp: Matrix?
    /// Of a sparse layer.
    var routing: RoutingActivations?

    /// Takes memory for one layer.
    ///
    /// - Parameters:
    ///   - rows: padded.
    ///   - extent: what is kept; all but gate and up has memory in any case.
    ///   - shape: the layer's widths.
    ///   - arena: gives the memory.
    ///   - input: the residual stream, where it lies elsewhere.
    init(rows: Int, extent: Extent, shape: LayerShape, arena: Arena, input: Matrix? = nil) {
        let configuration = shape.configuration
        let precision = shape.precision
        self.extent = extent
        self.input =
            input ?? arena.takeMatrix(rows: rows, width: configuration.hiddenSize, .float32)
        attentionScales = arena.take(rows)
        feedForwardScales = arena.take(rows)
        if configuration.hasQueryKeyNorm {
            rawQueries = arena.takeMatrix(rows: rows, width: configuration.queryWidth, precision)
            rawKeys = arena.takeMatrix(rows: rows, width: configuration.keyValueWidth, precision)
            queryScales = arena.take(rows * configuration.headCount)
            keyScales = arena.take(rows * configuration.keyValueHeadCount)
        }
        queries = arena.takeMatrix(rows: rows, width: configuration.queryWidth, precision)
        keys = arena.takeMatrix(rows: rows, width: configuration.keyValueWidth, precision)
        values = arena.takeMatrix(rows: rows, width: configuration.keyValueWidth, precision)
        logSumExp = arena.take(rows * configuration.headCount)
        attended = arena.takeMatrix(
            rows: rows, width: configuration.queryWidth + shape.outputRank, precision)
        middle = arena.takeMatrix(rows: rows, width: configuration.hiddenSize, .float32)
        if extent == .everything {
            gateUp = arena.takeMatrix(
                rows: shape.choices(rows), width: 2 * shape.feedForwardWidth + shape.gateUpRank,
                precision)
        }
        if let mixture = shape.mixture {
            routing = RoutingActivations(rows: rows, mixture, shape: shape, arena: arena)
        }
    }

    /// The same memory with the residual stream elsewhere.
    func with(input: Matrix, extent: Extent) -> LayerActivations {
        var copy = self
        copy.input = input
        copy.extent = extent
        if extent != .everything { copy.gateUp = nil }
        return copy
    }
}
