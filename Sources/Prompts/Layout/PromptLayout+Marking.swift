extension PromptLayout {
    /// The layout with a part of another kind.
    ///
    /// A text that is to belong to the query goes into the format of the query beside it.
    /// - Parameters:
    ///   - index: A part with a fixed text.
    ///   - kind: Template, pinned, tools or query.
    /// - Returns: Nil where a layout cannot say it: for kinds that differ from record to record,
    ///   and for a query that stands nowhere near.
    package func marking(_ index: Int, as kind: SpanKind) -> PromptLayout? {
        guard parts.indices.contains(index), !parts[index].text.isEmpty else { return nil }
        let part = parts[index]
        guard [.template, .pinned, .tools].contains(part.kind) else { return nil }
        var layout = self
        switch kind {
        case .template, .pinned, .tools:
            layout.parts[index].kind = kind
            return layout
        case .context, .examples: return nil
        case .query: break
        }
        let whole = part.leading + part.text + part.trailing
        // As the format's own, it would be filled.
        guard !whole.contains(Self.queryPlace) else { return nil }
        func isQuery(_ place: Int) -> Bool {
            parts.indices.contains(place) && parts[place].kind == .query
                && parts[place].role == part.role
        }
        if isQuery(index + 1), parts[index + 1].leading.isEmpty {
            layout.parts[index + 1].text = whole + parts[index + 1].text
        } else if isQuery(index - 1), parts[index - 1].trailing.isEmpty {
            layout.parts[index - 1].text += whole
        } else {
            return nil
        }
        layout.parts.remove(at: index)
        return layout
    }
}
