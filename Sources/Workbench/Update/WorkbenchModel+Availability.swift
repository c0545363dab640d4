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
        case .compressAgain: whyNoCompressing
        case .stopCompressing:
            compression == nil
                ? "Nothing is being compressed."
                : compression?.isStopping == true ? "The compressor is being stopped already." : nil
        case .undo: schedule.undoList.isEmpty ? "There is nothing to undo." : nil
        case .redo: schedule.redoList.isEmpty ? "There is nothing to redo." : nil
        case .resetCell: whyNoReset
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
        case .showVerdict:
            compare.verdict == nil
                ? "No run has answered the held-out records yet; a training does at its end." : nil
        case .deleteRun: whyNoDeletion
        case .measureRun: whyNoMeasuring
        case .continueRun: whyNoContinuation
        case .branchRun: whyNoBranch
        case .openRun: runs.selectedRun == nil ? "There is no run yet; s in Train starts one." : nil
        default: nil
        }
    }

    private var whyNoReset: String? {
        let stages = schedule.schedule.stages
        guard stages.indices.contains(schedule.selected) else { return "There is no stage." }
        let stage = stages[schedule.selected]
        let isOwn =
            switch schedule.column {
            case .learningRate: stage.learningRate != nil
            case .warmupSteps: stage.warmupSteps != nil
            default: false
            }
        return isOwn ? nil : "Only a stage's own learning rate or warm-up can be taken back."
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
        if schedule.schedule.stages.isEmpty { return "The schedule has no stages." }
        // What is still to be compressed is compressed first.
        guard let (stage, problem) = schedule.problems.first(where: { $0.problem != .pending })
        else { return nil }
        let what = problem.text.split(separator: "\n").first ?? ""
        return "Stage \(stage) cannot be trained; Schedule (2) says why: \(what)"
    }

    private var whyNoCompressing: String? {
        guard project.value != nil else { return "There is no project." }
        if compression != nil { return "Templates are being compressed already." }
        return schedule.problems.isEmpty ? "No stage lacks its template." : nil
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

    private var whyNoBranch: String? {
        guard let opened = runs.opened else { return "Open a run first, with enter." }
        if training.isActive { return "Another run is being trained; stop it first." }
        let count = opened.endedStageCount
        if count == 0 { return "\"\(opened.detail.summary.name)\" has not ended a stage yet." }
        return schedule.schedule.stages.count > 1
            ? nil : "The schedule has no stage that could follow; add one in Schedule."
    }

    private var whyNoMeasuring: String? {
        if let measuring = runs.measuring {
            return measuring.isStopping ? "The measuring is being stopped already." : nil
        }
        return targetRun == nil ? "There is no run to measure." : nil
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
