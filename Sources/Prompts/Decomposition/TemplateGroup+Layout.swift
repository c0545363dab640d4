extension TemplateGroup {
    /// The layout that all prompts of the group follow.
    ///
    /// White space around a template text is its separator, so that a shortened text keeps it and
    /// a dropped one takes it away.
    func layout() -> PromptLayout {
        var builder = Builder()
        for turn in turns { builder.append(turn) }
        return PromptLayout(parts: builder.parts, exampleFormat: builder.format)
    }

    private struct Builder {
        var parts: [PromptLayout.Part] = []
        var format = ExampleFormat.text(format: "{input}\n{output}", separator: "\n\n")
        private var pieceCount = 0

        mutating func append(_ turn: TurnPattern) {
            switch turn.use {
            case .template: appendTemplate(turn.back.head, turn.role)
            case .example: appendTurnExamples()
            case .mixed:
                if turn.finder != nil {
                    appendTemplate(turn.front.head, turn.role)
                    appendTextExamples(turn)
                }
                appendPattern(turn)
            }
        }

        private mutating func appendPattern(_ turn: TurnPattern) {
            appendTemplate(turn.back.head, turn.role)
            if turn.back.isWhole { return }
            let first = parts.count
            for segment in turn.back.middles {
                appendQuery(turn.role)
                appendTemplate(segment, turn.role)
            }
            appendQuery(turn.role)
            parts[first].text = TurnPattern.string(turn.marker.before) + parts[first].text
            parts[parts.count - 1].text += TurnPattern.string(turn.marker.after)
            appendTemplate(turn.back.tail, turn.role)
        }

        private mutating func appendQuery(_ role: String?) {
            parts.append(.init(kind: .query, role: role, text: "{query}", queryPiece: pieceCount))
            pieceCount += 1
        }

        private mutating func appendTemplate(_ text: SharedPattern.Bytes, _ role: String?) {
            guard !text.isEmpty else { return }
            let core = text.drop(while: TextTokens.isSpace)
            guard !core.isEmpty else {
                // White space alone: nothing to compress, gone with its neighbours' stage.
                parts.append(
                    .init(kind: .template, role: role, text: TurnPattern.string(text)))
                return
            }
            var end = core.endIndex
            while end > core.startIndex, TextTokens.isSpace(core[end - 1]) { end -= 1 }
            parts.append(
                .init(
                    kind: .template, role: role,
                    leading: TurnPattern.string(text[..<core.startIndex]),
                    text: TurnPattern.string(core[..<end]),
                    trailing: TurnPattern.string(core[end...])))
        }

        private mutating func appendTurnExamples() {
            guard !parts.contains(where: { $0.kind == .examples }) else { return }
            format = .turns(inputRole: "user", outputRole: "assistant")
            parts.append(.init(kind: .examples))
        }

        private mutating func appendTextExamples(_ turn: TurnPattern) {
            guard let (text, blocks) = turn.sample, let first = blocks.first,
                let last = blocks.last
            else { return }
            let separator = Self.outerSpace(text[first.output])
            format = .text(
                format: TurnPattern.string(text[first.inputLabel]) + "{input}"
                    + Self.outerSpace(text[first.input])
                    + TurnPattern.string(text[first.outputLabel]) + "{output}",
                separator: separator)
            parts.append(
                .init(
                    kind: .examples, role: turn.role,
                    trailing: Self.outerSpace(text[last.output])))
        }

        /// The white space at the end.
        private static func outerSpace(_ text: SharedPattern.Bytes) -> String {
            var start = text.endIndex
            while start > text.startIndex, TextTokens.isSpace(text[start - 1]) { start -= 1 }
            return TurnPattern.string(text[start...])
        }
    }
}
