import Foundation

/// YaRN's settings under the meanings of transformers' fields.
///
/// Source: Peng et al. 2023, and transformers' `_compute_yarn_parameters`.
package struct YarnScaling: Sendable, Equatable {
    /// By how much the context is longer than the original one.
    package var factor: Double
    /// Nil for the model's own context length.
    package var originalContextLength: Double?
    /// Waves that rotate at least this often within the original context are kept.
    package var betaFast: Double
    /// Waves that rotate at most this often are slowed down by the whole factor.
    package var betaSlow: Double
    /// Told outright; nil where it follows from the factor.
    package var attentionFactor: Double?
    package var mscale: Double?
    package var mscaleAllDimensions: Double?
    /// Whether the borders of the blended range are rounded outwards to whole pairs.
    package var truncatesRange: Bool

    package init(
        factor: Double, originalContextLength: Double? = nil, betaFast: Double = 32,
        betaSlow: Double = 1, attentionFactor: Double? = nil, mscale: Double? = nil,
        mscaleAllDimensions: Double? = nil, truncatesRange: Bool = true
    ) {
        self.factor = factor
        self.originalContextLength = originalContextLength
        self.betaFast = betaFast
        self.betaSlow = betaSlow
        self.attentionFactor = attentionFactor
        self.mscale = mscale
        self.mscaleAllDimensions = mscaleAllDimensions
        self.truncatesRange = truncatesRange
    }

    var resolvedAttentionFactor: Double {
        if let attentionFactor { return attentionFactor }
        func scale(_ mscale: Double) -> Double {
            factor <= 1 ? 1 : 0.1 * mscale * log(factor) + 1
        }
        if let mscale, let mscaleAllDimensions, mscale != 0, mscaleAllDimensions != 0 {
            return scale(mscale) / scale(mscaleAllDimensions)
        }
        return scale(1)
    }

    /// The share of slowing down for each pair: 0 for short waves, 1 for long ones.
    func ramp(headWidth: Int, theta: Double, contextLength: Int) -> [Float] {
        let original = originalContextLength ?? Double(contextLength)
        func pair(rotations: Double) -> Double {
            Double(headWidth) * log(original / (rotations * 2 * .pi)) / (2 * log(theta))
        }
        var low = pair(rotations: betaFast)
        var high = pair(rotations: betaSlow)
        if truncatesRange {
            low = low.rounded(.down)
            high = high.rounded(.up)
        }
        low = max(low, 0)
        high = min(high, Double(headWidth - 1))
        // Without a range there is still an edge.
        if low == high { high += 0.001 }
        return (0..<headWidth / 2).map { index in
            min(max((Float(index) - Float(low)) / Float(high - low), 0), 1)
        }
    }
}
