import Kernels

/// What a teacher gives the tokens of one record's answer: at each label its most probable tokens.
package struct TeacherTargets: Sendable, Equatable {
    /// Tokens a label.
    package let count: Int
    /// (labels, count), the most probable first.
    package let tokens: [Int32]
    /// At the temperature, normalised over the whole vocabulary; (labels, count).
    package let probabilities: [Float]

    package init(count: Int, tokens: [Int32], probabilities: [Float]) {
        precondition(count > 0 && tokens.count == probabilities.count)
        precondition(tokens.count.isMultiple(of: count))
        self.count = count
        self.tokens = tokens
        self.probabilities = probabilities
    }

    package var labelCount: Int { tokens.count / count }

    /// Mean probability, over the labels, of all tokens that are kept.
    package var coverage: Double {
        labelCount == 0 ? 1 : Double(probabilities.reduce(0, +)) / Double(labelCount)
    }
}

extension Transformer {
    /// What the model gives the answers' tokens of some records, one forward pass for all.
    ///
    /// - Parameters:
    ///   - sequences: the records as the teacher sees them.
    ///   - count: tokens that are kept a label, cut to the vocabulary.
    ///   - temperature: of the probabilities.
    /// - Returns: one a record, in order.
    package func teacherTargets(
        _ sequences: [TokenSequence], count: Int, temperature: Float
    ) -> [TeacherTargets] {
        let count = max(1, min(count, configuration.vocabularySize))
        let forest = SegmentForest(sequences)
        var tokens = sequences.map { [Int32](repeating: 0, count: $0.labelCount * count) }
        var probabilities = sequences.map { [Float](repeating: 0, count: $0.labelCount * count) }
        forEachLogitBlock(forest) { labels, logits in
            let foundTokens = UnsafeMutablePointer<Int32>.allocate(
                capacity: labels.count * count)
            defer { foundTokens.deallocate() }
            foundTokens.initialize(repeating: 0, count: labels.count * count)
            let found = FloatBuffer(count: labels.count * count)
            compute.forEachBlock(of: labels.count, smallest: 1) { range in
                for index in range {
                    MostProbable.select(
                        count, of: logits.from(row: index).floats,
                        vocabularySize: configuration.vocabularySize, temperature: temperature,
                        tokens: foundTokens + index * count,
                        probabilities: found.pointer + index * count)
                }
            }
            for (index, label) in labels.enumerated() {
                let first = Int(label.ordinal) * count
                for place in 0..<count {
                    tokens[Int(label.sequence)][first + place] =
                        foundTokens[index * count + place]
                    probabilities[Int(label.sequence)][first + place] =
                        found.pointer[index * count + place]
                }
            }
        }
        return zip(tokens, probabilities).map {
            TeacherTargets(count: count, tokens: $0, probabilities: $1)
        }
    }
}
