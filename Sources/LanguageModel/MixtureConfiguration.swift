/// The mixture of experts that stands in place of a layer's feed-forward block.
package struct MixtureConfiguration: Sendable, Equatable {
    /// How a token's router logits become the weights of its experts.
    package enum Routing: Sendable, Equatable {
        /// Softmax over the chosen experts' logits alone (Mixtral): the weights add up to one.
        case softmaxOverTop
        /// Softmax over all experts, of which the largest are taken (Qwen3).
        case softmaxOverAll
    }

    package var expertCount: Int
    package var expertsPerToken: Int
    package var expertIntermediateSize: Int
    /// Whether the chosen experts' weights are scaled to add up to one.
    ///
    /// Always so where the softmax is over those alone.
    package var normalisesTopProbabilities: Bool
    package var routing: Routing
    /// A layer is sparse where its number, counted from one, is a multiple of this.
    package var sparseStep: Int
    /// Layers that stay dense whatever the step says.
    package var denseLayers: Set<Int>

    package init(
        expertCount: Int, expertsPerToken: Int, expertIntermediateSize: Int,
        normalisesTopProbabilities: Bool = true, routing: Routing, sparseStep: Int = 1,
        denseLayers: Set<Int> = []
    ) {
        self.expertCount = expertCount
        self.expertsPerToken = expertsPerToken
        self.expertIntermediateSize = expertIntermediateSize
        self.normalisesTopProbabilities = normalisesTopProbabilities
        self.routing = routing
        self.sparseStep = sparseStep
        self.denseLayers = denseLayers
    }

    /// Whether a layer has experts, and not one dense block.
    package func isSparse(layer: Int) -> Bool {
        !denseLayers.contains(layer) && (layer + 1) % sparseStep == 0
    }
}
