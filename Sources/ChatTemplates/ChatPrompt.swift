import JSONText

/// A message of a conversation that is nothing but text.
package struct ChatMessage: Sendable, Equatable {
    package var role: String
    package var text: String

    package init(role: String, text: String) {
        self.role = role
        self.text = text
    }

    var json: JSONValue { ["role": .string(role), "content": .string(text)] }
}

/// A rendered conversation, cut where the messages' own texts stand, so that what the template adds
/// (markers, a system prompt of its own) can be shown as such.
package struct ChatPrompt: Sendable, Equatable {
    /// A part of the prompt.
    package struct Piece: Sendable, Equatable {
        package var text: String
        /// Whose text it is; nil for the template's.
        package var message: Int?
        /// Bytes of the message's text that the template left out before this piece.
        package var skippedBytes: Int

        package init(text: String, message: Int? = nil, skippedBytes: Int = 0) {
            self.text = text
            self.message = message
            self.skippedBytes = skippedBytes
        }
    }

    /// Joined, they are the prompt byte by byte.
    package let pieces: [Piece]

    package var text: String { pieces.map(\.text).joined() }
}

extension ChatTemplateFile {
    /// The prompt of a conversation, with the places of its messages.
    ///
    /// The places are found by a second rendering, of marks in place of the texts. Where a template
    /// does something else with a text than to show it, with or without the white space around it,
    /// all of the prompt is one piece of the template's.
    /// - Throws: `ChatTemplateError`.
    package func prompt(
        _ messages: [ChatMessage], tools: JSONValue? = nil, addGenerationPrompt: Bool = true,
        now: LocalTime
    ) throws -> ChatPrompt {
        func render(_ messages: [ChatMessage]) throws -> String {
            try template.render(
                messages: .array(messages.map(\.json)), tools: tools,
                addGenerationPrompt: addGenerationPrompt, bosToken: bosToken, eosToken: eosToken,
                now: now)
        }
        let text = try render(messages)
        let marks = Self.marks(count: messages.count, absentFrom: text + template.source)
        let marked = zip(messages, marks).map { ChatMessage(role: $0.role, text: $1) }
        // A template may refuse marks that it would not refuse a text for.
        let pieces = (try? render(marked)).flatMap {
            ChatPieces(text: text, marked: $0, marks: marks, messages: messages).pieces()
        }
        return ChatPrompt(pieces: pieces ?? [.init(text: text)])
    }

    /// Texts that occur nowhere else; of private letters, which no filter changes.
    private static func marks(count: Int, absentFrom text: String) -> [String] {
        var opening = "\u{E000}"
        while ByteSearch(opening).first(in: Array(text.utf8), from: 0) != nil {
            opening += "\u{E001}"
        }
        return (0..<count).map { "\(opening)\u{E002}\($0)\u{E003}" }
    }
}

/// Finds the texts of messages in a prompt by the marks in its twin.
private struct ChatPieces {
    let text: [UInt8]
    let marked: [UInt8]
    let marks: [String]
    let messages: [ChatMessage]

    init(text: String, marked: String, marks: [String], messages: [ChatMessage]) {
        self.text = Array(text.utf8)
        self.marked = Array(marked.utf8)
        self.marks = marks
        self.messages = messages
    }

    /// Nil where the two renderings differ in more than the texts.
    func pieces() -> [ChatPrompt.Piece]? {
        var pieces: [ChatPrompt.Piece] = []
        var (place, markedPlace) = (0, 0)
        let occurrences = occurrences()
        for (index, occurrence) in occurrences.enumerated() {
            let own = marked[markedPlace..<occurrence.range.lowerBound]
            guard text[place...].starts(with: own) else { return nil }
            append(own, to: &pieces)
            place += own.count
            markedPlace = occurrence.range.upperBound
            let end =
                index + 1 < occurrences.count
                ? occurrences[index + 1].range.lowerBound : marked.count
            let next = marked[markedPlace..<end]
            guard let shown = shown(occurrence.message, at: place, before: next) else {
                return nil
            }
            if !shown.text.isEmpty { pieces.append(shown) }
            place += shown.text.utf8.count
        }
        let rest = marked[markedPlace...]
        guard text[place...].elementsEqual(rest) else { return nil }
        append(rest, to: &pieces)
        return pieces
    }

    private func append(_ own: ArraySlice<UInt8>, to pieces: inout [ChatPrompt.Piece]) {
        if !own.isEmpty { pieces.append(.init(text: String(decoding: own, as: UTF8.self))) }
    }

    /// Marks in the order of the prompt, which need not be that of the messages.
    private func occurrences() -> [(range: Range<Int>, message: Int)] {
        var result: [(range: Range<Int>, message: Int)] = []
        for (message, mark) in marks.enumerated() {
            let search = ByteSearch(mark)
            var start = 0
            while let place = search.first(in: marked, from: start) {
                start = place + search.needle.count
                result.append((place..<start, message))
            }
        }
        return result.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// A message's text as it stands there: whole, or without white space at its ends.
    private func shown(
        _ message: Int, at place: Int, before next: ArraySlice<UInt8>
    ) -> ChatPrompt.Piece? {
        let whole = messages[message].text
        for (atStart, atEnd) in [(false, false), (true, true), (false, true), (true, false)] {
            let candidate = whole.pythonStripped(atStart: atStart, atEnd: atEnd)
            guard text[place...].starts(with: Array(candidate.utf8) + next) else { continue }
            let left = whole.pythonStripped(atStart: atStart, atEnd: false)
            let skipped = candidate.isEmpty ? 0 : whole.utf8.count - left.utf8.count
            return .init(text: candidate, message: message, skippedBytes: skipped)
        }
        return nil
    }
}
