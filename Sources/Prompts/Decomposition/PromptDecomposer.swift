/// Takes a log's prompts apart: what all share is template, repeated demonstrations are examples,
/// what varies is the query.
package struct PromptDecomposer: Sendable {
    /// Whether all user and assistant messages before the last user message are demonstrations.
    ///
    /// Else only those that all prompts of a template share are, and others belong to the query.
    package var takesTurnsAsExamples: Bool

    package init(takesTurnsAsExamples: Bool = false) {
        self.takesTurnsAsExamples = takesTurnsAsExamples
    }

    /// Finds the templates of a log and the spans of each prompt, in near linear time.
    package func decompose(_ prompts: [ImportedPrompt]) -> Decomposition {
        var records = [Decomposition.Record?](repeating: nil, count: prompts.count)
        var layouts: [PromptLayout] = []
        var notes: [String] = []
        for positions in TemplateGrouping(prompts).groups {
            let members = positions.map { prompts[$0] }
            let group = TemplateGroup(members, takesTurnsAsExamples: takesTurnsAsExamples)
            let template = group.hasTemplate ? layouts.count : nil
            if group.hasTemplate { layouts.append(group.layout()) }
            var misfits: [RecordSource] = []
            for (position, prompt) in zip(positions, members) {
                let parts = group.parts(of: prompt)
                if parts.fit < 1 { misfits.append(prompt.source) }
                records[position] = Decomposition.Record(
                    id: prompt.id, source: prompt.source, template: template,
                    confidence: group.confidence(fit: parts.fit), spans: parts.spans,
                    output: prompt.output, examples: parts.examples,
                    queryPieces: parts.queryPieces, tools: prompt.tools)
            }
            notes += Self.notes(members, template: template, misfits: misfits)
        }
        return Decomposition(
            records: records.compactMap { $0 }, layouts: layouts, notes: notes)
    }

    private static func notes(
        _ members: [ImportedPrompt], template: Int?, misfits: [RecordSource]
    ) -> [String] {
        guard let first = members.first else { return [] }
        var notes: [String] = []
        let prompts = members.count == 1 ? "1 prompt" : "\(members.count) prompts"
        if template == nil {
            notes.append(
                "\(prompts) share no template, the first at \(first.source): "
                    + "they are taken as queries as a whole.")
        } else if members.count == 1 {
            notes.append(
                "The template at \(first.source) has one prompt only: "
                    + "what is template and what is query is a guess.")
        }
        if let misfit = misfits.first, let template {
            notes.append(
                "\(misfits.count) of \(prompts) lack a part of template \(template + 1), "
                    + "the first at \(misfit).")
        }
        let tools = members.count { $0.tools != nil }
        if tools > 0 {
            notes.append(
                "\(tools) of \(prompts) have tool schemas beside their messages; "
                    + "they are kept in each record's meta and are no span.")
        }
        return notes
    }
}
