import Prompts
import TerminalUI

/// The spans of a prompt gathered into messages, with what the stage before still had in them.
struct PromptMessages {
    struct Piece: Equatable {
        var kind: SpanKind
        var isCut: Bool
        var text: String
    }

    struct Message: Equatable {
        var role: String?
        var pieces: [Piece]
    }

    private(set) var messages: [Message] = []

    /// - Parameters:
    ///   - spans: The prompt of this stage.
    ///   - before: The prompt of the stage before; nil leaves cuts out.
    init(_ spans: [PromptSpan], before: [PromptSpan]?) {
        guard let before else {
            for span in spans { add(span, [Piece(kind: span.kind, isCut: false, text: span.text)]) }
            return
        }
        // Spans keep their order from stage to stage; one that is missing was cut as a whole.
        var next = 0
        for old in before {
            if let index = spans.indices[next...].first(where: { Self.isSame(spans[$0], old) }) {
                for span in spans[next..<index] {
                    add(span, [Piece(kind: span.kind, isCut: false, text: span.text)])
                }
                add(old, Self.pieces(from: old, to: spans[index]))
                next = index + 1
            } else {
                add(old, [Piece(kind: old.kind, isCut: true, text: old.text)])
            }
        }
        for span in spans[next...] {
            add(span, [Piece(kind: span.kind, isCut: false, text: span.text)])
        }
    }

    private static func isSame(_ span: PromptSpan, _ old: PromptSpan) -> Bool {
        span.kind == old.kind && span.role == old.role
            // A pinned text never shortens: another one stands for itself.
            && (span.kind != .pinned || span.text.utf8.elementsEqual(old.text.utf8))
    }

    private static func pieces(from old: PromptSpan, to new: PromptSpan) -> [Piece] {
        if old.text == new.text { return [Piece(kind: new.kind, isCut: false, text: new.text)] }
        return WordDifference(from: old.text, to: new.text).pieces.map { piece in
            Piece(kind: new.kind, isCut: piece.kind == .removed, text: piece.text)
        }
    }

    private mutating func add(_ span: PromptSpan, _ pieces: [Piece]) {
        if let last = messages.indices.last, messages[last].role == span.role {
            messages[last].pieces += pieces
        } else {
            messages.append(Message(role: span.role, pieces: pieces))
        }
    }
}
