/// Useful floating-point operations of a training step on an adapter: by architecture alone, with
/// nothing counted twice that is computed twice, and no padding.
///
/// A unique token costs twice the parameters of the frozen projections forward and as much again for
/// the gradient of their inputs, and six times those of the low-rank pairs; a label four times the
/// head's; a pair of query and key that sees it 4 · width forward and twice that backward.
package struct StepCost: Sendable, Equatable {
    package var projections = 0.0
    package var lowRank = 0.0
    package var attention = 0.0
    package var head = 0.0

    package var total: Double { projections + lowRank + attention + head }

    package init(
        _ forest: SegmentForest, configuration: ModelConfiguration, lora: LoRAConfiguration
    ) {
        let rows = Double(forest.rowCount)
        for layer in 0..<configuration.layerCount {
            let mixture = configuration.isSparse(layer: layer) ? configuration.mixture : nil
            for module in ProjectionModule.allCases {
                let isExpert = mixture != nil && module.isFeedForward
                let input = Double(module.inputWidth(configuration, isExpert: isExpert))
                let output = Double(module.outputWidth(configuration, isExpert: isExpert))
                // A token passes through the experts that it chose.
                let uses = isExpert ? Double(mixture?.expertsPerToken ?? 1) : 1
                projections += 4 * rows * uses * input * output
                if lora.adapts(layer: layer), lora.targetModules.contains(module) {
                    lowRank += 6 * rows * uses * Double(lora.rank) * (input + output)
                }
            }
            let pairs = Self.pairs(forest, window: configuration.slidingWindow(layer: layer))
            attention += 12 * Double(configuration.queryWidth) * pairs
        }
        head =
            4 * Double(forest.labels.count) * Double(configuration.hiddenSize)
            * Double(configuration.vocabularySize)
    }

    /// Pairs of a query and a key that it sees, itself included.
    static func pairs(_ forest: SegmentForest, window: Int?) -> Double {
        forest.segments.reduce(0) { sum, segment in
            let first = segment.firstPosition
            guard let window else {
                let count = Double(segment.rows.count)
                return sum + count * Double(first) + count * (count + 1) / 2
            }
            return sum
                + segment.rows.indices.reduce(0) { inner, index in
                    inner + Double(min(window, first + index - segment.rows.lowerBound + 1))
                }
        }
    }
}
