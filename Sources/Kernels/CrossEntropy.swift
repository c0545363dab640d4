import Foundation

/// Negative log-likelihood of target tokens.
package enum CrossEntropy {
    /// The loss of one row in nats; with `gradientScale`, the row becomes its gradient times that.
    ///
    /// Shapes: logits (vocabularySize).
    package static func row(
        logits: UnsafeMutablePointer<Float>, vocabularySize: Int, target: Int,
        gradientScale: Float?
    ) -> Float {
        precondition((0..<vocabularySize).contains(target), "The target is no token")
        let shift = maximum(logits, count: vocabularySize)
        let targetLogit = logits[target]
        let sum = exponentiate(logits, minus: shift, count: vocabularySize)
        if let gradientScale {
            scaleInPlace(logits, gradientScale / sum, count: vocabularySize)
            logits[target] -= gradientScale
        }
        return log(sum) + shift - targetLogit
    }
}
