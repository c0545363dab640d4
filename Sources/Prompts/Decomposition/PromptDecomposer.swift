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
        decompose(CorrectedPrompts(prompts), .none)
    }

    /// The same, keeping to what corrections say.
    ///
    /// Texts that they name have the kind that they say, and what stands between those is taken
    /// apart by itself. Whatever they say, spans joined are the prompt's text.
    /// - Throws: `CorrectionError` where two contradict each other in a prompt.
    package func decompose(
        _ prompts: [ImportedPrompt], corrections: Corrections
    ) throws(CorrectionError) -> Decomposition {
        decompose(try CorrectedPrompts(prompts, corrections), corrections)
    }

    private func decompose(
        _ corrected: CorrectedPrompts, _ corrections: Corrections
    ) -> Decomposition {
        let prompts = corrected.prompts
        var records = [Decomposition.Record?](repeating: nil, count: prompts.count)
        var result = Decomposition(records: [], layouts: [], notes: [])
        for positions in TemplateGrouping(prompts, claims: corrected.claims).groups {
            let members = positions.positions.map { prompts[$0] }
            let marks = positions.positions.map { corrected.marks[$0] }
            let group = TemplateGroup(
                members, marks: marks.allSatisfy(\.isEmpty) ? nil : marks,
                takesTurnsAsExamples: takesTurnsAsExamples,
                examplePattern: corrections.examplePattern)
            let template = group.hasTemplate ? result.layouts.count : nil
            if group.hasTemplate {
                result.layouts.append(group.plan.layout)
                result.groupNames.append(positions.claim.map { corrections.groupNames[$0] })
            }
            var misfits: [RecordSource] = []
            for (position, (prompt, marks)) in zip(positions.positions, zip(members, marks)) {
                let parts = group.parts(of: prompt, marks: marks)
                if parts.fit < 1 { misfits.append(prompt.source) }
                records[position] = Decomposition.Record(
                    id: prompt.id, source: prompt.source, template: template,
                    confidence: group.confidence(fit: parts.fit), spans: parts.spans,
                    output: prompt.output, examples: parts.examples,
                    queryPieces: parts.queryPieces,
                    laterTurns: parts.laterTurns,
                    ownTexts: parts.ownTexts, tools: prompt.tools,
                    corrections: Set(marks.map { $0.correction + 1 }).sorted())
            }
            result.notes += Self.notes(
                members, template: template, misfits: misfits, looseMarks: group.looseMarkCount)
        }
        result.records = records.compactMap { $0 }
        result.corrections = zip(corrections.list, corrected.touched).map {
            CorrectionUse(correction: $0, promptCount: $1)
        }
        result.notes += result.corrections.compactMap(\.note)
        result.leftOut = corrected.leftOut.map {
            .init(id: $0.prompt.id, source: $0.prompt.source, correction: $0.correction + 1)
        }
        return result
    }

    private static func notes(
        _ members: [ImportedPrompt], template: Int?, misfits: [RecordSource], looseMarks: Int
    ) -> [String] {
        guard let first = members.first else { return [] }
        var notes: [String] = []
        let prompts = members.count == 1 ? "1 prompt" : "\(members.count) prompts"
        if template == nil {
            notes.append(
                members.count == 1
                    ? "1 prompt shares no template, at \(first.source): it is taken as a query as a "
                        + "whole."
                    : "\(prompts) share no template, the first at \(first.source): "
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
        if looseMarks > 0 {
            notes.append(
                "\(looseMarks) corrected text\(looseMarks == 1 ? "" : "s") of \(prompts) stand in "
                    + "messages that not all of them have, and stay with the query.")
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
