import Kernels

/// The widths of a layer's memory, known before any weights are loaded.
struct LayerShape {
    let configuration: ModelConfiguration
    /// Of what is kept and of the operands of products.
    let precision: ScalarType
    private(set) var mixture: MixtureConfiguration?
    /// Of the feed-forward block or of one expert.
    private(set) var feedForwardWidth: Int
    /// Ranks of the pairs of each group of projections together.
    private(set) var queryKeyValueRank: Int
    private(set) var outputRank: Int
    private(set) var gateUpRank: Int
    private(set) var downRank: Int
    private(set) var dropout: Float

    init(
        layer: Int, configuration: ModelConfiguration, precision: ScalarType,
        lora: LoRAConfiguration?
    ) {
        self.configuration = configuration
        self.precision = precision
        let isSparse = configuration.mixture?.isSparse(layer: layer) ?? false
        mixture = isSparse ? configuration.mixture : nil
        feedForwardWidth = ProjectionModule.gate.outputWidth(configuration, isExpert: isSparse)
        func rank(_ modules: [ProjectionModule]) -> Int {
            guard let lora, lora.adapts(layer: layer) else { return 0 }
            return lora.rank * modules.count { lora.targetModules.contains($0) }
        }
        queryKeyValueRank = rank([.query, .key, .value])
        outputRank = rank([.output])
        gateUpRank = rank([.gate, .up])
        downRank = rank([.down])
        dropout = lora?.dropout ?? 0
    }

    var hidden: Int { configuration.hiddenSize }
    var queryWidth: Int { configuration.queryWidth }
    var keyValueWidth: Int { configuration.keyValueWidth }
    /// Queries, keys and values beside each other.
    var fusedWidth: Int { queryWidth + 2 * keyValueWidth }

    /// Rows of the feed-forward block: one a token, or one for each choice of an expert, whose rows
    /// are padded like those of a pass.
    func choices(_ rows: Int) -> Int {
        guard let mixture else { return rows }
        return rows * mixture.expertsPerToken + mixture.expertCount * RowBlocks.rowPadding
    }

    /// Widths that suffice for both.
    func merged(with other: LayerShape) -> LayerShape {
        var result = self
        result.mixture = mixture ?? other.mixture
        result.feedForwardWidth = max(feedForwardWidth, other.feedForwardWidth)
        result.queryKeyValueRank = max(queryKeyValueRank, other.queryKeyValueRank)
        result.outputRank = max(outputRank, other.outputRank)
        result.gateUpRank = max(gateUpRank, other.gateUpRank)
        result.downRank = max(downRank, other.downRank)
        result.dropout = max(dropout, other.dropout)
        return result
    }
}
