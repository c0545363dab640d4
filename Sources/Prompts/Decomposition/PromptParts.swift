/// What one prompt is made of, by its template's patterns.
struct PromptParts {
    typealias Bytes = SharedPattern.Bytes

    private(set) var spans: [PromptSpan] = []
    var examples: [Example] = []
    /// One for each place that the layout has for the query.
    var queryPieces: [String] = []
    /// Messages behind those that the layout knows; they belong to the query.
    private(set) var laterTurns: [ImportedPrompt.Turn] = []
    /// Texts of the record's own, by their kind: context, pinned or tools.
    private(set) var ownTexts: [SpanKind: [String]] = [:]
    private var sharedBytes = 0
    private var fittingBytes = 0

    /// Share of the template's bytes that the prompt has.
    var fit: Double { sharedBytes > 0 ? Double(max(0, fittingBytes)) / Double(sharedBytes) : 1 }

    mutating func append(_ text: String, _ kind: SpanKind, _ role: String?) {
        guard !text.isEmpty else { return }
        spans.append(PromptSpan(kind: kind, role: role, text: text))
    }

    /// Takes one message apart.
    mutating func append(_ text: Bytes, _ message: MessagePattern, _ marks: [TextMark]) {
        let columns = message.columns(of: text, marks)
        let firstSpan = spans.count
        let firstPiece = queryPieces.count
        for (index, text) in columns.free.enumerated() {
            append(message.free[index].parts(of: text), of: message.free[index], firstPiece)
            guard index < columns.marked.count else { continue }
            append(columns.marked[index], message.marked[index], message.role, firstPiece)
        }
        if !columns.loose.isEmpty { overlay(columns.loose, from: firstSpan) }
        if !marks.isEmpty { joinSpans(from: firstSpan) }
    }

    /// A message that not all prompts have.
    mutating func appendLater(_ turn: ImportedPrompt.Turn, _ marks: [TextMark]) {
        let firstSpan = spans.count
        append(turn.text, .query, turn.role)
        laterTurns.append(turn)
        if !marks.isEmpty { overlay(marks, from: firstSpan) }
    }

    /// Says the kind of marked text that has no place of its own in the layout.
    ///
    /// It stays what it was in the layout's eyes: the query's, or the template's. The latter then
    /// stands in every prompt of the template, so that this record does not fit.
    private mutating func overlay(_ marks: [TextMark], from first: Int) {
        var cut: [PromptSpan] = []
        var start = 0
        for span in spans[first...] {
            let bytes = Array(span.text.utf8)
            var cursor = 0
            func add(_ end: Int, _ kind: SpanKind) {
                guard end > cursor else { return }
                cut.append(
                    PromptSpan(
                        kind: kind, role: span.role,
                        text: String(decoding: bytes[cursor..<end], as: UTF8.self)))
                cursor = end
            }
            for mark in marks {
                let lower = max(mark.range.lowerBound - start, cursor)
                let upper = min(mark.range.upperBound - start, bytes.count)
                guard lower < upper else { continue }
                add(lower, span.kind)
                add(upper, mark.kind)
                if span.kind == .template, mark.kind != .template {
                    fittingBytes -= upper - lower
                }
            }
            add(bytes.count, span.kind)
            start += bytes.count
        }
        spans.replaceSubrange(first..., with: cut)
    }

    private mutating func append(
        _ parts: TurnPattern.Parts, of pattern: TurnPattern, _ firstPiece: Int
    ) {
        spans += parts.spans
        examples += parts.examples
        sharedBytes += parts.sharedBytes
        fittingBytes += parts.fittingBytes
        append(parts.queryPieces, count: pattern.queryPieceCount, firstPiece)
    }

    /// Takes as many pieces as the layout has places for; what is left over in a prompt that does
    /// not fit goes with the piece before, so that the later ones keep their places.
    private mutating func append(_ pieces: [String], count: Int, _ firstPiece: Int) {
        queryPieces += pieces.prefix(count)
        queryPieces += [String](repeating: "", count: max(0, count - pieces.count))
        let rest = pieces.dropFirst(count).joined()
        if !rest.isEmpty, queryPieces.count > firstPiece {
            queryPieces[queryPieces.count - 1] += rest
        }
    }

    private mutating func append(
        _ text: Bytes?, _ column: MarkedColumn, _ role: String?, _ firstPiece: Int
    ) {
        let string = text.map(TurnPattern.string) ?? ""
        switch column.content {
        case .pattern(let pattern):
            if let text {
                append(pattern.parts(of: text), of: pattern, firstPiece)
            } else {
                sharedBytes += pattern.back.byteCount
                append([], count: pattern.queryPieceCount, firstPiece)
            }
            return
        case .fixed(let shared):
            if column.kind == .template {
                sharedBytes += shared.count
                if text != nil { fittingBytes += shared.count }
            }
        case .varying:
            if column.kind != .query { ownTexts[column.kind, default: []].append(string) }
        case .examples(let marked):
            if let text { examples += marked.examples(in: text) }
        }
        append(string, column.kind, role)
        if column.kind == .query { queryPieces.append(string) }
    }

    /// A mark inside text of the same kind makes no span of its own.
    private mutating func joinSpans(from first: Int) {
        var joined: [PromptSpan] = []
        for span in spans[first...] {
            if let last = joined.last, last.kind == span.kind {
                joined[joined.count - 1].text += span.text
            } else {
                joined.append(span)
            }
        }
        spans.replaceSubrange(first..., with: joined)
    }
}
