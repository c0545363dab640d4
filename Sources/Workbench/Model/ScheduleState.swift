import Prompts
import RunEvents

/// What the Schedule pane edits.
package struct ScheduleState: Sendable {
    package private(set) var schedule = Schedule(stages: [])
    /// As the project's file has it.
    package private(set) var saved = Schedule(stages: [])
    /// Grows with every change; an answer about an older one is out of date.
    package private(set) var revision = 0
    package private(set) var undoList: [Schedule] = []
    package private(set) var redoList: [Schedule] = []
    package var selected = 0
    package var column = ScheduleColumn.compressionRate
    /// The last exact plan, of whichever revision.
    package var exactPlan: PlanPreview?

    package var isEdited: Bool { schedule != saved }

    /// The plan to show: the exact one where it is of this revision, else an estimate.
    package var plan: PlanPreview? {
        guard let exactPlan else { return nil }
        return isPlanExact ? exactPlan : PlanEstimate(exactPlan).plan(for: schedule, revision)
    }

    package var isPlanExact: Bool { exactPlan?.revision == revision }

    /// Why stages have no prompts, by their index, as far as it is known of the schedule as it is.
    package var problems: [(stage: Int, problem: StageProblem)] {
        guard isPlanExact, let exactPlan else { return [] }
        return exactPlan.problems.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What is doubtful about the schedule, as sentences.
    package var warnings: [String] { plan?.warnings ?? schedule.warnings() }

    /// Takes the project's schedule; nothing can be undone after.
    mutating func load(_ loaded: Schedule) {
        schedule = loaded
        saved = loaded
        undoList = []
        redoList = []
        revision += 1
        clampSelection()
    }

    /// Changes the schedule; false where nothing changes.
    mutating func edit(_ change: (inout Schedule) -> Void) -> Bool {
        var changed = schedule
        change(&changed)
        guard changed != schedule else { return false }
        undoList.append(schedule)
        redoList = []
        replace(changed)
        return true
    }

    mutating func undo() -> Bool {
        guard let before = undoList.popLast() else { return false }
        redoList.append(schedule)
        replace(before)
        return true
    }

    mutating func redo() -> Bool {
        guard let next = redoList.popLast() else { return false }
        undoList.append(schedule)
        replace(next)
        return true
    }

    mutating func markSaved(revision savedRevision: Int) {
        if savedRevision == revision { saved = schedule }
    }

    private mutating func replace(_ changed: Schedule) {
        schedule = changed
        revision += 1
        clampSelection()
    }

    private mutating func clampSelection() {
        selected = min(max(0, selected), max(0, schedule.stages.count - 1))
    }
}
