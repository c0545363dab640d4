import Foundation

/// How a model stretches its rotary frequencies to contexts longer than it was first trained on.
package enum RotaryScaling: Sendable, Equatable {
    case none
    /// Llama 3.1: long waves are slowed down by `factor`, short ones kept, those between blended.
    case llama3(
        factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double,
        originalContextLength: Double)

    /// Radians a position for each pair of a head.
    ///
    /// Source: transformers' `modeling_rope_utils._compute_llama3_parameters`.
    package func frequencies(headWidth: Int, theta: Double) -> [Double] {
        let plain = (0..<headWidth / 2).map { pair in
            // Computed in single precision as the reference does; the difference shows in long
            // contexts otherwise.
            Double(1 / Float(pow(theta, Double(2 * pair) / Double(headWidth))))
        }
        guard
            case .llama3(let factor, let low, let high, let originalContextLength) = self
        else { return plain }
        return plain.map { frequency in
            let wavelength = 2 * Double.pi / frequency
            if wavelength < originalContextLength / high { return frequency }
            if wavelength > originalContextLength / low { return frequency / factor }
            let smooth = (originalContextLength / wavelength - low) / (high - low)
            return (1 - smooth) * frequency / factor + smooth * frequency
        }
    }
}
