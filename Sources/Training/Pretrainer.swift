import Foundation
import Kernels
import LanguageModel

/// Trains all weights of a fresh base, one update after the other, on the calling thread: the
/// layers' matrices by Muon, with which copying was learned in about half the updates
/// (docs/log.md), the rest by AdamW.
package final class Pretrainer {
    /// How long and how fast.
    package struct Configuration: Sendable, Equatable {
        package var stepCount: Int
        package var learningRate: Double
        package var warmupSteps: Int
        package var optimizer: AdamW.Configuration
        package var clipNorm: Double
        /// What the learning rate is multiplied with for the embedding, of which each update reads
        /// a few rows only.
        package var embeddingFactor: Float
        /// The same for the head.
        package var headFactor: Float
        /// The last part of the updates, over which the learning rate falls to zero in a straight
        /// line.
        package var decayShare: Double

        package init(
            stepCount: Int, learningRate: Double = 1e-3, warmupSteps: Int = 100,
            optimizer: AdamW.Configuration = .init(beta2: 0.98, weightDecay: 0.05),
            clipNorm: Double = 1, embeddingFactor: Float = 3, headFactor: Float = 1.5,
            decayShare: Double = 0.2
        ) {
            self.stepCount = stepCount
            self.learningRate = learningRate
            self.warmupSteps = warmupSteps
            self.optimizer = optimizer
            self.clipNorm = clipNorm
            self.embeddingFactor = embeddingFactor
            self.headFactor = headFactor
            self.decayShare = decayShare
        }

        /// Of the update with the given number, from 0.
        package func learningRate(step: Int) -> Double {
            let rise = LearningRateSchedule.constant.factor(
                step: step, stepCount: stepCount, warmupSteps: warmupSteps)
            let fall = Double(stepCount - step) / max(1, Double(stepCount) * decayShare)
            return learningRate * min(rise, max(0, fall))
        }
    }

    /// What one update did.
    package struct Step: Sendable {
        package var step: Int
        /// Weighted mean, nats a label.
        package var loss: Double
        /// Mean over the labels of the task `answer`, nats; nil without such labels.
        package var answerLoss: Double?
        package var learningRate: Double
        package var gradientNorm: Double
        package var tokenCount: Int
        package var durationMilliseconds: Double
    }

    package let model: Transformer
    /// The base's values, which are trained.
    package let parameters: ParameterSet
    package let configuration: Configuration
    /// Embedding, head and norms are its own; the momenta of the matrices between, which are
    /// Muon's, stand in its first moments.
    package let optimizer: AdamW
    private let muon: Muon
    private let gradients: FloatBuffer

    /// - Parameters:
    ///   - model: reads its values from `parameters`.
    ///   - parameters: what is trained.
    ///   - configuration: how long and how fast.
    package init(model: Transformer, parameters: ParameterSet, configuration: Configuration) {
        precondition(model.parameters === parameters, "The model computes with other values")
        precondition(
            Self.objection(to: model.configuration) == nil, "Ask for the objection first")
        self.model = model
        self.parameters = parameters
        self.configuration = configuration
        optimizer = AdamW(configuration.optimizer, for: parameters)
        muon = Muon(
            .init(weightDecay: configuration.optimizer.weightDecay), for: parameters,
            entries: parameters.entries.filter(DecoderParameters.isHiddenMatrix),
            momenta: optimizer.firstMoments, precision: model.storage.precision)
        gradients = parameters.makeCompanion()
    }

    /// Why the weights of a shape cannot all be trained; nil where they can.
    package static func objection(to configuration: ModelConfiguration) -> String? {
        let lacking = [
            (configuration.mixture != nil, "its feed-forward blocks have experts"),
            (!configuration.biasedModules.isEmpty, "its projections have biases"),
            (configuration.hasQueryKeyNorm, "its queries and keys are normalised"),
        ].filter(\.0).map(\.1)
        return lacking.isEmpty ? nil : lacking.joined(separator: ", and ")
    }

    /// One update on a forest.
    ///
    /// - Parameters:
    ///   - forest: what is learned from.
    ///   - factor: what the schedule's learning rate is multiplied with.
    /// - Returns: what it did.
    /// - Throws: `TrainingError.notFinite`; the weights are then those of the step before.
    package func step(
        _ forest: SegmentForest, learningRateFactor factor: Double = 1
    ) throws -> Step {
        let clock = ContinuousClock()
        let start = clock.now
        let weight = max(1, forest.labels.reduce(0) { $0 + Double($1.weight) })
        let answerCount = forest.labels.count { $0.task == .answer }
        gradients.fill(0)
        let sums = model.accumulateGradients(
            forest, scale: Float(1 / weight), into: GradientTarget(base: gradients))
        let norm = AdamW.globalNorm(gradients)
        let meanLoss = sums.objective / weight
        let learningRate = factor * configuration.learningRate(step: optimizer.step)
        for (value, name) in [(meanLoss, "loss"), (norm, "gradient")] where !value.isFinite {
            throw TrainingError.notFinite(
                step: optimizer.step + 1, stage: 0, what: name, learningRate: learningRate)
        }
        let scale = AdamW.clippingScale(norm: norm, limit: configuration.clipNorm)
        optimizer.update(
            gradients: gradients, learningRate: Float(learningRate), gradientScale: scale,
            factor: learningRateFactor, on: model.compute)
        muon.update(
            gradients: gradients, learningRate: Float(learningRate), gradientScale: scale,
            on: model.compute)
        return Step(
            step: optimizer.step, loss: meanLoss,
            answerLoss: answerCount > 0 ? sums.crossEntropy / Double(answerCount) : nil,
            learningRate: learningRate, gradientNorm: norm, tokenCount: forest.rowCount,
            durationMilliseconds: (clock.now - start).milliseconds)
    }

    /// Nil for the layers' matrices, which are Muon's.
    private func learningRateFactor(_ entry: ParameterSet.Entry) -> Float? {
        if DecoderParameters.isHiddenMatrix(entry) { return nil }
        if DecoderParameters.isEmbedding(entry) { return configuration.embeddingFactor }
        return DecoderParameters.isHead(entry) ? configuration.headFactor : 1
    }
}
