import Foundation
import RunEvents
import RunStore
import Synchronization
import Workbench

/// Watches the history and tells the screen what is new, whichever process wrote it.
final class RunTail: Sendable {
    private let outbox: Outbox
    private let state = Mutex(State())

    private struct State {
        var store: RunStore?
        var projectFolder: String?
        var verdict: @Sendable (RunRecord) -> CompareVerdict? = { _ in nil }
        var followed: Followed?
        var changeToken: Int64 = -1
        var isClosed = false
        var isRunning = false
    }

    /// How far a run has been told.
    private struct Followed {
        var id: Int64
        var step = 0
        var evaluations: Set<EvaluationKey> = []
        var eventID: Int64 = 0
        var checkpointStep = -1
        var status: RunStatus?
    }

    /// What tells one evaluation from another, and one with answers from the same without.
    private struct EvaluationKey: Hashable {
        var step: Int
        var arm: PromptArm
        var model: ModelState
        var split: String
        var exactMatch: Double?
        var score: Double?
        /// Tells the run's last judgement from that of its last stage, where both ask the same.
        var prefillMilliseconds: Double?
        var recordCount: Int

        init(_ metrics: EvaluationMetrics) {
            step = metrics.step
            arm = metrics.arm
            model = metrics.model
            split = metrics.split
            exactMatch = metrics.exactMatch
            score = metrics.score?.value
            prefillMilliseconds = metrics.prefillMilliseconds
            recordCount = metrics.recordCount
        }
    }

    /// Twice a frame of the screen's would be waste, ten a second looks live.
    private static let intervalSeconds = 0.1
    private static let rowsAtOnce = 2_000

    init(outbox: Outbox) { self.outbox = outbox }

    /// `verdict` judges the answers of a run that went to its end.
    func watch(
        _ store: RunStore, projectFolder: String?,
        verdict: @escaping @Sendable (RunRecord) -> CompareVerdict?
    ) {
        let starts = state.withLock { state in
            state.verdict = verdict
            state.store = store
            state.projectFolder = projectFolder
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard starts else { return }
        let thread = Thread { [weak self] in
            while self?.turn() == true { Thread.sleep(forTimeInterval: Self.intervalSeconds) }
        }
        thread.name = "history"
        thread.start()
    }

    func follow(_ id: Int64) {
        state.withLock { state in
            state.followed = Followed(id: id)
            state.changeToken = -1
        }
    }

    func close() { state.withLock { $0.isClosed = true } }

    /// - Returns: whether to go on.
    private func turn() -> Bool {
        let (store, projectFolder, followed, known, isClosed) = state.withLock {
            ($0.store, $0.projectFolder, $0.followed, $0.changeToken, $0.isClosed)
        }
        guard !isClosed else { return false }
        guard let store else { return true }
        do {
            let token = try store.changeToken()
            guard token != known else { return true }
            var told = followed
            var isBehind = false
            if var run = told {
                isBehind = try tell(&run, store)
                told = run
            }
            state.withLock { state in
                // A run that is followed since must be told from its beginning.
                guard state.followed?.id == told?.id else { return }
                if let status = told?.status, status != .running, status != .paused, !isBehind {
                    state.followed = nil
                } else {
                    state.followed = told
                }
                state.changeToken = isBehind ? -1 : token
            }
            if told?.status != followed?.status || followed == nil {
                let runs = try store.runs(projectFolder: projectFolder)
                outbox.put(.runs(runs.map(RunRow.make)))
            }
        } catch {
            outbox.put(.notice("The history cannot be read: \(error)"))
            // A passing lock is over in a moment; anything worse would flood the screen.
            Thread.sleep(forTimeInterval: 1)
        }
        return true
    }

    /// Tells what is new of a run.
    /// - Returns: whether there is more than was told.
    private func tell(_ run: inout Followed, _ store: RunStore) throws -> Bool {
        // Read first: when it says finished, all rows before it are there already.
        let detail = try store.run(run.id)
        let record = detail.summary.run
        let steps = try store.steps(of: run.id, after: run.step, limit: Self.rowsAtOnce)
        if let last = steps.last {
            run.step = last.metrics.step
            outbox.put(.steps(run.id, steps.map(\.metrics)))
        }
        // Not all come at the end: a resumed run may measure the base late, and an evaluation is
        // replaced where answers are added to its losses.
        let evaluations = detail.evaluations.filter {
            run.evaluations.insert(EvaluationKey($0)).inserted
        }
        if !evaluations.isEmpty {
            outbox.put(.evaluations(run.id, evaluations))
            if evaluations.contains(where: { $0.exactMatch != nil }) {
                let predictions = try store.predictions(of: run.id)
                if !predictions.isEmpty { outbox.put(.predictions(predictions)) }
            }
        }
        let lines = try store.logLines(of: run.id, after: run.eventID, limit: Self.rowsAtOnce)
        if let last = lines.last?.id {
            run.eventID = last
            outbox.put(.log(run.id, lines.map(LogLine.init)))
        }
        for checkpoint in detail.checkpoints.map(\.summary)
        where checkpoint.step > run.checkpointStep {
            run.checkpointStep = checkpoint.step
            outbox.put(.checkpoint(run.id, checkpoint))
        }
        let isBehind = steps.count == Self.rowsAtOnce || lines.count == Self.rowsAtOnce
        if record.status != run.status, !isBehind {
            run.status = record.status
            outbox.put(.runStatus(run.id, record.status, text: record.message))
            if record.status == .finished,
                let verdict = state.withLock({ $0.verdict })(record)
            {
                outbox.put(.verdict(verdict))
            }
        }
        return isBehind
    }
}
