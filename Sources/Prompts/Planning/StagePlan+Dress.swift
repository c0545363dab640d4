/// Prompts as a chat template dresses them, and what no template may change.
extension StagePlan {
    /// What the model is given.
    func dressed(
        _ spans: [PromptSpan], of record: PromptRecord, stage: Int? = nil
    ) throws -> [PromptSpan] {
        guard let dress = input.dress else { return spans }
        do { return try dress(spans) } catch {
            throw PromptsError.cannotDress(
                recordID: record.id, source: record.source.description, stage: stage,
                reason: "\(error)")
        }
    }

    /// Checks that production sends the query as the model was shown it.
    /// - Throws: `PromptsError.queryNotFound`, `.queryDiffers`, `.cannotDress`.
    func checkQuery(
        of record: PromptRecord, in spans: [PromptSpan], stage: Int? = nil
    ) throws {
        guard input.dress != nil else { return }
        let plain = input.layout.renderQueryOnly(record)
        guard plain.contains(where: { $0.kind == .query }) else { return }
        let source = record.source.description
        guard let sent = Self.queryBlock(try dressed(plain, of: record, stage: stage)),
            let shown = Self.queryBlock(spans)
        else { throw PromptsError.queryNotFound(recordID: record.id, source: source) }
        guard shown.utf8.elementsEqual(sent.utf8) else {
            throw PromptsError.queryDiffers(recordID: record.id, source: source, stage: stage)
        }
    }

    /// From the query's first text on, what no stage takes away; nil without a query.
    private static func queryBlock(_ spans: [PromptSpan]) -> String? {
        guard let first = spans.firstIndex(where: { $0.kind == .query }) else { return nil }
        let vanishing: Set<SpanKind> = [.template, .tools, .examples]
        return spans[first...].filter { !vanishing.contains($0.kind) }.joinedText
    }

    /// Says so where the dress holds sentences, such as a default system prompt, that production
    /// sends with every query.
    func dressWarnings() -> [String] {
        guard let record = input.records.first,
            let spans = try? renderedQueryOnly(record), input.dress != nil
        else { return [] }
        let pinned = input.layout.renderQueryOnly(record).filter { $0.kind == .pinned }.joinedText
        let own = spans.filter { $0.kind == .pinned && !pinned.contains($0.text) }
        guard let sentence = own.lazy.compactMap({ Self.sentence(in: $0.text) }).first else {
            return []
        }
        return [
            "The chat template adds text of its own to what production sends: \"\(sentence)\". "
                + "The Prompts pane shows it whole. "
                + "A message in the role system may take its place."
        ]
    }

    /// The beginning of the first stretch between markers that has several words.
    private static func sentence(in text: String) -> String? {
        // <|im_start|>, <s>, [INST], <<SYS>>
        let stretches = text.split(separator: /<[^<>\n]*>|\[[^\[\]\n]*\]|[<>\[\]]/)
        for stretch in stretches {
            var words = stretch.split(whereSeparator: \.isWhitespace)
            if let first = words.first, roles.contains(String(first)) { words.removeFirst() }
            guard words.count(where: { $0.contains(where: \.isLetter) }) > 1 else { continue }
            return String(words.joined(separator: " ").prefix(60))
        }
        return nil
    }

    private static let roles: Set<String> = ["system", "user", "assistant", "model"]
}
