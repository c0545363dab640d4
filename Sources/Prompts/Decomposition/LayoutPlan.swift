/// The layout that all prompts of a template follow, and how a prompt's pieces of the query fill
/// it.
///
/// White space around a template text is its separator, so that a shortened text keeps it and a
/// dropped one takes it away. Places for the query that follow each other in a message become one.
struct LayoutPlan {
    private(set) var layout = PromptLayout(parts: [])
    /// For each place of the layout what its piece of the query is made of.
    private var places: [[QueryToken]] = []

    /// A part of the query as it stands in the prompt.
    private enum QueryToken {
        case text(String)
        /// An index into a prompt's pieces.
        case piece(Int)
    }

    init() {}

    init(_ group: TemplateGroup) {
        var builder = LayoutBuilder()
        for (position, message) in group.messages.enumerated() {
            if group.exampleGap == position { builder.appendTurnExamples() }
            builder.begin(message.role)
            if group.exampleTurns.contains(position) {
                builder.appendTurnExamples()
            } else {
                builder.append(message)
            }
        }
        if group.exampleGap == group.messages.count { builder.appendTurnExamples() }
        builder.endMessage()
        layout = PromptLayout(parts: [], exampleFormat: builder.format)
        var run: [LayoutBuilder.Query] = []
        var runPart: PromptLayout.Part?
        func isSameRun(_ entry: LayoutBuilder.Entry) -> Bool {
            guard let last = run.last, let query = entry.query else { return false }
            return last.message == query.message
        }
        for entry in builder.entries {
            if !isSameRun(entry), let part = runPart {
                append(run, part)
                (run, runPart) = ([], nil)
            }
            if let query = entry.query {
                run.append(query)
                runPart = entry.part
            } else {
                layout.parts.append(entry.part)
            }
        }
        if let runPart { append(run, runPart) }
    }

    /// One place for neighbours: fixed text at either end is the format's, the rest the piece.
    private mutating func append(_ run: [LayoutBuilder.Query], _ part: PromptLayout.Part) {
        var tokens: [QueryToken] = []
        for query in run {
            tokens.append(.text(query.before))
            tokens.append(query.constant.map { .text($0) } ?? .piece(query.piece))
            tokens.append(.text(query.after))
        }
        let first = tokens.firstIndex(where: Self.isPiece) ?? 0
        let last = tokens.lastIndex(where: Self.isPiece) ?? tokens.count - 1
        var part = part
        part.text =
            Self.text(tokens[..<first]) + PromptLayout.queryPlace
            + Self.text(tokens[(last + 1)...])
        part.queryPiece = places.count
        places.append(Array(tokens[first...last]))
        layout.parts.append(part)
    }

    /// A text that looks like the place for the query would be filled with it.
    private static func isPiece(_ token: QueryToken) -> Bool {
        switch token {
        case .piece: true
        case .text(let text): text.contains(PromptLayout.queryPlace)
        }
    }

    private static func text(_ tokens: ArraySlice<QueryToken>) -> String {
        tokens.reduce(into: "") { if case .text(let text) = $1 { $0 += text } }
    }

    /// A prompt's pieces, one for each place of the layout.
    func pieces(_ pieces: [String]) -> [String] {
        places.map { tokens in
            tokens.reduce(into: "") { result, token in
                switch token {
                case .text(let text): result += text
                case .piece(let index): result += index < pieces.count ? pieces[index] : ""
                }
            }
        }
    }
}
