import Dialects
import Foundation
import LanguageModel

/// How well a base reads documents about dialects that it has never seen.
package struct PretrainingExam: Sendable, Equatable {
    /// Answers that are right to the last token, of all.
    package struct Score: Sendable, Equatable {
        package var right = 0
        package var count = 0

        package init(right: Int = 0, count: Int = 0) {
            self.right = right
            self.count = count
        }

        /// 0 to 1; 0 of nothing.
        package var share: Double { Double(right) / Double(max(1, count)) }

        mutating func add(_ isRight: Bool) {
            right += isRight ? 1 : 0
            count += 1
        }
    }

    /// The rung that the documents are of.
    package var rung: Int
    /// Documentation and examples, none of which has a question's answer.
    package var full = Score()
    /// The same, of questions whose function no example uses.
    package var unshown = Score()
    /// Documentation alone.
    package var template = Score()
    /// Examples alone.
    package var examples = Score()
    /// Neither.
    package var nothing = Score()
    /// Mean over the tokens of answers with documentation and examples, nats.
    package var answerLoss = 0.0
    /// Mean length of documentation and examples, tokens.
    package var contextTokens = 0.0
}

/// Sets the exam.
package struct PretrainingExaminer {
    private let documents: [PretrainingDocument]
    private let encoder: DocumentEncoder
    private let rung: Int

    /// Far from any index that training uses.
    private static let firstIndex = 1 << 40
    package static let questionCount = 500
    package static let exampleCount = 5

    /// Documents of a rung of dialects until they have so many questions.
    package init(
        corpus: PretrainingCorpus, encoder: DocumentEncoder, rung: Int,
        questionCount: Int = questionCount
    ) {
        precondition(
            rung >= PretrainingLadder.firstDialects, "Exercises have no documentation alone")
        self.encoder = encoder
        self.rung = rung
        var documents: [PretrainingDocument] = []
        var missing = questionCount
        while missing > 0 {
            var document = corpus.document(
                index: Self.firstIndex + documents.count,
                difficulty: .level(rung - PretrainingLadder.firstDialects),
                exampleCount: Self.exampleCount)
            document.queries = Array(document.queries.prefix(missing))
            missing -= document.queries.count
            documents.append(document)
        }
        self.documents = documents
    }

    /// Examines a model; the adapter, if it has one, included.
    package func examine(_ model: Transformer) -> PretrainingExam {
        var exam = PretrainingExam(rung: rung)
        var loss = (sum: 0.0, count: 0)
        for document in documents {
            let full = forest(document, .init())
            for (query, isRight) in zip(document.queries, answers(model, full)) {
                exam.full.add(isRight)
                if !document.isShown(query) { exam.unshown.add(isRight) }
            }
            let losses = model.losses(full)
            loss.sum += losses.reduce(0) { $0 + Double($1) }
            loss.count += losses.count
            exam.contextTokens += Double(full.segments.first?.rows.count ?? 0)
            let others:
                [(WritableKeyPath<PretrainingExam, PretrainingExam.Score>, DocumentEncoder.Shown)] =
                    [
                        (\.template, .init(examples: false)), (\.examples, .init(template: false)),
                        (\.nothing, .init(template: false, examples: false)),
                    ]
            for (score, shown) in others {
                for isRight in answers(model, forest(document, shown)) {
                    exam[keyPath: score].add(isRight)
                }
            }
        }
        exam.answerLoss = loss.sum / Double(max(1, loss.count))
        exam.contextTokens /= Double(max(1, documents.count))
        return exam
    }

    private func forest(
        _ document: PretrainingDocument, _ shown: DocumentEncoder.Shown
    ) -> SegmentForest {
        var forest = SegmentForest()
        encoder.append(document, shown, isCounted: true, to: &forest)
        return forest.onlyAnswers()
    }

    /// Whether each question's answer is what greedy decoding writes.
    private func answers(_ model: Transformer, _ forest: SegmentForest) -> [Bool] {
        var isRight: [Bool] = []
        var last: Int?
        for (label, hit) in zip(forest.labels, model.hitsTargets(forest)) {
            // A question's labels stand on neighbouring rows.
            if last == label.row - 1, let index = isRight.indices.last {
                isRight[index] = isRight[index] && hit
            } else {
                isRight.append(hit)
            }
            last = label.row
        }
        return isRight
    }
}
