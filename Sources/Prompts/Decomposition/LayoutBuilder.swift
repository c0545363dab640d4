/// The parts of a layout, message by message, before neighbours in the query are joined.
struct LayoutBuilder {
    typealias Bytes = SharedPattern.Bytes

    /// A place for the query.
    struct Query {
        var before = ""
        var after = ""
        /// An index into a prompt's pieces.
        var piece: Int
        /// What stands there in every prompt, where it does.
        var constant: String?
        var message: Int
    }

    struct Entry {
        var part: PromptLayout.Part
        var query: Query?
    }

    private(set) var entries: [Entry] = []
    private(set) var format = PromptLayout(parts: []).exampleFormat
    private var pieceCount = 0
    private var message = 0
    private var role: String?
    /// White space that leads to the next part of the message.
    private var pendingSpace = ""
    /// How many texts of the record's own there are of each kind.
    private var ownCounts: [SpanKind: Int] = [:]

    mutating func begin(_ role: String?) {
        endMessage()
        message += 1
        self.role = role
    }

    mutating func endMessage() {
        guard !pendingSpace.isEmpty else { return }
        // White space alone: nothing to compress, gone with its neighbours' stage.
        entries.append(Entry(part: .init(kind: .template, role: role, text: pendingSpace)))
        pendingSpace = ""
    }

    mutating func append(_ pattern: MessagePattern) {
        for (index, turn) in pattern.free.enumerated() {
            append(turn)
            if index < pattern.marked.count { append(pattern.marked[index]) }
        }
    }

    private mutating func append(_ turn: TurnPattern) {
        guard turn.use == .mixed else { return appendFixed(turn.back.head, .template) }
        if turn.finder != nil {
            append(turn.front)
            appendTextExamples(turn)
        }
        append(turn.back, before: turn.marker.before, after: turn.marker.after)
    }

    private mutating func append(
        _ pattern: SharedPattern, before: Bytes = [], after: Bytes = []
    ) {
        appendFixed(pattern.head, .template)
        if pattern.isWhole { return }
        let first = pieceCount
        for segment in pattern.middles {
            appendQuery()
            appendFixed(segment, .template)
        }
        appendQuery()
        for index in entries.indices {
            if entries[index].query?.piece == first {
                entries[index].query?.before = TurnPattern.string(before)
            }
            if entries[index].query?.piece == pieceCount - 1 {
                entries[index].query?.after = TurnPattern.string(after)
            }
        }
        appendFixed(pattern.tail, .template)
    }

    private mutating func append(_ column: MarkedColumn) {
        switch column.content {
        case .pattern(let pattern): append(pattern)
        case .examples(let marked):
            appendExamples(marked.format.map { ($0.format, $0.separator, $0.trailing) })
        case .fixed(let text):
            if column.kind == .query {
                appendQuery(constant: column.constant)
            } else {
                appendFixed(text, column.kind)
            }
        case .varying:
            guard column.kind != .query else { return appendQuery() }
            // A part without a text of its own shows the record's.
            let index = ownCounts[column.kind, default: 0]
            ownCounts[column.kind] = index + 1
            appendPart(.init(kind: column.kind, role: role, queryPiece: index))
        }
    }

    private mutating func appendPart(_ part: PromptLayout.Part) {
        var part = part
        part.leading = pendingSpace + part.leading
        pendingSpace = ""
        entries.append(Entry(part: part))
    }

    private mutating func appendQuery(constant: String? = nil) {
        endMessage()
        entries.append(
            Entry(
                part: .init(kind: .query, role: role, text: PromptLayout.queryPlace),
                query: Query(piece: pieceCount, constant: constant, message: message)))
        pieceCount += 1
    }

    private mutating func appendFixed(_ text: Bytes, _ kind: SpanKind) {
        guard !text.isEmpty else { return }
        let core = text.drop(while: TextTokens.isSpace)
        guard !core.isEmpty else {
            pendingSpace += TurnPattern.string(text)
            return
        }
        var end = core.endIndex
        while end > core.startIndex, TextTokens.isSpace(core[end - 1]) { end -= 1 }
        appendPart(
            .init(
                kind: kind, role: role, leading: TurnPattern.string(text[..<core.startIndex]),
                text: TurnPattern.string(core[..<end]),
                trailing: TurnPattern.string(core[end...])))
    }

    // MARK: Examples

    private var hasExamples: Bool { entries.contains { $0.part.kind == .examples } }

    /// Demonstrations that are messages.
    mutating func appendTurnExamples() {
        endMessage()
        guard !hasExamples else { return }
        format = .turns(inputRole: "user", outputRole: "assistant")
        entries.append(Entry(part: .init(kind: .examples)))
    }

    private mutating func appendTextExamples(_ turn: TurnPattern) {
        guard let (text, blocks) = turn.sample, let first = blocks.first, let last = blocks.last
        else { return }
        appendExamples(
            (
                TurnPattern.string(text[first.inputLabel]) + "{input}"
                    + Self.outerSpace(text[first.input])
                    + TurnPattern.string(text[first.outputLabel]) + "{output}",
                Self.outerSpace(text[first.output]), Self.outerSpace(text[last.output])
            ))
    }

    /// Demonstrations inside a message; a layout has one place for them.
    private mutating func appendExamples(
        _ written: (format: String, separator: String, trailing: String)?
    ) {
        guard !hasExamples else { return }
        if let written { format = .text(format: written.format, separator: written.separator) }
        appendPart(.init(kind: .examples, role: role, trailing: written?.trailing ?? ""))
    }

    /// The white space at the end.
    private static func outerSpace(_ text: Bytes) -> String {
        var start = text.endIndex
        while start > text.startIndex, TextTokens.isSpace(text[start - 1]) { start -= 1 }
        return TurnPattern.string(text[start...])
    }
}
