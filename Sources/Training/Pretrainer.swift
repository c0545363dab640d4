import Foundation
import Kernels
import LanguageModel

/// Trains all weights of a fresh base, one update after the other, on the calling thread.
package final class Pretrainer {
    /// How long and how fast.
    package struct Configuration: Sendable, Equatable {
        package var stepCount: Int
        package var learningRate: Double
        package var warmupSteps: Int
        package var optimizer: AdamW.Configuration
        package var clipNorm: Double

        package init(
            stepCount: Int, learningRate: Double = 2e-3, warmupSteps: Int = 100,
            optimizer: AdamW.Configuration = .init(beta2: 0.98, weightDecay: 0.05),
            clipNorm: Double = 1
        ) {
            self.stepCount = stepCount
            self.learningRate = learningRate
            self.warmupSteps = warmupSteps
            self.optimizer = optimizer
            self.clipNorm = clipNorm
        }
    }

    /// What one update did.
    package struct Step: Sendable {
        package var step: Int
        /// Weighted mean, nats a label.
        package var loss: Double
        package var learningRate: Double
        package var gradientNorm: Double
        package var tokenCount: Int
        package var durationMilliseconds: Double
    }

    package let model: Transformer
    /// The base's values, which are trained.
    package let parameters: ParameterSet
    package let configuration: Configuration
    package let optimizer: AdamW
    private let gradients: FloatBuffer

    /// - Parameters:
    ///   - model: reads its values from `parameters`.
    ///   - parameters: what is trained.
    ///   - configuration: how long and how fast.
    package init(model: Transformer, parameters: ParameterSet, configuration: Configuration) {
        precondition(model.parameters === parameters, "The model computes with other values")
        self.model = model
        self.parameters = parameters
        self.configuration = configuration
        optimizer = AdamW(configuration.optimizer, for: parameters)
        gradients = parameters.makeCompanion()
    }

    /// One update on several forests, whose labels count together.
    /// - Throws: `TrainingError.notFinite`; the weights are then those of the step before.
    package func step(_ forests: [SegmentForest]) throws -> Step {
        let clock = ContinuousClock()
        let start = clock.now
        let weight = forests.reduce(0) { $0 + $1.labels.reduce(0) { $0 + Double($1.weight) } }
        gradients.fill(0)
        var loss = 0.0
        for forest in forests {
            loss +=
                model.accumulateGradients(
                    forest, scale: Float(1 / max(weight, 1)), into: GradientTarget(base: gradients)
                ).objective
        }
        let norm = AdamW.globalNorm(gradients)
        let meanLoss = loss / max(weight, 1)
        let learningRate =
            configuration.learningRate
            * LearningRateSchedule.cosine.factor(
                step: optimizer.step, stepCount: configuration.stepCount,
                warmupSteps: configuration.warmupSteps)
        for (value, name) in [(meanLoss, "loss"), (norm, "gradient")] where !value.isFinite {
            throw TrainingError.notFinite(
                step: optimizer.step + 1, stage: 0, what: name, learningRate: learningRate)
        }
        optimizer.update(
            gradients: gradients, learningRate: Float(learningRate),
            gradientScale: AdamW.clippingScale(norm: norm, limit: configuration.clipNorm),
            on: model.compute)
        return Step(
            step: optimizer.step, loss: meanLoss, learningRate: learningRate, gradientNorm: norm,
            tokenCount: forests.reduce(0) { $0 + $1.rowCount },
            durationMilliseconds: (clock.now - start).milliseconds)
    }
}
