import Prompts
import RunEvents

extension WorkbenchModel {
    /// Why an action cannot be done now, as a sentence; nil where it can.
    package func whyDisabled(_ action: WorkbenchAction) -> String? {
        switch action {
        case .startTraining: whyNoStart
        case .pauseTraining:
            whyNoControl(training.status == .running ? nil : "No training is running.")
        case .resumeTraining:
            whyNoControl(
                training.status == .paused
                    ? nil : "No training is paused; s starts one, c in Runs goes on with one.")
        case .stopTraining: whyNoControl(training.isActive ? nil : "No training is running.")
        case .undo: schedule.undoList.isEmpty ? "There is nothing to undo." : nil
        case .redo: schedule.redoList.isEmpty ? "There is nothing to redo." : nil
        case .removeStage:
            schedule.schedule.stages.count < 2 ? "A schedule needs at least one stage." : nil
        case .saveSchedule:
            schedule.isEdited ? nil : "The schedule is the same as in the project's file."
        case .revertSchedule:
            schedule.isEdited ? nil : "The schedule is the same as in the project's file."
        case .markTemplate, .markPinned, .markTools, .markQuery: whyNoMark
        case .compareRecord: whyNoComparison
        case .nextDisagreement, .previousDisagreement:
            hasDisagreement
                ? nil : "No record is known that one prompt answers right and the other wrong."
        case .deleteRun: whyNoDeletion
        case .continueRun: whyNoContinuation
        case .openRun: runs.selectedRun == nil ? "There is no run yet; s in Train starts one." : nil
        default: nil
        }
    }

    /// A marked part loads the project anew.
    private var whyNoMark: String? {
        if prompts.part == nil { return "No part is chosen; n chooses the next one." }
        if schedule.isEdited { return "Save the schedule first (s in Schedule), or take it back." }
        if training.isActive { return "A run is being trained; stop it first, with x in Train." }
        return nil
    }

    private var whyNoStart: String? {
        if training.isActive {
            let name = training.header.map { "\"\($0.name)\"" } ?? "A run"
            return "\(name) is being trained; stop it first with x."
        }
        guard project.value != nil else { return "There is no project to train." }
        return schedule.schedule.stages.isEmpty ? "The schedule has no stages." : nil
    }

    private func whyNoControl(_ reason: String?) -> String? {
        if let reason { return reason }
        if training.isStopping { return "The training is being stopped already." }
        if let header = training.header, !header.isOwn, training.isActive {
            return "\"\(header.name)\" is trained by another process; it can only be watched here."
        }
        return nil
    }

    private var whyNoComparison: String? {
        guard comparedRecord != nil else {
            return "The project has no held-out records: give some the split validation or test."
        }
        return compare.pending == nil ? nil : "The model is still answering."
    }

    private var hasDisagreement: Bool {
        compare.records.contains { records.indices.contains($0) && isDisagreement($0) }
    }

    func isDisagreement(_ index: Int) -> Bool { compare.isDisagreement(records[index].id) }

    /// The run that keys in the Runs pane mean.
    var targetRun: RunSummary? { runs.opened?.detail.summary ?? runs.selectedRun }

    private var whyNoDeletion: String? {
        guard let run = targetRun else { return "There is no run to delete." }
        switch run.status {
        case .running, .paused: return "\"\(run.name)\" is being trained; stop it first."
        default: return nil
        }
    }

    private var whyNoContinuation: String? {
        guard let run = targetRun else { return "There is no run to go on with." }
        if training.isActive { return "Another run is being trained; stop it first." }
        switch run.status {
        case .stopped, .interrupted, .failed: return nil
        case .finished: return "\"\(run.name)\" has done all its stages."
        case .running, .paused: return "\"\(run.name)\" is being trained already."
        }
    }
}
