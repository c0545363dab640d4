import Dialects
import LanguageModel
import Tokenizers

/// Turns documents of the corpus into forests: documentation and examples as the root, questions
/// as its leaves.
package struct DocumentEncoder: Sendable {
    package let tokenizer: Tokenizer
    package let endOfSequence: Int32
    /// What a token of documentation counts beside a token of an answer.
    package var contextWeight: Float

    package init(tokenizer: Tokenizer, endOfSequence: Int32, contextWeight: Float = 0.1) {
        self.tokenizer = tokenizer
        self.endOfSequence = endOfSequence
        self.contextWeight = contextWeight
    }

    /// Sequences of a document, one a question, in the format that a project's prompts have.
    package func sequences(
        _ document: PretrainingDocument, hasTemplate: Bool = true, hasExamples: Bool = true
    ) -> [TokenSequence] {
        let context = document.context(hasTemplate: hasTemplate, hasExamples: hasExamples)
        return document.queries.map { query in
            let prompt = context + PretrainingDocument.queryText(query.input)
            let promptIDs = tokenizer.encode(prompt, addSpecialTokens: true)
            let answerIDs = tokenizer.encode(" " + query.output, addSpecialTokens: false)
            return TokenSequence(
                tokens: promptIDs + answerIDs + [endOfSequence], promptCount: promptIDs.count)
        }
    }

    /// A forest whose answers count fully and whose other tokens count `contextWeight`.
    package func forest(_ sequences: [TokenSequence]) -> SegmentForest {
        var forest = SegmentForest(sequences)
        guard contextWeight > 0 else { return forest }
        let answered = Set(forest.labels.map(\.row))
        for segment in forest.segments {
            // A segment's last row is followed by different tokens in different records.
            for row in segment.rows.dropLast() where !answered.contains(row) {
                forest.append(
                    .init(row: row, target: forest.tokens[row + 1], weight: contextWeight))
            }
        }
        return forest
    }
}
