/// Documentation of one dialect, some examples, and questions to answer.
package struct PretrainingDocument: Sendable, Equatable {
    package typealias Item = DialectSheet.Item

    /// Between template, examples and query.
    package static let separator = "\n\n"

    /// What stands before an answer, a colon after it.
    package var answerLabel: String
    /// The dialect's documentation.
    package var template: String
    /// Shown with their answers.
    package var examples: [Item]
    /// Leaves under the same template and examples.
    package var queries: [Item]

    /// The first items of a sheet as examples, the rest as questions.
    package init(_ sheet: DialectSheet, exampleCount: Int) {
        answerLabel = sheet.answerLabel
        template = sheet.template
        examples = Array(sheet.items.prefix(exampleCount))
        queries = Array(sheet.items.dropFirst(exampleCount))
    }

    /// What all queries share, in the sample projects' format, with a blank line after each block.
    ///
    /// Template or examples may be left out: examples alone, or documentation alone.
    package func context(hasTemplate: Bool = true, hasExamples: Bool = true) -> String {
        var output = hasTemplate ? template + Self.separator : ""
        guard hasExamples else { return output }
        for example in examples {
            output += "\(queryText(example.input)) \(example.output)\(Self.separator)"
        }
        return output
    }

    /// A query as it follows the context; the answer follows it after one space.
    package func queryText(_ input: String) -> String { "\(input)\n\(answerLabel):" }

    /// Whether an example shows the function that a query is about.
    package func isShown(_ query: Item) -> Bool {
        examples.contains { $0.skill == query.skill }
    }
}
