import Foundation
import Kernels
import LanguageModel

/// AdamW with decoupled weight decay over one block of parameters.
///
/// Source: Loshchilov and Hutter 2019, in the form of PyTorch's `torch.optim.AdamW`.
package final class AdamW {
    /// PyTorch's names and defaults.
    package struct Configuration: Sendable, Equatable {
        package var beta1: Float = 0.9
        package var beta2: Float = 0.999
        package var epsilon: Float = 1e-8
        package var weightDecay: Float = 0.01

        package init(
            beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
            weightDecay: Float = 0.01
        ) {
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.weightDecay = weightDecay
        }
    }

    package let configuration: Configuration
    package let parameters: ParameterSet
    package let firstMoments: FloatBuffer
    package let secondMoments: FloatBuffer
    /// Updates so far.
    package var step = 0

    package init(_ configuration: Configuration, for parameters: ParameterSet) {
        self.configuration = configuration
        self.parameters = parameters
        firstMoments = parameters.makeCompanion()
        secondMoments = parameters.makeCompanion()
    }

    /// One update; matrices decay, vectors (norms) do not.
    ///
    /// - Parameters:
    ///   - gradients: of all parameters.
    ///   - learningRate: of this update.
    ///   - gradientScale: what gradients are multiplied with first (clipping).
    ///   - factor: what the learning rate is multiplied with for a tensor; nil leaves it alone.
    ///   - compute: spreads the work.
    package func update(
        gradients: FloatBuffer, learningRate: Float, gradientScale: Float,
        factor: (ParameterSet.Entry) -> Float? = { _ in 1 }, on compute: Compute
    ) {
        step += 1
        var kernel = AdamWKernel(
            learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
            epsilon: configuration.epsilon, weightDecay: configuration.weightDecay,
            gradientScale: gradientScale,
            correction1: Float(1 - pow(Double(configuration.beta1), Double(step))),
            correction2: Float(1 - pow(Double(configuration.beta2), Double(step))))
        for entry in parameters.entries {
            guard let factor = factor(entry) else { continue }
            kernel.learningRate = learningRate * factor
            kernel.weightDecay = entry.shape.count > 1 ? configuration.weightDecay : 0
            kernel.update(
                values: parameters.values.pointer + entry.offset,
                gradients: gradients.pointer + entry.offset,
                firstMoments: firstMoments.pointer + entry.offset,
                secondMoments: secondMoments.pointer + entry.offset, count: entry.count,
                on: compute)
        }
    }

    /// Forgets the moments, where a stage starts its optimizer anew.
    package func reset() {
        firstMoments.fill(0)
        secondMoments.fill(0)
        step = 0
    }

    /// The norm over all gradients together.
    package static func globalNorm(_ gradients: FloatBuffer) -> Double {
        sumOfSquares(gradients.pointer, count: gradients.count).squareRoot()
    }

    /// The factor that brings a norm down to `limit`, as `torch.nn.utils.clip_grad_norm_` has it.
    package static func clippingScale(norm: Double, limit: Double?) -> Float {
        guard let limit else { return 1 }
        return Float(min(1, limit / (norm + 1e-6)))
    }
}
