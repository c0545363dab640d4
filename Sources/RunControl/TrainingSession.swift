import Evaluation
import Foundation
import Kernels
import LanguageModel
import Prompts
import RunEvents
import RunStore
import Synchronization
import Training

/// One run on a thread of its own: trains, measures, saves, and writes all of it to the history.
///
/// The history is the only channel to whoever watches; `observer` serves a command line that wants
/// to print as it goes.
package final class TrainingSession: Sendable {
    package let plan: RunPlan
    package let run: RunRecord
    package let control = TrainingControl()

    private let store: RunStore
    private let folder: RunFolder
    private let checkpoint: TrainingCheckpoint?
    private let threadCount: Int
    private let observer: @Sendable (TrainingEvent) -> Void
    private let outcome = Mutex<Outcome?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// How a run ended.
    package struct Outcome: Sendable, Equatable {
        package var status: RunStatus
        /// The reason of a failure.
        package var message: String?
    }

    /// A third of the weight of a thread at rest: a woken screen goes first, and on a machine that
    /// is otherwise idle nothing is lost.
    private static let backgroundNiceness: Int32 = 5

    /// Starts a new run in the history, from the base or where the plan branches off another run.
    /// - Throws: `RunStoreError`, `RunControlError.cannotBranch`.
    package static func start(
        _ plan: RunPlan, name: String, toolVersion: String, store: RunStore,
        threadCount: Int = WorkerPool.availableProcessors,
        observer: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> TrainingSession {
        let checkpoint = try plan.origin.map {
            try $0.checkpoint(store: store, in: plan.prepared.project)
        }
        let run = try store.createRun(
            plan.newRun(name: name, toolVersion: toolVersion, threadCount: threadCount))
        return TrainingSession(
            plan: plan, run: run, store: store, checkpoint: checkpoint, threadCount: threadCount,
            observer: observer)
    }

    /// Goes on with a stopped or interrupted run from its newest checkpoint that is whole.
    /// - Throws: `RunControlError.nothingToResume`, `TrainingError.foreignCheckpoint`,
    ///   `RunStoreError`.
    package static func resume(
        _ run: RunRecord, _ plan: RunPlan, store: RunStore,
        threadCount: Int = WorkerPool.availableProcessors,
        observer: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> TrainingSession {
        guard run.status != .finished else {
            throw RunControlError.nothingToResume(runID: run.id, reason: "it is finished")
        }
        let folder = RunFolder(run, in: plan.prepared.project)
        var damages: [String] = []
        for checkpoint in folder.savedCheckpoints {
            do {
                let position = try checkpoint.verify(fingerprint: plan.fingerprint)
                let resumed = try store.resumeRun(run.id, afterStep: position.step)
                let session = TrainingSession(
                    plan: plan, run: resumed, store: store, checkpoint: checkpoint,
                    threadCount: threadCount, observer: observer)
                session.notices.withLock {
                    $0 = damages.map { "\($0) The run goes on from the one before it." }
                }
                return session
            } catch TrainingError.damagedCheckpoint(let path, let reason) {
                damages.append("The checkpoint \(path) is damaged: \(reason).")
            } catch TrainingError.foreignCheckpoint(let path, let reason) {
                throw TrainingError.foreignCheckpoint(
                    path: path, reason: plan.differences(from: run) ?? reason)
            }
        }
        throw RunControlError.nothingToResume(
            runID: run.id,
            reason: damages.isEmpty
                ? "it has no checkpoint yet. Start a new run"
                : "it has no whole checkpoint. \(damages.joined(separator: " ")) Start a new run")
    }

    /// Lines to log as soon as the run has a recorder.
    private let notices = Mutex<[String]>([])

    private init(
        plan: RunPlan, run: RunRecord, store: RunStore, checkpoint: TrainingCheckpoint?,
        threadCount: Int, observer: @escaping @Sendable (TrainingEvent) -> Void
    ) {
        self.plan = plan
        self.run = run
        self.store = store
        folder = RunFolder(run, in: plan.prepared.project)
        self.checkpoint = checkpoint
        self.threadCount = threadCount
        self.observer = observer
    }

    /// Begins on a thread of its own and returns.
    /// - Parameter givesWay: Whether the training's threads stand back where others of this
    ///   process want the processor, such as the one that draws the screen.
    package func begin(givesWay: Bool = false) {
        WorkThread.start("training") { [self] in
            // Of this thread alone; those that it starts, the engine's, inherit it.
            if givesWay {
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.backgroundNiceness)
            }
            work()
        }
    }

    /// Waits for the end.
    package func wait() -> Outcome {
        isDone.wait()
        isDone.signal()
        return outcome.withLock { $0 } ?? Outcome(status: .failed, message: nil)
    }

    /// Nil while it goes on.
    package var result: Outcome? { outcome.withLock { $0 } }

    // MARK: On the training thread

    private func work() {
        let recorder = RunRecorder(store: store, runID: run.id)
        let emit: (TrainingEvent) -> Void = { [observer] event in
            recorder.record(event)
            observer(event)
        }
        for notice in notices.withLock({ $0 }) { emit(.log(.warning, notice)) }
        var result: Outcome
        do {
            result = Outcome(status: try train(recorder, emit) ? .finished : .stopped)
        } catch {
            result = Outcome(status: .failed, message: "\(error)")
            emit(.log(.error, "\(error)"))
        }
        do {
            try recorder.close(status: result.status, message: result.message)
        } catch {
            // The run itself is saved in its checkpoints; what is missing is a part of its record.
            result.message = [result.message, "\(error)"].compactMap { $0 }.joined(separator: " ")
        }
        outcome.withLock { $0 = result }
        isDone.signal()
    }

    /// - Returns: whether all stages are done.
    private func train(
        _ recorder: RunRecorder, _ emit: @escaping (TrainingEvent) -> Void
    ) throws -> Bool {
        let compute = Compute(threadCount: threadCount)
        emit(
            .log(
                .info,
                "\(plan.prepared.model.url.lastPathComponent): "
                    + "\(plan.prepared.model.parameterCount) parameters, \(plan.storage.name), "
                    + "\(compute.backend.name), \(threadCount) threads"))
        // Before hours are spent: a metric that cannot judge here is said at once.
        let metric = try runMetric(emit)
        let memory = plan.memory(threadCount: threadCount)
        let layerCount = plan.prepared.model.configuration.layerCount
        emit(.log(.info, "Memory: \(memory.text(layerCount: layerCount))"))
        let model = try plan.prepared.model.makeTransformer(
            storage: plan.storage, adapterRank: plan.configuration.lora.rank, compute: compute)
        model.activationBudget = memory.activationBudget
        let waitWhileHeld = { [control] in
            guard control.wantsPause, !control.wantsStop else { return }
            recorder.record(status: .paused)
            control.waitWhileHeld()
            recorder.record(status: .running)
        }
        let teacher = Teacher(plan: plan, control: control, waitWhileHeld: waitWhileHeld)
        guard let stages = try teacher.taughtStages(model, emit) else { return false }
        let adapter = LoRAAdapter(
            plan.configuration.lora, for: model.configuration, seed: plan.configuration.seed)
        let trainer = Trainer(
            model: model, adapter: adapter, stages: stages,
            configuration: plan.configuration)
        let isBranching = checkpoint.map { !folder.contains($0) } ?? false
        if let checkpoint {
            try checkpoint.load(
                into: trainer, fingerprint: isBranching ? nil : plan.fingerprint)
            let origin = isBranching ? plan.origin.map { " of run \($0.runID)" } ?? "" : ""
            emit(.log(.info, "Resumed at step \(trainer.position.step)\(origin)."))
        }
        let measurer = RunMeasurer(
            plan: plan, model: model, metric: metric, control: control,
            waitWhileHeld: waitWhileHeld, emit: emit)
        let saver = CheckpointSaver(
            plan: plan, folder: folder, store: store, runID: run.id, from: trainer.position.step)
        // From now on the run stands on its own feet: the other one may be deleted.
        if isBranching { emit(try saver.save(trainer, isStageEnd: true)) }
        if trainer.position.step > 0, try !isBaseJudged() {
            // The run was stopped while the base was asked.
            _ = try measurer.judge(step: 0, model: .base)
        }
        let isFinished: Bool
        do {
            isFinished = try trainer.run(
                hooks(trainer, waitWhileHeld, measurer, saver, emit))
        } catch let error as TrainingError {
            // The weights are still those of the last good step: keep them before giving up.
            if case .notFinite = error, trainer.isFinite {
                emit(
                    try saver.save(trainer, isStageEnd: trainer.position.stepInStage == 0))
            }
            throw error
        }
        guard isFinished else { return false }
        if let score = trainer.watch.bestScore, let step = trainer.watch.bestStep,
            trainer.bestValues != nil
        {
            emit(
                .log(
                    .info,
                    "The adapter of step \(step) is kept, whose "
                        + "\(plan.bestMetric.sentence(score))."))
        }
        try PEFTAdapterFile.write(
            adapter, to: folder.adapter, baseModel: plan.prepared.model.url.path)
        try TrainedPrompt(plan.prepared.project).write(to: folder.adapter)
        emit(.log(.info, "Adapter saved to \(folder.relativePath(folder.adapter))."))
        // Stopped before all is measured, the run can be resumed, which measures the rest.
        return try measurer.judge(step: trainer.position.step, model: .tuned)
    }

    /// The project's metric; nil where that is exact match, and where it cannot judge here, which
    /// the log says.
    /// - Throws: What makes a metric impossible here, where the best adapter is chosen by it.
    private func runMetric(_ emit: (TrainingEvent) -> Void) throws -> RunMetric? {
        do {
            return try RunMetric(plan.prepared, threadCount: threadCount)
        } catch  where !(plan.configuration.keepsBest && plan.bestMetric == .metric) {
            emit(
                .log(
                    .warning,
                    "The run's answers are judged by exact match alone: \(error)"))
            return nil
        }
    }

    /// Whether the history has what the run is compared with.
    private func isBaseJudged() throws -> Bool {
        guard !plan.judged.records.isEmpty else { return true }
        let arms = try store.evaluations(of: run.id).filter { $0.model == .base }.map(\.arm)
        return arms.contains(.fullPrompt) && arms.contains(.queryOnly)
    }

    private func hooks(
        _ trainer: Trainer, _ waitWhileHeld: @escaping () -> Void, _ measurer: RunMeasurer,
        _ saver: CheckpointSaver, _ emit: @escaping (TrainingEvent) -> Void
    ) -> Trainer.Hooks {
        var hooks = Trainer.Hooks()
        hooks.stageStarted = { [plan] stage in emit(.stageStarted(plan.summaries[stage])) }
        hooks.evaluate = { position, isStageEnd in
            if position.step == 0 { _ = try measurer.judge(step: 0, model: .base) }
            return try measurer.measure(position, isStageEnd: isStageEnd)
        }
        hooks.stageEndedEarly = { stage, reason in
            emit(.log(.info, "Stage \(stage) ends before its epochs are over: \(reason)."))
        }
        hooks.checkpoint = { position in
            emit(try saver.save(trainer, isStageEnd: position.stepInStage == 0))
        }
        hooks.progress = { [control] metrics in
            emit(.step(metrics))
            waitWhileHeld()
            return control.wantsStop ? .stop : .more
        }
        return hooks
    }
}

extension Trainer {
    /// Whether a checkpoint of the present state could be trained on.
    fileprivate var isFinite: Bool {
        [adapter.parameters.values, optimizer.firstMoments, optimizer.secondMoments].allSatisfy {
            block in (0..<block.count).allSatisfy { block.pointer[$0].isFinite }
        }
    }
}
