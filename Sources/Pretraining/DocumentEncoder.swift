import Dialects
import LanguageModel
import Tokenizers

/// Turns documents of the corpus into trees of a forest: documentation and examples as the root,
/// questions as its leaves.
package struct DocumentEncoder: Sendable {
    /// What of a document stands before its questions.
    package struct Shown: Sendable, Equatable {
        package var template = true
        package var examples = true

        package init(template: Bool = true, examples: Bool = true) {
            self.template = template
            self.examples = examples
        }
    }

    package let tokenizer: Tokenizer
    package let endOfSequence: Int32
    /// What a token of documentation counts beside a token of an answer.
    package var templateWeight: Float = 0.1

    package init(tokenizer: Tokenizer, endOfSequence: Int32) {
        self.tokenizer = tokenizer
        self.endOfSequence = endOfSequence
    }

    /// Adds a document's tree.
    ///
    /// Answers of questions are labels of the task `answer` where the document is `counted`; the
    /// answers of examples count as much, but as `prompt`, for they are easier the more of them
    /// were seen. Tokens are those of the whole prompt: a blank line is always a border of tokens.
    package func append(
        _ document: PretrainingDocument, _ shown: Shown, isCounted: Bool,
        to forest: inout SegmentForest
    ) {
        var root: [(tokens: [Int32], weight: Float)] = []
        if shown.template { root.append((encode(document.template), templateWeight)) }
        if shown.examples {
            for example in document.examples {
                let start = root.isEmpty ? "" : PretrainingDocument.separator
                root.append((encode(start + document.queryText(example.input)), 0))
                root.append((encode(" " + example.output), 1))
            }
        }
        let parent = root.isEmpty ? nil : append(root, to: &forest)
        let start = root.isEmpty ? "" : PretrainingDocument.separator
        for query in document.queries {
            let prompt = encode(start + document.queryText(query.input))
            let answer = encode(" " + query.output) + [endOfSequence]
            let segment = forest.append(prompt + answer.dropLast(), under: parent)
            let first = forest.segments[segment].rows.lowerBound + prompt.count - 1
            for (index, target) in answer.enumerated() {
                forest.append(
                    .init(
                        row: first + index, target: target, task: isCounted ? .answer : .prompt))
            }
        }
    }

    /// Adds an exercise; what is labelled are the tokens of its answers.
    package func append(
        _ exercise: ReadingExercise, isCounted: Bool, to forest: inout SegmentForest
    ) {
        var tokens: [Int32] = []
        var labelled: [Int] = []
        for piece in exercise.pieces {
            let encoded = encode(piece.text)
            if let given = piece.givenTokens {
                labelled += (min(given, encoded.count)..<encoded.count).map { tokens.count + $0 }
            }
            tokens += encoded
        }
        let segment = forest.append(tokens, under: nil)
        let first = forest.segments[segment].rows.lowerBound
        for place in labelled {
            forest.append(
                .init(
                    row: first + place - 1, target: tokens[place],
                    task: isCounted ? .answer : .prompt))
        }
    }

    /// A root whose every token but the first is labelled by its piece's weight.
    private func append(
        _ pieces: [(tokens: [Int32], weight: Float)], to forest: inout SegmentForest
    ) -> Int {
        let segment = forest.append(pieces.flatMap(\.tokens), under: nil)
        var row = forest.segments[segment].rows.lowerBound
        for piece in pieces {
            for target in piece.tokens {
                if row > forest.segments[segment].rows.lowerBound, piece.weight > 0 {
                    forest.append(
                        .init(row: row - 1, target: target, weight: piece.weight, task: .prompt))
                }
                row += 1
            }
        }
        return segment
    }

    private func encode(_ text: String) -> [Int32] {
        tokenizer.encode(text, addSpecialTokens: false)
    }
}
