import ChatTemplates
import Foundation
import Project
import Prompts
import Tokenizers

/// A project's chat template: puts prompts into the shape that the model knows as a chat.
package struct ChatDress: Sendable {
    package let file: ChatTemplateFile
    /// What the template takes for now, so that runs can be repeated.
    package let now: LocalTime
    private let date: String?

    /// Reads what the project names; nil where its prompts are plain text.
    /// - Throws: `ChatTemplateError`, `RunControlError.noChatTemplate`, `.chatTemplateReadsClock`.
    package init?(_ project: ProjectFile, folder: URL) throws {
        let model = ProjectPaths.resolve(project.model.path, in: folder)
        switch project.data.chatTemplate {
        case .none: return nil
        case .model:
            guard let found = try ChatTemplateFile.load(folder: model) else {
                throw RunControlError.noChatTemplate(path: model.path)
            }
            file = found
        case .file(let path):
            file = try ChatTemplateFile.load(
                file: ProjectPaths.resolve(path, in: folder), tokensIn: model)
        }
        date = project.data.chatDate
        if date == nil, file.template.readsClock {
            throw RunControlError.chatTemplateReadsClock(path: file.path)
        }
        now = date.flatMap { LocalTime($0) } ?? LocalTime(year: 1970, month: 1, day: 1)
    }

    /// Whether a model's folder has a chat template that can be read.
    package static func isOffered(by model: URL) -> Bool {
        (try? ChatTemplateFile.load(folder: model)) != nil
    }

    /// All that shapes its prompts, for checksums.
    package var identity: String {
        [file.template.source, file.bosToken ?? "", file.eosToken ?? "", date ?? ""]
            .joined(separator: "\u{0}")
    }

    // MARK: Prompts

    /// The prompt up to where the assistant begins; what the template adds is pinned.
    ///
    /// Neighbours in one role are one message. Where the template does more with the texts than to
    /// show them, the whole prompt is the template's.
    /// - Throws: `ChatTemplateError`, `RunControlError.chatTemplateHidesMessage`.
    package func dress(_ spans: [PromptSpan]) throws -> [PromptSpan] {
        let messages = Self.messages(spans)
        let prompt = try file.prompt(
            messages.map { ChatMessage(role: Self.role($0[0]), text: $0.joinedText) }, now: now)
        let shown = Set(prompt.pieces.compactMap(\.message))
        for (index, message) in messages.enumerated()
        where !shown.isEmpty && !shown.contains(index) {
            guard message.joinedText.allSatisfy(\.isWhitespace) else {
                throw RunControlError.chatTemplateHidesMessage(role: Self.role(message[0]))
            }
        }
        return prompt.pieces.flatMap { piece in
            guard let message = piece.message else {
                return [PromptSpan(kind: .pinned, text: piece.text)]
            }
            return Self.cut(piece, messages[message])
        }
    }

    private static func role(_ span: PromptSpan) -> String { span.role ?? "user" }

    /// Neighbours in one role; no message is empty.
    private static func messages(_ spans: [PromptSpan]) -> [[PromptSpan]] {
        var messages: [[PromptSpan]] = []
        for span in spans {
            if let last = messages.last, role(last[0]) == role(span) {
                messages[messages.count - 1].append(span)
            } else {
                messages.append([span])
            }
        }
        return messages
    }

    /// A message's spans as far as the piece shows them.
    private static func cut(_ piece: ChatPrompt.Piece, _ message: [PromptSpan]) -> [PromptSpan] {
        let bytes = Array(piece.text.utf8)
        var end = -piece.skippedBytes
        return message.compactMap { span in
            let start = end
            end += span.text.utf8.count
            let range = max(0, start)..<max(0, start, min(end, bytes.count))
            guard !range.isEmpty else { return nil }
            var span = span
            span.text = String(decoding: bytes[range], as: UTF8.self)
            return span
        }
    }

    // MARK: Answers

    /// The one of the ends that the template closes an assistant's turn with; nil where it is none.
    package func endOfTurn(_ ends: [Int32], _ tokenizer: Tokenizer) -> Int32? {
        let messages = [
            ChatMessage(role: "user", text: "user"),
            ChatMessage(role: "assistant", text: "assistant"),
        ]
        guard
            let pieces = try? file.prompt(messages, addGenerationPrompt: false, now: now).pieces,
            let answer = pieces.lastIndex(where: { $0.message == 1 })
        else { return nil }
        let close = pieces[(answer + 1)...].map(\.text).joined().drop(while: \.isWhitespace)
        return ends.first { tokenizer.token($0).map { close.utf8.starts(with: $0.utf8) } ?? false }
    }
}
