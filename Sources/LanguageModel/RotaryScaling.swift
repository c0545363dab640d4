import Foundation

/// How a model stretches its rotary frequencies to contexts longer than it was first trained on.
package enum RotaryScaling: Sendable, Equatable {
    case none
    /// All waves are slowed down alike.
    case linear(factor: Double)
    /// Llama 3.1: long waves are slowed down by `factor`, short ones kept, those between blended.
    case llama3(
        factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double,
        originalContextLength: Double)
    /// YaRN: as above with borders told in rotations, and attention sharpened with the factor.
    case yarn(YarnScaling)

    /// Radians a position for each pair of a head.
    ///
    /// Every step is in single precision, as in the reference: with long contexts the difference
    /// would show. `headWidth` is even; `contextLength` is the model's own, for a scaling that does
    /// not tell the original one. Source: transformers' `modeling_rope_utils`.
    package func frequencies(headWidth: Int, theta: Double, contextLength: Int) -> [Double] {
        let plain = (0..<headWidth / 2).map { pair in
            1 / Self.wave(pair: pair, headWidth: headWidth, theta: theta)
        }
        switch self {
        case .none: return plain.map(Double.init)
        case .linear(let factor): return plain.map { Double($0 / Float(factor)) }
        case .llama3(let factor, let low, let high, let originalContextLength):
            return plain.map { frequency in
                let wavelength = Float(2 * Double.pi) / frequency
                if wavelength < Float(originalContextLength / high) { return Double(frequency) }
                let slowed = frequency / Float(factor)
                if wavelength > Float(originalContextLength / low) { return Double(slowed) }
                let smooth =
                    (Float(originalContextLength) / wavelength - Float(low)) / Float(high - low)
                return Double((1 - smooth) * frequency / Float(factor) + smooth * frequency)
            }
        case .yarn(let yarn):
            let ramp = yarn.ramp(headWidth: headWidth, theta: theta, contextLength: contextLength)
            return ramp.enumerated().map { pair, share in
                let wave = Self.wave(pair: pair, headWidth: headWidth, theta: theta)
                let kept = 1 - share
                return Double(1 / (Float(yarn.factor) * wave) * (1 - kept) + 1 / wave * kept)
            }
        }
    }

    /// What cosines and sines are multiplied with.
    package var attentionFactor: Double {
        if case .yarn(let yarn) = self { yarn.resolvedAttentionFactor } else { 1 }
    }

    /// Positions a radian.
    private static func wave(pair: Int, headWidth: Int, theta: Double) -> Float {
        let exponent = Float(2 * pair) / Float(headWidth)
        return Float(pow(Double(Float(theta)), Double(exponent)))
    }
}
