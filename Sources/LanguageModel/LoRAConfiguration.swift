/// What a low-rank adapter is made of.
package struct LoRAConfiguration: Sendable, Equatable {
    package var rank: Int
    package var alpha: Float
    /// Gate, up and down mean those of every expert where a layer has experts.
    package var targetModules: [ProjectionModule]
    /// Share of a target's inputs that training leaves out of the low-rank pair.
    package var dropout: Float
    /// Whether the scale falls with the root of the rank (Kalajdzievski 2023).
    package var usesRankStabilisedScale: Bool
    /// Layers with low-rank pairs; nil for all.
    package var layers: [Int]?

    package init(
        rank: Int = 16, alpha: Float = 32,
        targetModules: [ProjectionModule] = ProjectionModule.allCases, dropout: Float = 0,
        usesRankStabilisedScale: Bool = false, layers: [Int]? = nil
    ) {
        self.rank = rank
        self.alpha = alpha
        self.targetModules = targetModules
        self.dropout = dropout
        self.usesRankStabilisedScale = usesRankStabilisedScale
        self.layers = layers
    }

    /// What the adapter's product is multiplied with: alpha / rank, or alpha / √rank.
    package var scale: Float {
        alpha / (usesRankStabilisedScale ? Float(rank).squareRoot() : Float(rank))
    }

    /// Whether a layer has low-rank pairs.
    package func adapts(layer: Int) -> Bool { layers?.contains(layer) ?? true }
}
