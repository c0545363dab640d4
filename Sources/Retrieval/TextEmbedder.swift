/// Turns texts into vectors whose directions tell what they mean.
package struct TextEmbedder: Sendable {
    /// A short word, such as "model".
    package let name: String
    /// All settings that make its vectors others, in one fixed spelling.
    package let settingsText: String
    /// The state of the files that it works with, by which a changed one is noticed.
    package let stateText: String
    /// One vector a text, all of one width; called with a bounded number of texts at a time.
    package let embed: @Sendable ([String]) throws -> [[Float]]
    /// Called when a search is over: gives back what is large, such as weights.
    package let release: @Sendable () -> Void

    package init(
        name: String, settingsText: String, stateText: String = "",
        release: @escaping @Sendable () -> Void = {},
        embed: @escaping @Sendable ([String]) throws -> [[Float]]
    ) {
        self.name = name
        self.settingsText = settingsText
        self.stateText = stateText
        self.embed = embed
        self.release = release
    }

    /// Texts that are handed over at once.
    package static let batchSize = 256

    /// Vectors of length 1 for texts; a vector of zeros stays one.
    ///
    /// - Parameters:
    ///   - texts: in any number; each is handed over.
    ///   - width: of the vectors, where some are known already.
    /// - Returns: one vector a text.
    /// - Throws: what the embedder throws, `RetrievalError` where its answer is none.
    func unitVectors(_ texts: [String], width: Int?) throws -> [[Float]] {
        var width = width
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: Self.batchSize) {
            let batch = Array(texts[start..<min(start + Self.batchSize, texts.count)])
            let found = try embed(batch)
            guard found.count == batch.count else {
                throw RetrievalError.embeddingCount(
                    embedder: name, expected: batch.count, found: found.count)
            }
            for (text, vector) in zip(batch, found) {
                let expected = width ?? vector.count
                guard vector.count == expected, expected > 0 else {
                    throw RetrievalError.embeddingWidth(
                        embedder: name, text: text, expected: expected, found: vector.count)
                }
                width = expected
                vectors.append(try unit(vector, text))
            }
        }
        return vectors
    }

    private func unit(_ vector: [Float], _ text: String) throws -> [Float] {
        // Squares of large floats would overflow in their own precision.
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite else {
            throw RetrievalError.embeddingNotFinite(embedder: name, text: text)
        }
        return length == 0 ? vector : vector.map { Float(Double($0) / length) }
    }
}
