/// What a correction marked at one place of a template's message, over all prompts.
struct MarkedColumn {
    typealias Bytes = SharedPattern.Bytes

    /// What stands there in a layout.
    enum Content {
        /// The same text in all prompts that have it.
        case fixed(Bytes)
        /// A text of each record's own.
        case varying
        /// Template of which parts vary; those stay with the query.
        case pattern(TurnPattern)
        case examples(MarkedExamples)
    }

    let kind: SpanKind
    /// An index into the corrections.
    let correction: Int
    private(set) var content: Content

    /// Takes the texts of those prompts that have it, of so many prompts of the template.
    init(
        kind: SpanKind, correction: Int, role: String?, texts: [Bytes], memberCount: Int,
        examplePattern: TextPattern?
    ) {
        self.kind = kind
        self.correction = correction
        let first = texts.first ?? []
        let isFixed = texts.allSatisfy { $0.elementsEqual(first) }
        let isEverywhere = texts.count == memberCount
        switch kind {
        case .examples:
            content = .examples(MarkedExamples(texts, pattern: examplePattern))
        case .template:
            content = isFixed ? .fixed(first) : .pattern(TurnPattern(role: role, template: texts))
        case .context: content = .varying
        case .pinned, .tools, .query:
            content = isFixed && isEverywhere ? .fixed(first) : .varying
        }
    }

    /// How many pieces of the query each prompt has there.
    var queryPieceCount: Int {
        switch content {
        case .pattern(let pattern): pattern.queryPieceCount
        default: kind == .query ? 1 : 0
        }
    }

    /// The text of a query that is the same everywhere.
    var constant: String? {
        guard kind == .query, case .fixed(let text) = content else { return nil }
        return TurnPattern.string(text)
    }
}

/// Demonstrations that a correction marked.
struct MarkedExamples {
    typealias Bytes = SharedPattern.Bytes

    private let pattern: TextPattern?
    private let finder: DemonstrationFinder?
    /// How they are written; nil where they could not be told apart.
    private(set) var format: (format: String, separator: String, trailing: String)?

    init(_ texts: [Bytes], pattern: TextPattern?) {
        self.pattern = pattern
        finder = pattern == nil ? DemonstrationFinder(marked: texts) : nil
        format = nil
        guard let text = texts.first(where: { !self.places(in: $0).isEmpty }) else { return }
        let places = self.places(in: text)
        guard let first = places.first, let last = places.last else { return }
        let next = places.count > 1 ? places[1].whole.lowerBound : last.whole.upperBound
        let string: (Bytes) -> String = TurnPattern.string
        format = (
            string(text[first.whole.lowerBound..<first.input.lowerBound]) + "{input}"
                + string(text[first.input.upperBound..<first.output.lowerBound]) + "{output}",
            string(text[first.output.upperBound..<next]),
            string(text[last.output.upperBound...])
        )
    }

    func examples(in text: Bytes) -> [Example] {
        places(in: text).map {
            Example(
                input: TurnPattern.string(text[$0.input]),
                output: TurnPattern.string(text[$0.output]))
        }
    }

    /// One demonstration; input and output without white space around them.
    private struct Place {
        var whole: Range<Int>
        var input: Range<Int>
        var output: Range<Int>
    }

    private func places(in text: Bytes) -> [Place] {
        if let finder {
            return finder.blocks(in: text).complete.map {
                Place(
                    whole: $0.inputLabel.lowerBound..<$0.output.upperBound,
                    input: Self.core($0.input, text), output: Self.core($0.output, text))
            }
        }
        guard let pattern else { return [] }
        // A search that takes too long was refused when the texts were marked.
        let found = (try? pattern.matches(in: TurnPattern.string(text))) ?? []
        return found.compactMap { match in
            guard match.groups.count >= 2, let input = match.groups[0],
                let output = match.groups[1], input.upperBound <= output.lowerBound
            else { return nil }
            let base = text.startIndex
            func moved(_ range: Range<Int>) -> Range<Int> {
                range.lowerBound + base..<range.upperBound + base
            }
            return Place(
                whole: moved(match.range), input: Self.core(moved(input), text),
                output: Self.core(moved(output), text))
        }
    }

    private static func core(_ range: Range<Int>, _ text: Bytes) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, TextTokens.isSpace(text[start]) { start += 1 }
        while end > start, TextTokens.isSpace(text[end - 1]) { end -= 1 }
        return start..<end
    }
}
