/// Documentation of one dialect, some examples, and questions to answer.
package struct PretrainingDocument: Sendable, Equatable {
    /// A question with its formula, and which function it is about.
    package struct Item: Sendable, Equatable {
        /// The question as the model gets it, and its formula.
        package var pair: QuestionAnswer
        /// The outermost function of the formula.
        package var function: FormulaFunction
        /// Table and question.
        package var input: String { pair.input }
        /// The formula.
        package var output: String { pair.output }
    }

    /// What the document is about.
    package var dialect: FormulaDialect
    /// The dialect's documentation.
    package var template: String
    /// Shown with their answers.
    package var examples: [Item]
    /// Leaves under the same template and examples.
    package var queries: [Item]

    /// What all queries share, in the sample project's format, with a blank line after each block.
    ///
    /// Template or examples may be left out: examples alone, or documentation alone.
    package func context(hasTemplate: Bool = true, hasExamples: Bool = true) -> String {
        var output = hasTemplate ? template + "\n\n" : ""
        guard hasExamples else { return output }
        for example in examples {
            output += "\(example.input)\nFormula: \(example.output)\n\n"
        }
        return output
    }

    /// A query as it follows the context; the answer follows it after one space.
    package static func queryText(_ input: String) -> String { "\(input)\nFormula:" }

    /// Whether an example shows the function that a query is about.
    package func isShown(_ query: Item) -> Bool {
        examples.contains { $0.function == query.function }
    }
}
