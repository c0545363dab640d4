import LanguageModel

/// One held-out record as one arm asks it.
package struct EvaluationItem: Sendable {
    package var recordID: String
    /// Prompt and expected answer.
    package var sequence: TokenSequence
    package var expected: String

    package init(recordID: String, sequence: TokenSequence, expected: String) {
        self.recordID = recordID
        self.sequence = sequence
        self.expected = expected
    }

    package var prompt: [Int32] { Array(sequence.tokens.prefix(sequence.promptCount)) }
}
