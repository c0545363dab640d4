import Prompts

/// A part of the prompt that is the same in all records, and what it is to be.
package struct MarkedPart: Sendable, Equatable {
    /// What it is now.
    package var kind: SpanKind
    /// Which of the prompt's parts of this kind.
    package var occurrence: Int
    /// As the prompt shows it.
    package var text: String
    package var newKind: SpanKind

    package init(kind: SpanKind, occurrence: Int, text: String, newKind: SpanKind) {
        self.kind = kind
        self.occurrence = occurrence
        self.text = text
        self.newKind = newKind
    }

    /// Kinds whose text is the same in all records.
    static let fixedKinds: Set<SpanKind> = [.template, .pinned, .tools]
}
