/// Prompts that show parts of a template, to see what each of them does.
extension StagePlan {
    /// A record's prompt with texts in the places of the template's parts: no examples, no tools.
    /// - Parameters:
    ///   - record: whose query is shown.
    ///   - templateTexts: one for each template part, in order; an empty one leaves its part out.
    /// - Returns: the prompt's spans, dressed.
    /// - Throws: `PromptsError.cannotDress`.
    package func rendered(
        _ record: PromptRecord, templateTexts: [String]
    ) throws -> [PromptSpan] {
        try dressed(
            input.layout.render(
                record, templateTexts: templateTexts, examples: [], showsTools: false),
            of: record)
    }

    /// Spans of a prompt of their own as the project's chat template dresses them.
    /// - Throws: `PromptsError.cannotDress`, which names the record.
    package func dressed(
        _ spans: [PromptSpan], as record: PromptRecord
    ) throws -> [PromptSpan] { try dressed(spans, of: record) }
}
