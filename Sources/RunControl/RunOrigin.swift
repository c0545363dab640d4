import JSONText
import Prompts
import RunStore
import Training

/// The end of another run's stage, from which a run goes on with other stages.
package struct RunOrigin: Sendable, Equatable {
    package let runID: Int64
    /// The last stage that is taken over.
    package let stage: Int
    package let step: Int

    /// - Throws: `RunControlError.cannotBranch` where the run did not come to the stage's end, or
    ///   its checkpoint is gone or damaged.
    package init(_ run: RunRecord, afterStage stage: Int, in project: LoadedProject) throws {
        let folder = RunFolder(run, in: project)
        var ends: [Int] = []
        for checkpoint in folder.savedCheckpoints {
            guard let position = try? checkpoint.verify(fingerprint: nil),
                position.stepInStage == 0
            else { continue }
            if position.stage == stage + 1 {
                (runID, self.stage, step) = (run.id, stage, position.step)
                return
            }
            ends.append(position.stage - 1)
        }
        throw RunControlError.cannotBranch(
            runID: run.id, stage: stage, ends: ends.filter { $0 >= 0 }.sorted())
    }

    /// Of a stored run that branched off another one; nil for every other.
    package init?(of run: RunRecord) {
        guard let json = try? JSONValue.parse(run.configJSON)["branched_from"],
            let runID = json["run"]?.intValue, let stage = json["stage"]?.intValue,
            let step = json["step"]?.intValue
        else { return nil }
        (self.runID, self.stage, self.step) = (Int64(runID), stage, step)
    }

    var json: JSONValue {
        ["run": .integer(Int(runID)), "stage": .integer(stage), "step": .integer(step)]
    }

    /// The stages that were trained, and those that follow.
    ///
    /// - Throws: `RunControlError.nothingToResume` where the run's row is damaged, `.nothingFollows`
    ///   without further stages.
    package func schedule(of run: RunRecord, followedBy stages: [StageSetting]) throws -> Schedule {
        guard !stages.isEmpty else { throw RunControlError.nothingFollows(stage: stage) }
        let trained = try RunLookup.schedule(of: run).stages
        return Schedule(stages: trained.prefix(stage + 1) + stages)
    }

    func checkpoint(store: RunStore, in project: LoadedProject) throws -> TrainingCheckpoint {
        let run = try store.run(runID).summary.run
        return RunFolder(run, in: project).checkpoint(step: step)
    }
}
