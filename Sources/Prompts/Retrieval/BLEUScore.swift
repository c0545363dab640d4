import Foundation

/// Sentence BLEU of order 4 with add-one smoothing above order 1.
///
/// Papineni and others 2002; the smoothing is Lin and Och's of 2004, "method 2" of Chen and Cherry
/// 2014: one is added to matches and totals of every order but the first.
///
/// Tokens: each run of letters, digits and underscores, and each other visible character by
/// itself, in the text's own case. That is near "13a" but cuts commands and formulas at every
/// operator.
package enum BLEUScore {
    package static let order = 4

    /// The words and marks of a text, as the type's comment says.
    package static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "_" || scalar.properties.isAlphabetic
                || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
            {
                word.append(scalar)
                continue
            }
            if !word.isEmpty { tokens.append(String(word)) }
            word = String.UnicodeScalarView()
            if !scalar.properties.isWhitespace { tokens.append(String(scalar)) }
        }
        if !word.isEmpty { tokens.append(String(word)) }
        return tokens
    }

    /// The score of clipped n-gram matches.
    /// - Parameters:
    ///   - matches: For n = 1 ... 4.
    ///   - candidateCount: Tokens of the candidate.
    ///   - referenceCount: Tokens of the reference.
    /// - Returns: From 0 to 1.
    static func score(
        matches: (Int32, Int32, Int32, Int32), candidateCount: Int, referenceCount: Int
    ) -> Double {
        guard matches.0 > 0 else { return 0 }
        let count = Double(candidateCount)
        var product = Double(matches.0) / count
        product *= (Double(matches.1) + 1) / (max(0, count - 1) + 1)
        product *= (Double(matches.2) + 1) / (max(0, count - 2) + 1)
        product *= (Double(matches.3) + 1) / (max(0, count - 3) + 1)
        let precision = product.squareRoot().squareRoot()
        if candidateCount >= referenceCount { return precision }
        return precision * exp(1 - Double(referenceCount) / count)
    }

    /// The score of one text against another, for tests and small uses.
    package static func sentence(candidate: String, reference: String) -> Double {
        let candidate = tokens(of: candidate)
        let reference = tokens(of: reference)
        var index = NGramIndex()
        index.append(candidate)
        var matches: SIMD4<Int32> = .zero
        for (id, wanted) in index.counts(of: reference) {
            matches[Int(index.orders[Int(id)]) - 1] += min(wanted, index.count(of: id, in: 0))
        }
        return score(
            matches: (matches[0], matches[1], matches[2], matches[3]),
            candidateCount: candidate.count, referenceCount: reference.count)
    }
}
