/// How examples are written into a prompt.
package enum ExampleFormat: Sendable, Equatable {
    /// As text, such as "Question: {input}\nFormula: {output}", with a separator between two.
    case text(format: String, separator: String)
    /// As messages: the input in one role, the output in the other.
    case turns(inputRole: String, outputRole: String)

    /// The spans of some examples, without what stands before and after them.
    func spans(_ examples: [Example], role: String?) -> [PromptSpan] {
        switch self {
        case .turns(let inputRole, let outputRole):
            return examples.flatMap {
                [
                    PromptSpan(kind: .examples, role: inputRole, text: $0.input),
                    PromptSpan(kind: .examples, role: outputRole, text: $0.output),
                ]
            }
        case .text(let format, let separator):
            let text = examples.map { example in
                FormatText.fill(
                    format, ["{input}": example.input, "{output}": example.output])
            }
            return [
                PromptSpan(kind: .examples, role: role, text: text.joined(separator: separator))
            ]
        }
    }

    /// - Throws: `PromptsError.missingPlaceholder`.
    func validate() throws {
        guard case .text(let format, _) = self else { return }
        for placeholder in ["{input}", "{output}"] {
            try FormatText.require(placeholder, in: format)
        }
    }
}
