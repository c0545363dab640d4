import Prompts

/// One record's prompt as a stage sees it.
package struct RecordPreview: Sendable, Equatable {
    /// A piece of the prompt with the tokens that it takes in the whole string.
    package struct Part: Sendable, Equatable {
        package var span: PromptSpan
        package var tokenCount: Int

        package init(span: PromptSpan, tokenCount: Int) {
            self.span = span
            self.tokenCount = tokenCount
        }
    }

    package var recordID: String
    /// Nil is the whole prompt.
    package var stage: Int?
    /// The revision that the request named.
    package var revision: Int
    /// In the prompt's order; a part that is cut away altogether is left out.
    package var parts: [Part]
    /// What the model shall answer.
    package var output: String
    package var outputTokenCount: Int

    package init(
        recordID: String, stage: Int?, revision: Int, parts: [Part], output: String,
        outputTokenCount: Int
    ) {
        self.recordID = recordID
        self.stage = stage
        self.revision = revision
        self.parts = parts
        self.output = output
        self.outputTokenCount = outputTokenCount
    }

    /// Tokens of the prompt, without the answer.
    package var promptTokenCount: Int { parts.reduce(0) { $0 + $1.tokenCount } }

    /// Tokens of all parts of a kind.
    package func tokenCount(of kind: SpanKind) -> Int {
        parts.reduce(0) { $0 + ($1.span.kind == kind ? $1.tokenCount : 0) }
    }
}
