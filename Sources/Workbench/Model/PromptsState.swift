import Prompts

/// What the Prompts pane shows.
package struct PromptsState: Sendable {
    package var filter = SplitFilter.all
    /// Only records whose id or query holds this, in any case.
    package var search = ""
    /// Indices into the project's records: those that the filter and the search let through.
    package var visible: [Int] = []
    /// An index into `visible`.
    package var selected = 0
    /// The stage whose prompt is shown.
    package var stage = 0
    /// First line of the prompt that is seen.
    package var scroll = 0
    /// Also shows what the stage before still had, dimmed.
    package var showsCuts = true
    /// The part that keys mark: an index into the first stage's preview.
    package var part: Int?
    package var previews = PreviewCache()

    /// Makes `visible` anew and keeps the selected record where it still is in it.
    mutating func refilter(_ records: [RecordSummary]) {
        let before = visible.indices.contains(selected) ? visible[selected] : nil
        let word = search.lowercased()
        visible = records.indices.filter { index in
            let record = records[index]
            guard filter.accepts(record.split) else { return false }
            return word.isEmpty || record.id.lowercased().contains(word)
                || record.query.lowercased().contains(word)
        }
        selected = before.flatMap { visible.firstIndex(of: $0) } ?? 0
        scroll = 0
        part = nil
    }
}
