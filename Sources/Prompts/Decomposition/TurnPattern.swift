/// What one message of a template's prompts is made of.
struct TurnPattern {
    typealias Bytes = SharedPattern.Bytes

    enum Use {
        /// The same in all prompts.
        case template
        /// A demonstration's message, the same in all prompts.
        case example
        /// Varies.
        case mixed
    }

    var role: String?
    var use: Use
    /// Where demonstrations stand in the message.
    private(set) var finder: DemonstrationFinder?
    /// What stands before the demonstrations; unused without them.
    private(set) var front: SharedPattern
    /// What stands behind them, or all.
    private(set) var back: SharedPattern
    /// Fixed labels right before and behind the query, such as "Question: " and "\nFormula:".
    private(set) var marker: (before: Bytes, after: Bytes)
    /// The first prompt's demonstrations, which tell how they are written.
    private(set) var sample: (text: Bytes, blocks: [DemonstrationFinder.Block])?

    init(role: String?, texts: [Bytes]) {
        self.role = role
        finder = DemonstrationFinder(commonTo: texts)
        var fronts: [Bytes] = []
        var backs = texts
        if let finder {
            let cuts = texts.map { Self.cut($0, finder) }
            fronts = cuts.map(\.front)
            backs = cuts.map(\.back)
            if let first = texts.first { sample = (first, finder.blocks(in: first).complete) }
        }
        front = SharedPattern(sharedBy: fronts).withBorders().pattern
        let borders = SharedPattern(sharedBy: backs).withBorders()
        back = borders.pattern
        marker = (
            SharedPattern.labels(endingIn: borders.before),
            SharedPattern.labels(beginning: borders.after)
        )
        use = back.isWhole && finder == nil ? .template : .mixed
    }

    /// Template by a correction: nothing but what varies in it is left to the query.
    init(role: String?, template texts: [Bytes]) {
        self.role = role
        front = SharedPattern(sharedBy: [])
        back = SharedPattern(sharedBy: texts)
        marker = ([], [])
        use = back.isWhole ? .template : .mixed
    }

    /// How many pieces of the query a layout has places for.
    var queryPieceCount: Int {
        guard use == .mixed else { return 0 }
        return (finder == nil ? 0 : front.queryPieceCount) + back.queryPieceCount
    }

    /// Whether the message is the same in all prompts.
    var isWhole: Bool { back.isWhole && (finder == nil || front.isWhole) }

    /// Takes a message that is the same everywhere as what varies: something has to be the query.
    mutating func becomeQuery() {
        use = .mixed
        back = SharedPattern(head: [], middles: [], tail: [], isWhole: false)
        marker = ([], [])
    }

    private static func cut(
        _ text: Bytes, _ finder: DemonstrationFinder
    ) -> (front: Bytes, region: Bytes, back: Bytes) {
        guard let region = finder.blocks(in: text).region else {
            return (text.prefix(0), text.prefix(0), text)
        }
        return (text[..<region.lowerBound], text[region], text[region.upperBound...])
    }

    // MARK: One prompt's message

    struct Parts {
        var spans: [PromptSpan] = []
        var examples: [Example] = []
        /// One more than there are middle segments.
        var queryPieces: [String] = []
        var sharedBytes = 0
        var fittingBytes = 0
    }

    func parts(of text: Bytes) -> Parts {
        var parts = Parts()
        switch use {
        case .template, .example:
            let fits = text.elementsEqual(back.head)
            parts.sharedBytes = back.head.count
            parts.fittingBytes = fits ? back.head.count : 0
            append(text, fits ? (use == .example ? .examples : .template) : .query, to: &parts)
            return parts
        case .mixed: break
        }
        var remainder = text
        if let finder {
            let cut = Self.cut(text, finder)
            appendMatch(front, cut.front, to: &parts)
            append(cut.region, .examples, to: &parts)
            parts.examples = finder.blocks(in: text).complete.map {
                Example(input: Self.trimmed(text[$0.input]), output: Self.trimmed(text[$0.output]))
            }
            remainder = cut.back
        }
        let before = parts.queryPieces
        parts.queryPieces = []
        appendMatch(back, remainder, to: &parts)
        stripMarkers(from: &parts.queryPieces)
        let placeCount = finder == nil ? 0 : front.queryPieceCount
        // Where a prompt does not fit, what is left over goes with the query behind it.
        let rest = before.dropFirst(placeCount).joined()
        if !rest.isEmpty {
            parts.queryPieces.insert(
                rest + (parts.queryPieces.isEmpty ? "" : parts.queryPieces.removeFirst()), at: 0)
        }
        let missing = [String](repeating: "", count: max(0, placeCount - before.count))
        parts.queryPieces = before.prefix(placeCount) + missing + parts.queryPieces
        return parts
    }

    /// The layout's query format writes them.
    private func stripMarkers(from pieces: inout [String]) {
        guard var first = pieces.first else { return }
        let before = Self.string(marker.before)
        let after = Self.string(marker.after)
        if first.utf8.starts(with: before.utf8) {
            first = String(first.unicodeScalars.dropFirst(before.unicodeScalars.count))
            pieces[0] = first
        }
        let last = pieces[pieces.count - 1]
        if last.utf8.count >= after.utf8.count,
            last.utf8.suffix(after.utf8.count).elementsEqual(after.utf8)
        {
            pieces[pieces.count - 1] = String(
                last.unicodeScalars.dropLast(after.unicodeScalars.count))
        }
    }

    private func appendMatch(_ pattern: SharedPattern, _ text: Bytes, to parts: inout Parts) {
        let match = pattern.match(text)
        if pattern.isWhole, match.hasHead {
            parts.sharedBytes += text.count
            parts.fittingBytes += text.count
            append(text, .template, to: &parts)
            return
        }
        parts.sharedBytes += pattern.byteCount
        if match.hasHead {
            parts.fittingBytes += pattern.head.count
            append(pattern.head, .template, to: &parts)
        }
        var cursor = match.hasHead ? match.inner.lowerBound : text.startIndex
        for place in match.middles {
            guard let place else {
                // The missing segment's two pieces stand in the next one.
                parts.queryPieces.append("")
                continue
            }
            parts.fittingBytes += place.count
            parts.queryPieces.append(Self.string(text[cursor..<place.lowerBound]))
            append(text[cursor..<place.lowerBound], .query, to: &parts)
            append(text[place], .template, to: &parts)
            cursor = place.upperBound
        }
        let end = match.hasTail ? match.inner.upperBound : text.endIndex
        parts.queryPieces.append(Self.string(text[cursor..<end]))
        append(text[cursor..<end], .query, to: &parts)
        if match.hasTail {
            parts.fittingBytes += pattern.tail.count
            append(pattern.tail, .template, to: &parts)
        }
    }

    private func append(_ text: Bytes, _ kind: SpanKind, to parts: inout Parts) {
        guard !text.isEmpty else { return }
        parts.spans.append(PromptSpan(kind: kind, role: role, text: Self.string(text)))
    }

    static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func trimmed(_ bytes: Bytes) -> String {
        var core = bytes.drop(while: TextTokens.isSpace)
        while let last = core.last, TextTokens.isSpace(last) { core.removeLast() }
        return string(core)
    }
}
