/// An input with the answer it should get.
package struct QuestionAnswer: Sendable, Hashable {
    /// Table and question.
    package var input: String
    /// The formula.
    package var output: String

    /// A pair of texts.
    package init(input: String, output: String) {
        self.input = input
        self.output = output
    }
}
