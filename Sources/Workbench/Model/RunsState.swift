/// What the Runs pane shows.
package struct RunsState: Sendable {
    /// Newest first; nil until they have come.
    package var list: [RunSummary]?
    package var selected = 0
    package var opened: OpenedRun?
    /// The run that was asked for and has not come yet.
    package var opening: RunID?
    /// The run that is being measured.
    package var measuring: Measuring?

    /// A measuring under way.
    package struct Measuring: Sendable, Equatable {
        package var id: RunID
        /// How far it is, in a few words; empty until that is known.
        package var text = ""
        package var isStopping = false
    }

    package var selectedRun: RunSummary? {
        guard let list, list.indices.contains(selected) else { return nil }
        return list[selected]
    }

    /// Takes a new list and keeps the selected run selected.
    mutating func take(_ runs: [RunSummary]) {
        let before = selectedRun?.id
        list = runs
        let place = before.flatMap { id in runs.firstIndex { $0.id == id } }
        selected = place ?? min(selected, max(0, runs.count - 1))
    }
}
