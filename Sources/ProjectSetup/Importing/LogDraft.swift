import Foundation
import Project
import Prompts

/// The project of one of a log's templates.
struct LogDraft {
    let log: DecomposedLog
    /// Counted from 1.
    let template: Int

    private var layout: PromptLayout { log.decomposition.layouts[template - 1] }
    private var decomposed: [Decomposition.Record] {
        log.decomposition.records.filter { $0.template == template - 1 }
    }

    /// The project's draft; splits of records that a project there has already hold.
    func draft(folder: URL, splitter: RecordSplitter, update: ProjectUpdate?) -> ProjectDraft {
        let layout = layout
        var records = log.decomposition.promptRecords(template: template - 1)
        update?.keepSplits(&records)
        var draft = ProjectDraft(
            folder: folder, template: template, records: splitter.split(records))
        draft.fullLayout = layout
        if let plain = PlainPrompt(layout) {
            draft.templateText = plain.template
            draft.file.data.format = plain.format
        } else {
            draft.layout = layout
        }
        let separator = outputSeparator(layout, records)
        draft.file.data.format.output = separator + "{output}"
        if draft.layout == nil, !layout.parts.contains(where: { $0.kind == .examples }) {
            draft.file.data.format.example.replace("{output}", with: separator + "{output}")
        }
        draft.file.schedule.shots = decomposed.map(\.examples.count).max() ?? 0
        draft.notes = notes(layout, records)
        if draft.file.schedule.shots == 0 {
            draft.notes.append("The prompts hold no examples, so schedule.shots is 0.")
        }
        return draft
    }

    /// What stands between prompt and answer.
    ///
    /// A completion's answer follows its prompt as the log has it. In a chat the roles keep the two
    /// apart, which as one text a line break does, unless the prompt ends in white space.
    private func outputSeparator(_ layout: PromptLayout, _ records: [PromptRecord]) -> String {
        guard log.log.format == .chat else { return "" }
        let ends = records.map { layout.renderQueryOnly($0).last?.text.last ?? " " }
        let starts = records.map { $0.output.first ?? " " }
        let isApart = zip(ends, starts).allSatisfy { $0.isWhitespace || $1.isWhitespace }
        return isApart ? "" : "\n"
    }

    /// Says which prompts the layout does not give back.
    private func notes(_ layout: PromptLayout, _ records: [PromptRecord]) -> [String] {
        let own = decomposed
        let different = zip(own, records).filter { original, record in
            let rendered = layout.render(
                record, templateTexts: layout.templateTexts(), examples: original.examples)
            return rendered.messages != original.spans.messages
        }
        guard let first = different.first else {
            return ["Every prompt comes back from template, examples and query byte by byte."]
        }
        return [
            "\(different.count) of \(Count.text(records.count, "prompt")) "
                + "\(different.count == 1 ? "does" : "do") not come back byte by byte from "
                + "template, examples and query, the first at \(first.0.source): compare with "
                + "promptintern decompose."
        ]
    }
}

extension [PromptSpan] {
    /// Roles and bytes of the messages that the spans make.
    fileprivate var messages: [Message] {
        reduce(into: []) { messages, span in
            if let last = messages.indices.last, messages[last].role == span.role {
                messages[last].text += span.text.utf8
            } else {
                messages.append(Message(role: span.role, text: [UInt8](span.text.utf8)))
            }
        }
    }
}

private struct Message: Equatable {
    var role: String?
    var text: [UInt8]
}
