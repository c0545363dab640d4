import Dialects
import Foundation
import LanguageModel

/// How well a base reads documents it has never seen.
package struct PretrainingMeasurement: Sendable, Equatable {
    /// Mean over all tokens, nats.
    package var loss: Double
    /// What guessing by frequency costs on the same tokens, nats: frequencies from training text.
    package var unigramEntropy: Double
    /// Mean over the tokens of answers, nats.
    package var answerLoss: Double
    package var documentCount: Int
    package var tokenCount: Int

    /// 1 - loss / unigram entropy.
    package var share: Double { 1 - loss / unigramEntropy }
}

/// Held-out documents and token frequencies to measure against.
package struct PretrainingValidation: Sendable {
    private let documents: [[TokenSequence]]
    private let logFrequencies: [Double]

    /// Indices far from any that training uses.
    private static let firstIndex = 1 << 40
    /// Training documents whose tokens are counted.
    private static let countedDocuments = 500

    package init(
        corpus: PretrainingCorpus, encoder: DocumentEncoder, plan: PretrainingPlan,
        documentCount: Int = 24
    ) {
        documents = (0..<documentCount).map { index in
            encoder.sequences(
                corpus.document(
                    index: Self.firstIndex + index,
                    difficulty: .level(index % (plan.highestLevel + 1))))
        }
        var counts = [Int](repeating: 1, count: plan.vocabularySize)
        for index in 0..<Self.countedDocuments {
            let document = corpus.document(
                index: index, difficulty: .level(index % (plan.highestLevel + 1)))
            for token in SegmentForest(encoder.sequences(document)).tokens {
                counts[Int(token)] += 1
            }
        }
        let total = Double(counts.reduce(0, +))
        logFrequencies = counts.map { log(Double($0) / total) }
    }

    /// Measures a model; the adapter, if it has one, included.
    package func measure(_ model: Transformer) -> PretrainingMeasurement {
        var sums = (loss: 0.0, unigram: 0.0, answers: 0.0)
        var counts = (tokens: 0, answers: 0)
        for sequences in documents {
            let answers = SegmentForest(sequences)
            let answerLosses = model.losses(answers)
            sums.answers += answerLosses.reduce(0) { $0 + Double($1) }
            counts.answers += answerLosses.count
            let all = allTokens(sequences)
            let losses = model.losses(all)
            sums.loss += losses.reduce(0) { $0 + Double($1) }
            for label in all.labels { sums.unigram -= logFrequencies[Int(label.target)] }
            counts.tokens += losses.count
        }
        return PretrainingMeasurement(
            loss: sums.loss / Double(max(1, counts.tokens)),
            unigramEntropy: sums.unigram / Double(max(1, counts.tokens)),
            answerLoss: sums.answers / Double(max(1, counts.answers)),
            documentCount: documents.count, tokenCount: counts.tokens)
    }

    /// Every token of a document once, answers and the rest alike.
    private func allTokens(_ sequences: [TokenSequence]) -> SegmentForest {
        let shared = SegmentForest(sequences)
        var forest = SegmentForest()
        for segment in shared.segments {
            _ = forest.append(shared.tokens[segment.rows], under: segment.parent)
        }
        let answers = Dictionary(
            shared.labels.map { ($0.row, $0.target) }, uniquingKeysWith: { first, _ in first })
        for segment in shared.segments {
            for row in segment.rows {
                if let target = answers[row] {
                    forest.append(.init(row: row, target: target))
                } else if row + 1 < segment.rows.upperBound {
                    forest.append(.init(row: row, target: shared.tokens[row + 1]))
                }
            }
        }
        return forest
    }
}
