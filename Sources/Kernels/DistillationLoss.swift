import Foundation

/// Cross entropy with a teacher: (1 - λ) CE + λ T² KL(teacher ‖ student).
///
/// Hinton and others 2015. The teacher is known by its most probable tokens, whose probabilities
/// are those over the whole vocabulary, not made to sum to one: what it gives to all others is left
/// out of the sum.
package struct DistillationLoss: Sendable, Equatable {
    /// λ, from 0 (labels alone) to 1 (teacher alone).
    package var weight: Float
    /// T: both sides are softened by it; above 0.
    package var temperature: Float

    package init(weight: Float = 0.5, temperature: Float = 1) {
        self.weight = weight
        self.temperature = temperature
    }

    /// A teacher's most probable tokens at one place.
    package struct Teacher {
        package let tokens: UnsafeBufferPointer<Int32>
        /// At the temperature, in the tokens' order.
        package let probabilities: UnsafeBufferPointer<Float>

        package init(
            tokens: UnsafeBufferPointer<Int32>, probabilities: UnsafeBufferPointer<Float>
        ) {
            precondition(tokens.count == probabilities.count)
            self.tokens = tokens
            self.probabilities = probabilities
        }

        var count: Int { tokens.count }
    }

    /// The two parts of one row's loss.
    package struct Parts: Sendable, Equatable {
        /// Of the label, in nats.
        package var crossEntropy: Float
        /// Over the teacher's tokens, in nats, without T² and λ.
        package var divergence: Float

        package init(crossEntropy: Float, divergence: Float) {
            self.crossEntropy = crossEntropy
            self.divergence = divergence
        }
    }

    /// What is minimised.
    package func objective(_ parts: Parts) -> Float {
        (1 - weight) * parts.crossEntropy + weight * temperature * temperature * parts.divergence
    }

    /// The losses of one row; with `gradientScale`, the row becomes the objective's gradient times
    /// that.
    ///
    /// Shapes: logits and scratch (vocabularySize); scratch is used where the temperature is not 1.
    package func row(
        logits: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        vocabularySize: Int, target: Int, teacher: Teacher, gradientScale: Float?
    ) -> Parts {
        let shift = maximum(logits, count: vocabularySize)
        let targetLogit = logits[target]
        var divergence: Float = 0
        var mass: Float = 0
        for index in 0..<teacher.count where teacher.probabilities[index] > 0 {
            let probability = teacher.probabilities[index]
            let logit = logits[Int(teacher.tokens[index])]
            divergence += probability * (log(probability) - logit / temperature)
            mass += probability
        }
        let isSoft = temperature != 1
        var softSum: Float = 0
        if isSoft {
            for index in 0..<vocabularySize { scratch[index] = logits[index] / temperature }
            softSum = exponentiate(scratch, minus: shift / temperature, count: vocabularySize)
        }
        let sum = exponentiate(logits, minus: shift, count: vocabularySize)
        let softNormaliser = isSoft ? log(softSum) + shift / temperature : log(sum) + shift
        divergence += mass * softNormaliser
        if let gradientScale {
            // d(T² KL)/dz = T (mass · q - p), with both at the temperature.
            let (hard, soft) = (1 - weight, weight * temperature)
            if isSoft {
                scaleInPlace(logits, gradientScale * hard / sum, count: vocabularySize)
                addScaled(
                    scratch, gradientScale * soft * mass / softSum, to: logits,
                    count: vocabularySize)
            } else {
                scaleInPlace(
                    logits, gradientScale * (hard + soft * mass) / sum, count: vocabularySize)
            }
            logits[target] -= gradientScale * hard
            for index in 0..<teacher.count {
                logits[Int(teacher.tokens[index])] -=
                    gradientScale * soft * teacher.probabilities[index]
            }
        }
        return Parts(
            crossEntropy: log(sum) + shift - targetLogit, divergence: divergence)
    }
}
