/// What a low-rank adapter is made of.
package struct LoRAConfiguration: Sendable, Equatable {
    package var rank: Int
    package var alpha: Float
    package var targetModules: [ProjectionModule]

    package init(
        rank: Int = 16, alpha: Float = 32,
        targetModules: [ProjectionModule] = ProjectionModule.allCases
    ) {
        self.rank = rank
        self.alpha = alpha
        self.targetModules = targetModules
    }

    /// What the adapter's product is multiplied with: alpha / rank.
    package var scale: Float { alpha / Float(rank) }
}
