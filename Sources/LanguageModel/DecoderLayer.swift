import Kernels

/// One decoder layer: attention and feed-forward, each on a normalised residual stream.
final class DecoderLayer {
    /// What stands behind attention.
    enum Second {
        case dense(FeedForward)
        case mixture(Mixture)
    }

    /// A router's matrix and the experts that it chooses among.
    struct Mixture {
        /// (experts, hidden), floats: its product decides, so it is never rounded.
        let router: FloatBuffer
        let experts: [FeedForward]
        let configuration: MixtureConfiguration
    }

    let index: Int
    let attentionNormWeight: FloatBuffer
    let feedForwardNormWeight: FloatBuffer
    /// Norms of each query and key head; nil where the family has none.
    let queryNormWeight: FloatBuffer?
    let keyNormWeight: FloatBuffer?
    let queryKeyValue: FusedProjection
    let output: FusedProjection
    let second: Second
    /// Keys that a query sees at most.
    let window: Int?

    private let hiddenSize: Int
    private let headWidth: Int
    private let epsilon: Float

    init(
        _ index: Int, configuration: ModelConfiguration, storage: EngineStorage,
        building: WeightBuilding
    ) throws {
        let fill = building.fill
        self.index = index
        hiddenSize = configuration.hiddenSize
        headWidth = configuration.headWidth
        epsilon = configuration.rmsNormEpsilon
        window = configuration.slidingWindow(layer: index)
        attentionNormWeight = try fill.vector(
            DecoderParameters.attentionNorm(index), count: hiddenSize)
        feedForwardNormWeight = try fill.vector(
            DecoderParameters.feedForwardNorm(index), count: hiddenSize)
        if configuration.hasQueryKeyNorm {
            queryNormWeight = try fill.vector(DecoderParameters.queryNorm(index), count: headWidth)
            keyNormWeight = try fill.vector(DecoderParameters.keyNorm(index), count: headWidth)
        } else {
            queryNormWeight = nil
            keyNormWeight = nil
        }
        queryKeyValue = try FusedProjection(
            FusedProjection.parts([.query, .key, .value], layer: index, configuration),
            inputWidth: hiddenSize, storage: storage, building: building)
        output = try FusedProjection(
            FusedProjection.parts([.output], layer: index, configuration),
            inputWidth: configuration.queryWidth, storage: storage, building: building)
        guard let mixture = configuration.mixture, mixture.isSparse(layer: index) else {
            second = .dense(
                try FeedForward(
                    layer: index, expert: nil, configuration: configuration, storage: storage,
                    building: building))
            return
        }
        let router = FloatBuffer(count: mixture.expertCount * hiddenSize)
        try fill.matrix(
            DecoderParameters.router(index, configuration.family), rows: mixture.expertCount,
            width: hiddenSize, on: building.compute
        ) { [hiddenSize] row, line in
            (router.pointer + row * hiddenSize).update(from: line, count: hiddenSize)
        }
        second = .mixture(
            Mixture(
                router: router,
                experts: try (0..<mixture.expertCount).map {
                    try FeedForward(
                        layer: index, expert: $0, configuration: configuration, storage: storage,
                        building: building)
                }, configuration: mixture))
    }

    var attentionNorm: RMSNorm {
        RMSNorm(width: hiddenSize, epsilon: epsilon, weight: attentionNormWeight.pointer)
    }
    var feedForwardNorm: RMSNorm {
        RMSNorm(width: hiddenSize, epsilon: epsilon, weight: feedForwardNormWeight.pointer)
    }
    var queryNorm: RMSNorm? {
        queryNormWeight.map { RMSNorm(width: headWidth, epsilon: epsilon, weight: $0.pointer) }
    }
    var keyNorm: RMSNorm? {
        keyNormWeight.map { RMSNorm(width: headWidth, epsilon: epsilon, weight: $0.pointer) }
    }

    /// Feed-forward blocks, one or as many as there are experts.
    var feedForwards: [FeedForward] {
        switch second {
        case .dense(let feedForward): [feedForward]
        case .mixture(let mixture): mixture.experts
        }
    }

    /// All projections, attention's first.
    var projections: [FusedProjection] {
        [queryKeyValue, output] + feedForwards.flatMap { [$0.gateUp, $0.down] }
    }
}
