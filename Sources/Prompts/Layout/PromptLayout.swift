import JSONText

/// Where a prompt's parts stand: fixed texts, and places for examples, context and the query.
///
/// Spans that follow each other in the same role are one message. What stands around the query in
/// its format (markers, separators, order) is rendered alike in every stage.
package struct PromptLayout: Sendable, Equatable {
    /// A fixed text, or a place for what differs from record to record.
    package struct Part: Sendable, Equatable {
        package var kind: SpanKind
        package var role: String?
        /// Rendered only where the part has text, so that an empty part leaves no blank lines.
        package var leading: String
        /// The text of a template, pinned or tools part; the format of a query part, with
        /// "{query}"; unused for context and examples.
        ///
        /// A pinned or tools part without a text shows the record's own.
        package var text: String
        /// Rendered only where the part has text.
        package var trailing: String
        /// Which piece of the query a query part shows, where template stands inside the query; of
        /// the record's own context, pinned or tools text, which piece of that.
        package var queryPiece: Int

        package init(
            kind: SpanKind, role: String? = nil, leading: String = "", text: String = "",
            trailing: String = "", queryPiece: Int = 0
        ) {
            self.kind = kind
            self.role = role
            self.leading = leading
            self.text = text
            self.trailing = trailing
            self.queryPiece = queryPiece
        }
    }

    /// Where a query part's format shows the query.
    static let queryPlace = "{query}"

    package var parts: [Part]
    package var exampleFormat: ExampleFormat

    package init(
        parts: [Part],
        exampleFormat: ExampleFormat = .text(
            format: "{input}\n{output}", separator: "\n\n")
    ) {
        self.parts = parts
        self.exampleFormat = exampleFormat
    }

    /// The usual prompt: template, examples, query, with a blank line between them.
    package static func standard(
        template: String, queryFormat: String = "{query}",
        exampleFormat: String = "{input}\n{output}", separator: String = "\n\n",
        role: String? = nil
    ) -> PromptLayout {
        PromptLayout(
            parts: [
                Part(kind: .template, role: role, text: template, trailing: separator),
                Part(kind: .examples, role: role, trailing: separator),
                Part(kind: .query, role: role, text: queryFormat),
            ], exampleFormat: .text(format: exampleFormat, separator: separator))
    }

    /// - Throws: `PromptsError.noPlaceForQuery`, `.missingPlaceholder`.
    package func validate() throws {
        let queries = parts.filter { $0.kind == .query }
        if queries.isEmpty { throw PromptsError.noPlaceForQuery }
        for part in queries { try FormatText.require(Self.queryPlace, in: part.text) }
        if parts.contains(where: { $0.kind == .examples }) { try exampleFormat.validate() }
    }

    /// The template parts' full texts for a record, in order.
    ///
    /// A record's own template stands in
    /// the place of the first, and the others are empty then.
    package func templateTexts(for record: PromptRecord? = nil) -> [String] {
        let own = parts.filter { $0.kind == .template }.map(\.text)
        guard let template = record?.template else { return own }
        return own.indices.map { $0 == 0 ? template : "" }
    }

    /// Renders a prompt.
    /// - Parameters:
    ///   - record: Whose query and context are shown.
    ///   - templateTexts: What the stage shows of each template part, in order; an empty text
    ///     leaves the part out.
    ///   - examples: In their order; none leaves the place out.
    ///   - showsTools: Whether the stage still shows tool schemas.
    /// - Returns: Spans with text, in order; joined they are the prompt.
    package func render(
        _ record: PromptRecord, templateTexts: [String], examples: [Example],
        showsTools: Bool = true
    ) -> [PromptSpan] {
        let pieces = record.queryPieces
        var templateIndex = 0
        var spans: [PromptSpan] = []
        for part in parts {
            var content: [PromptSpan]
            switch part.kind {
            case .template:
                let isGiven = templateIndex < templateTexts.count
                content = part.span(isGiven ? templateTexts[templateIndex] : "")
                templateIndex += 1
            case .pinned: content = part.span(part.ownText(of: record))
            case .tools: content = part.span(showsTools ? part.ownText(of: record) : "")
            case .context: content = part.span(part.ownText(of: record))
            case .examples:
                content =
                    examples.isEmpty ? [] : exampleFormat.spans(examples, role: part.role)
            case .query:
                let hasPiece = part.queryPiece < pieces.count
                let piece = hasPiece ? pieces[part.queryPiece] : ""
                content = part.span(FormatText.fill(part.text, [Self.queryPlace: piece]))
            }
            content.removeAll { $0.text.isEmpty }
            if !content.isEmpty {
                content[0].text = part.leading + content[0].text
                content[content.count - 1].text += part.trailing
            }
            spans += content
        }
        return spans + laterMessages(of: record, pieces)
    }

    /// Messages of a conversation that goes on behind those that all prompts have.
    private func laterMessages(of record: PromptRecord, _ pieces: [String]) -> [PromptSpan] {
        let roles = record.laterRoles
        guard !roles.isEmpty, pieces.count > roles.count else { return [] }
        return zip(roles, pieces.suffix(roles.count)).filter { !$0.1.isEmpty }.map {
            PromptSpan(kind: .query, role: $0.0, text: $0.1)
        }
    }

    /// What production sends for a record: all parts that no stage takes away.
    package func renderQueryOnly(_ record: PromptRecord) -> [PromptSpan] {
        render(record, templateTexts: [], examples: [], showsTools: false)
    }
}

extension PromptLayout.Part {
    fileprivate func span(_ text: String) -> [PromptSpan] {
        [PromptSpan(kind: kind, role: role, text: text)]
    }

    /// The part's text, or the record's where the part has none.
    fileprivate func ownText(of record: PromptRecord) -> String {
        if kind != .context, !text.isEmpty { return text }
        let pieces = record.ownTexts(of: kind)
        return pieces.indices.contains(queryPiece) ? pieces[queryPiece] : ""
    }
}

extension Sequence where Element == PromptSpan {
    /// All texts in order.
    package var joinedText: String { reduce(into: "") { $0 += $1.text } }
}
