import RunStore
import Workbench

/// A stored run as a line of the screen's list.
enum RunRow {
    static func make(_ stored: StoredRunSummary) -> RunSummary {
        RunSummary(
            id: stored.run.id, name: stored.run.name, status: stored.run.status,
            started: stored.run.createdAt, ended: stored.run.finishedAt,
            stageCount: stored.stage.map { $0.stage + 1 } ?? 0, stepsDone: stored.stepCount,
            stepsPlanned: stored.run.plannedStepCount ?? stored.stepCount,
            loss: stored.lastStep?.loss, fullPromptAccuracy: stored.fullPrompt?.exactMatch,
            queryOnlyAccuracy: stored.queryOnly?.exactMatch,
            fullPromptScore: stored.fullPrompt?.score, queryOnlyScore: stored.queryOnly?.score)
    }
}
