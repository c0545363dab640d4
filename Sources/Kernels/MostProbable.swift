import Foundation

/// The most probable tokens of one row of logits.
package enum MostProbable {
    /// Fills in the tokens of the greatest logits, greatest first, and their probabilities at a
    /// temperature, normalised over the whole vocabulary.
    ///
    /// Of equal logits the lower token comes first. Shapes: logits (vocabularySize), which are
    /// destroyed; tokens and probabilities (count), count at most vocabularySize.
    package static func select(
        _ count: Int, of logits: UnsafeMutablePointer<Float>, vocabularySize: Int,
        temperature: Float, tokens: UnsafeMutablePointer<Int32>,
        probabilities: UnsafeMutablePointer<Float>
    ) {
        var found = 0
        for token in 0..<vocabularySize {
            let logit = logits[token]
            if found == count, count == 0 || logit <= probabilities[count - 1] { continue }
            // Behind all of at least its logit.
            var place = found < count ? found : count - 1
            while place > 0, probabilities[place - 1] < logit {
                probabilities[place] = probabilities[place - 1]
                tokens[place] = tokens[place - 1]
                place -= 1
            }
            probabilities[place] = logit
            tokens[place] = Int32(token)
            found = min(count, found + 1)
        }
        let shift = maximum(logits, count: vocabularySize) / temperature
        scaleInPlace(logits, 1 / temperature, count: vocabularySize)
        let sum = exponentiate(logits, minus: shift, count: vocabularySize)
        for index in 0..<found {
            probabilities[index] = exp(probabilities[index] / temperature - shift) / sum
        }
    }
}
