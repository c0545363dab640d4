import RunEvents
import TerminalUI

extension WorkbenchModel {
    mutating func take(_ message: ServiceMessage) -> [WorkbenchEffect] {
        switch message {
        case .project(let snapshot): takeProject(snapshot)
        case .projectFailed(let text): project = .failed(text)
        case .recordPreview(let preview):
            if preview.revision == schedule.revision { prompts.previews.insert(preview) }
        case .recordPreviewFailed(let id, let stage, let revision, let text):
            if revision == schedule.revision {
                prompts.previews.fail(PreviewKey(recordID: id, stage: stage), text: text)
            }
        case .plan(let plan):
            // An older one still makes better estimates than none.
            if plan.revision == schedule.revision || schedule.exactPlan == nil {
                if plan.problems != schedule.exactPlan?.problems {
                    prompts.previews.forgetFailures()
                }
                schedule.exactPlan = plan
            }
        case .compressing(let text):
            if compression == nil { compression = CompressionState(text: text) }
            compression?.text = text
        case .compressingEnded: compression = nil
        case .scheduleSaved(let revision):
            schedule.markSaved(revision: revision)
            show("The schedule is saved in the project's file.")
        case .runStarted, .steps, .evaluations, .log, .checkpoint, .runStatus:
            return takeTraining(message)
        case .predictions(let predictions):
            for prediction in predictions { compare.insert(prediction) }
            showAnsweredRecord()
        case .verdict(let verdict):
            let shown = training.header?.id ?? compare.verdict?.runID
            if shown == nil || verdict.runID == shown { compare.verdict = verdict }
        case .answerProgress(let id, let arm, let model, let text):
            compare.partial[AnswerKey(recordID: id, arm: arm, model: model)] = text
        case .comparisonFailed(let id, let text):
            compare.failures[id] = text
            compare.pending = nil
        case .ratings(let sheet): return take(sheet)
        case .ratingResult(let text):
            if case .done = rating { rating = .done(result: text) }
        case .runs(let list): runs.take(list)
        case .runOpened(let detail): takeOpened(detail)
        case .runDeleted(let id):
            if runs.opened?.detail.summary.id == id { runs.opened = nil }
            runs.take((runs.list ?? []).filter { $0.id != id })
            show("Run \(id) is deleted.")
        case .measuring(let id, let text):
            if runs.measuring?.id == id { runs.measuring?.text = text }
        case .measured(let id, let count):
            let wasStopped = runs.measuring?.isStopping ?? false
            runs.measuring = nil
            if count > 0 || wasStopped {
                let reports = "\(count) report\(count == 1 ? "" : "s") kept"
                show("Run \(id): \(wasStopped ? "stopped, " : "")\(reports); Runs has them.")
            }
        case .notice(let text): show(text)
        case .failed(let title, let text):
            training.isStarting = false
            if rating == .loading { rating = nil }
            overlay = .message(title: title, text: text)
        }
        return []
    }

    private mutating func takeProject(_ snapshot: ProjectSnapshot) {
        project = .loaded(snapshot)
        schedule.load(snapshot.schedule)
        prompts.refilter(snapshot.records)
        prompts.previews.removeAll()
        compare.records = snapshot.records.indices.filter {
            snapshot.records[$0].split == .validation || snapshot.records[$0].split == .test
        }
        compare.selected = min(compare.selected, max(0, compare.records.count - 1))
        let count = snapshot.warnings.count
        if count > 0 {
            show("\(count) warning\(count == 1 ? "" : "s"); Schedule (2) has the text.", .warning)
        }
    }

    private mutating func takeOpened(_ detail: RunDetail) {
        guard
            runs.opening == detail.summary.id || runs.opened?.detail.summary.id == detail.summary.id
        else { return }
        runs.opening = nil
        // A run that is read again while it is measured stays where the user has scrolled it.
        let scroll = runs.opened?.detail.summary.id == detail.summary.id ? runs.opened?.scroll : nil
        runs.opened = OpenedRun(detail, smoothing: training.curves.smoothing)
        runs.opened?.scroll = scroll ?? 0
        guard compare.summary.isEmpty else { return }
        for evaluation in detail.evaluations { compare.measure(evaluation) }
    }

    private mutating func takeTraining(_ message: ServiceMessage) -> [WorkbenchEffect] {
        switch message {
        case .runStarted(let header):
            return takeStart(header)
        case .steps(let id, let steps):
            if id == training.header?.id { training.append(steps) }
            if id == runs.opened?.detail.summary.id {
                for step in steps { runs.opened?.curves.append(step) }
            }
        case .evaluations(let id, let evaluations):
            if id == runs.opened?.detail.summary.id {
                for evaluation in evaluations { runs.opened?.curves.append(evaluation) }
            }
            // Without a run of its own this is what the last one measured.
            guard training.header == nil || id == training.header?.id else { return [] }
            for evaluation in evaluations {
                if training.header != nil { training.curves.append(evaluation) }
                compare.measure(evaluation)
            }
        case .log(let id, let lines):
            if id == training.header?.id { training.append(lines) }
        case .checkpoint(let id, let checkpoint):
            if id == training.header?.id { training.checkpoint = checkpoint }
        case .runStatus(let id, let status, let text):
            return takeStatus(id, status, text)
        default: break
        }
        return []
    }

    private mutating func takeStart(_ header: RunHeader) -> [WorkbenchEffect] {
        // A stop that was asked for before there was anything to stop.
        let isUnwanted = header.isOwn && (isQuitting || training.isStopping)
        training.begin(header)
        compare.forgetSummary()
        guard isUnwanted else {
            show("\"\(header.name)\" is being trained.")
            return []
        }
        training.isStopping = true
        return [.send(.stopTraining)]
    }

    private mutating func takeStatus(
        _ id: RunID, _ status: RunStatus, _ text: String?
    ) -> [WorkbenchEffect] {
        guard id == training.header?.id, let name = training.header?.name else {
            return [.send(.listRuns)]
        }
        let wasActive = training.isActive
        training.header?.status = status
        if status != .running && status != .paused { training.isStopping = false }
        if status == .failed { training.failure = text ?? "The run failed without a reason." }
        switch status {
        case .running: return []
        case .paused: show("\"\(name)\" is paused; r in Train lets it go on.")
        case .stopped: show("\"\(name)\" is stopped; c in Runs goes on with it.")
        case .finished: show("\"\(name)\" has done all its stages.")
        case .interrupted: show("\"\(name)\" was cut off; c in Runs goes on with it.", .warning)
        case .failed: show("\"\(name)\" failed; Train says why.", .error)
        }
        let hasEnded = wasActive && !training.isActive
        return [.send(.listRuns)] + (hasEnded ? [.bell] : [])
    }
}
