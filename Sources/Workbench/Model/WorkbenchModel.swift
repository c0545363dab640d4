import Prompts
import RunEvents
import TerminalUI

/// All that the screen shows, as a value.
///
/// It changes only in `update`, and a picture is drawn from nothing else.
package struct WorkbenchModel: Sendable {
    package var size: Size
    package var pane = Pane.prompts
    package var project = Loadable<ProjectSnapshot>.loading
    package var prompts = PromptsState()
    package var schedule = ScheduleState()
    /// Nil while nothing is compressed.
    package var compression: CompressionState?
    package var training = TrainingState()
    package var compare = CompareState()
    /// Nil unless answers are being rated.
    package var rating: RatingState?
    package var runs = RunsState()
    package var overlay: Overlay?
    package var toast: Toast?
    /// What charts are made of.
    package var symbols = DotSymbols.braille
    /// Seconds on a clock that only goes forward.
    package var now = 0.0
    /// Hours and minutes are shown in this zone: seconds from GMT.
    package var secondsFromGMT: Int
    package let keys: KeyMap
    /// The user wants to leave; the loop ends.
    package var isQuitting = false
    /// Grows whenever the picture may have changed.
    package var revision = 0

    package init(size: Size, keys: KeyMap = .default, secondsFromGMT: Int = 0) {
        self.size = size
        self.keys = keys
        self.secondsFromGMT = secondsFromGMT
    }

    package var records: [RecordSummary] { project.value?.records ?? [] }

    /// The record that the Prompts pane shows.
    package var selectedRecord: RecordSummary? {
        guard prompts.visible.indices.contains(prompts.selected) else { return nil }
        let index = prompts.visible[prompts.selected]
        return records.indices.contains(index) ? records[index] : nil
    }

    /// The record that the Compare pane asks about.
    package var comparedRecord: RecordSummary? {
        guard compare.records.indices.contains(compare.selected) else { return nil }
        let index = compare.records[compare.selected]
        return records.indices.contains(index) ? records[index] : nil
    }

    /// Where keys go now.
    package var keyContext: KeyContext {
        switch overlay {
        case .help: .help
        case .confirmation: .confirmation
        case .choice: .choice
        case .message: .message
        case .report: .report
        case .search: .search
        case nil:
            switch pane {
            case .prompts: .prompts
            case .schedule: .schedule
            case .train: .train
            case .compare: rating == nil ? .compare : .rating
            case .runs: runs.opened == nil ? .runs : .openedRun
            }
        }
    }

    mutating func show(_ text: String, _ kind: Toast.Kind = .notice) {
        toast = Toast(text: text, kind: kind, expires: now + Toast.duration)
    }
}
