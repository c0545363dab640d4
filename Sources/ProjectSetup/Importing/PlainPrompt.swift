import Project
import Prompts

/// A layout that project.yaml can tell by itself: one template, examples, one query, no roles.
struct PlainPrompt: Equatable {
    var template: String
    var format: ProjectFile.Format

    /// Nil where the layout has more to it, and needs a file of its own.
    init?(_ layout: PromptLayout) {
        var parts = layout.parts[...]
        guard parts.allSatisfy({ $0.role == nil }), let head = parts.popFirst(),
            head.kind == .template, head.leading.isEmpty, Self.survives(head.text),
            let last = parts.popLast(), last.kind == .query, last.queryPiece == 0,
            last.leading.isEmpty, last.trailing.isEmpty
        else { return nil }
        template = head.text
        format = ProjectFile.Format()
        format.query = last.text
        format.separator = head.trailing
        guard let examples = parts.popFirst() else {
            // The log shows no examples; should some be wanted, they look like the query.
            format.example = last.text.replacing("{query}", with: "{input}") + "{output}"
            return
        }
        guard parts.isEmpty, examples.kind == .examples, examples.leading.isEmpty,
            examples.trailing == head.trailing,
            case .text(let example, let separator) = layout.exampleFormat
        else { return nil }
        format.example = example
        format.exampleSeparator = separator
    }

    /// Whether a text stays as it is in a template file, of which readers drop the last line break.
    static func survives(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.last != "\n"
    }
}
