/// A piece of a rendered prompt.
///
/// Spans of one message, joined, are that message's text.
package struct PromptSpan: Sendable, Equatable {
    package var kind: SpanKind
    /// The chat role of the message it stands in; nil in a prompt without messages.
    package var role: String?
    package var text: String

    package init(kind: SpanKind, role: String? = nil, text: String) {
        self.kind = kind
        self.role = role
        self.text = text
    }
}
