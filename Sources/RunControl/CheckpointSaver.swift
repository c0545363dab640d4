import Foundation
import RunEvents
import RunStore
import Training

/// Saves a run's checkpoints and removes those between stages that newer ones replace.
final class CheckpointSaver {
    private let plan: RunPlan
    private let folder: RunFolder
    private let store: RunStore
    private let runID: Int64
    /// Steps of checkpoints between stages, oldest first.
    private var betweenStages: [Int]
    /// Steps of checkpoints that the history forgot when the run went on from an older one.
    private var forgotten: [Int]

    /// Knows the checkpoints that the run has up to the step where it goes on, 0 for a new one.
    init(plan: RunPlan, folder: RunFolder, store: RunStore, runID: Int64, from step: Int = 0) {
        self.plan = plan
        self.folder = folder
        self.store = store
        self.runID = runID
        let saved = folder.savedSteps
        betweenStages = saved.filter {
            $0 <= step && !folder.checkpoint(step: $0).isStageEnd
        }
        forgotten = saved.filter { $0 > step }
    }

    /// - Throws: `TrainingError.cannotSave`; older checkpoints are unchanged then.
    func save(_ trainer: Trainer, isStageEnd: Bool) throws -> TrainingEvent {
        let step = trainer.position.step
        let checkpoint = folder.checkpoint(step: step)
        do {
            try FileManager.default.createDirectory(
                at: checkpoint.folder.deletingLastPathComponent(),
                withIntermediateDirectories: true)
        } catch {
            throw TrainingError.cannotSave(
                path: checkpoint.folder.path, reason: error.localizedDescription)
        }
        try checkpoint.save(
            trainer, baseModel: plan.prepared.model.url.path, fingerprint: plan.fingerprint)
        // Only now is there something newer than what was left behind.
        for old in forgotten where old != step { try remove(old) }
        forgotten = []
        if !isStageEnd {
            betweenStages.removeAll { $0 == step }
            betweenStages.append(step)
            while betweenStages.count > RunFolder.keptBetweenStages {
                let old = betweenStages.removeFirst()
                try remove(old)
                try store.forgetCheckpoint(of: runID, step: old)
            }
        }
        return .checkpoint(
            CheckpointSummary(
                step: step, stage: trainer.position.stage,
                path: folder.relativePath(checkpoint.folder), byteCount: checkpoint.byteCount))
    }

    private func remove(_ step: Int) throws {
        try FileManager.default.removeItem(at: folder.checkpoint(step: step).folder)
    }
}
