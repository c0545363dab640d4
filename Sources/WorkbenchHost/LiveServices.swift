import Dispatch
import Foundation
import Prompts
import RunControl
import RunEvents
import RunStore
import Synchronization
import Workbench

/// The workbench's services over a real project, its history and the engine.
///
/// Requests go to queues of their own, answers come back through an outbox; the history is the only
/// channel between a training and the screen, so that a run of another process is watched the same
/// way as one of this process.
package final class LiveServices: WorkbenchServices, Sendable {
    private let outbox = Outbox()
    private let folder: URL
    private let historyFlag: String?
    private let toolVersion: String
    private let threadCount: Int
    private let availableMemory: @Sendable () -> Int?

    /// Project, plans and previews: what a user waits for while editing.
    private let planning = DispatchQueue(label: "planning")
    /// Making a run ready and starting it.
    private let starting = DispatchQueue(label: "starting")
    /// Asking a model.
    private let asking = DispatchQueue(label: "asking")
    /// Lists, single runs, deletion.
    private let browsing = DispatchQueue(label: "browsing")

    private let desk = Mutex<PlanningDesk?>(nil)
    private let session = Mutex<TrainingSession?>(nil)
    private let tail: RunTail
    private let comparison = Mutex<ComparisonDesk?>(nil)
    private let latestPlan = Atomic<Int>(-1)
    private let previewedRecord = Mutex("")
    private let opened = Mutex<Opened?>(nil)

    /// What the other queues need of a loaded project.
    private struct Opened: Sendable {
        var prepared: PreparedProject
        var store: RunStore
    }

    /// - Parameters:
    ///   - folder: the project's.
    ///   - historyFlag: from the command line.
    ///   - toolVersion: for the rows of runs.
    ///   - threadCount: to compute with.
    ///   - availableMemory: bytes that a training may take; asked before each.
    package init(
        folder: URL, historyFlag: String?, toolVersion: String, threadCount: Int,
        availableMemory: @escaping @Sendable () -> Int? = { MachineMemory.availableBytes }
    ) {
        self.folder = folder
        self.historyFlag = historyFlag
        self.toolVersion = toolVersion
        self.threadCount = threadCount
        self.availableMemory = availableMemory
        tail = RunTail(outbox: outbox)
    }

    /// Ends the threads that only watch.
    ///
    /// A training goes on to its checkpoint by itself.
    package func close() { tail.close() }

    /// The training of this process, if there is one; for a program that is told to end.
    package var currentSession: TrainingSession? { session.withLock { $0 } }

    package func poll(maximumRows: Int) -> [ServiceMessage] {
        outbox.take(maximumRows: maximumRows)
    }

    package func send(_ request: ServiceRequest) {
        switch request {
        case .loadProject: planning.async { self.loadProject() }
        case .recordPreview(let recordID, let stage, let schedule, let revision):
            previewedRecord.withLock { $0 = recordID }
            planning.async {
                // Of records that were only scrolled past nobody waits for a preview.
                guard self.previewedRecord.withLock({ $0 }) == recordID else { return }
                self.preview(recordID, stage: stage, schedule: schedule, revision: revision)
            }
        case .plan(let schedule, let revision):
            latestPlan.store(revision, ordering: .relaxed)
            planning.async { self.plan(schedule, revision: revision) }
        case .saveSchedule(let schedule, let revision):
            planning.async { self.save(schedule, revision: revision) }
        case .markPart(let part): planning.async { self.mark(part) }
        case .startTraining(let schedule):
            starting.async { self.startTraining(schedule) }
        case .continueRun(let id): starting.async { self.continueRun(id) }
        case .pauseTraining: session.withLock { $0?.control.pause() }
        case .resumeTraining: session.withLock { $0?.control.resume() }
        case .stopTraining: session.withLock { $0?.control.stop() }
        case .compare(let recordID, let model):
            asking.async { self.compare(recordID, model: model) }
        case .listRuns: browsing.async { self.listRuns() }
        case .openRun(let id): browsing.async { self.openRun(id) }
        case .deleteRun(let id): browsing.async { self.deleteRun(id) }
        }
    }

    /// - Throws: `WorkbenchHostError.noProject`, so that no request is left without an answer.
    private func openedProject() throws -> Opened {
        guard let opened = opened.withLock({ $0 }) else { throw WorkbenchHostError.noProject }
        return opened
    }

    // MARK: Project

    private func loadProject() {
        do {
            let project = try LoadedProject.load(folder: folder, historyFlag: historyFlag)
            let store = try RunStore.open(project.paths.history)
            let prepared = try PreparedProject(
                project, store: store, report: { [outbox] in outbox.put(.notice($0)) })
            let desk = try PlanningDesk(prepared)
            opened.withLock { $0 = Opened(prepared: prepared, store: store) }
            // A comparison holds the project that was loaded before.
            asking.async { self.comparison.withLock { $0 = nil } }
            outbox.put(.project(desk.snapshot()))
            self.desk.withLock { $0 = desk }
            tail.watch(store, projectFolder: project.historyFilter)
            showLatestRun(store, project)
        } catch {
            outbox.put(.projectFailed("\(error)"))
        }
    }

    /// A run that another process trains is followed; the last one's answers fill Compare.
    private func showLatestRun(_ store: RunStore, _ project: LoadedProject) {
        do {
            let runs = try store.runs(projectFolder: project.historyFilter)
            outbox.put(.runs(runs.map(RunRow.make)))
            guard let latest = runs.first else { return }
            if latest.run.isLive {
                try follow(latest.run, store: store, isOwn: false)
            } else if let answered = runs.first(where: { $0.queryOnly?.exactMatch != nil }) {
                let id = answered.run.id
                outbox.put(.evaluations(id, try store.evaluations(of: id)))
                outbox.put(.predictions(try store.predictions(of: id)))
            }
        } catch {
            outbox.put(.failed(title: "The history cannot be read", text: "\(error)"))
        }
    }

    // MARK: Planning

    private func plan(_ schedule: Schedule, revision: Int) {
        // An older edit's numbers would only flicker by.
        guard latestPlan.load(ordering: .relaxed) == revision else { return }
        report("The plan cannot be made") {
            try self.desk.withLock { desk in
                guard let preview = try desk?.plan(schedule, revision: revision) else { return }
                self.outbox.put(.plan(preview))
            }
        }
    }

    private func preview(_ recordID: String, stage: Int?, schedule: Schedule, revision: Int) {
        do {
            try desk.withLock { desk in
                guard
                    let preview = try desk?.preview(
                        recordID, stage: stage, schedule: schedule, revision: revision)
                else { return }
                outbox.put(.recordPreview(preview))
            }
        } catch {
            outbox.put(
                .recordPreviewFailed(
                    recordID: recordID, stage: stage, revision: revision, text: "\(error)"))
        }
    }

    private func save(_ schedule: Schedule, revision: Int) {
        report("The schedule is not saved") {
            try self.desk.withLock { desk in try desk?.save(schedule, folder: self.folder) }
            self.outbox.put(.scheduleSaved(revision: revision))
        }
    }

    private func mark(_ part: MarkedPart) {
        report("The part is not marked") {
            guard try self.desk.withLock({ try $0?.mark(part) }) != nil else {
                throw WorkbenchHostError.noProject
            }
            self.loadProject()
            self.outbox.put(
                .notice(
                    "The part is \(part.newKind.rawValue) in all records, and in "
                        + "\(Corrections.fileName) for the next import."))
        }
    }

    // MARK: Training

    private func startTraining(_ schedule: Schedule) {
        report("The training cannot start") {
            let opened = try self.openedProject()
            try self.refuseSecondTraining()
            let plan = try RunPlan(opened.prepared, schedule: schedule)
            try self.refuseWithoutMemory(plan)
            let session = try TrainingSession.start(
                plan, name: RunName.next(opened.prepared.project.file.name),
                toolVersion: self.toolVersion, store: opened.store, threadCount: self.threadCount)
            try self.begin(session, opened.store)
        }
    }

    private func continueRun(_ id: RunID) {
        report("The run cannot go on") {
            let opened = try self.openedProject()
            try self.refuseSecondTraining()
            let run = try opened.store.run(id).summary.run
            let plan = try RunPlan(
                opened.prepared, schedule: try RunLookup.schedule(of: run),
                origin: RunOrigin(of: run))
            try self.refuseWithoutMemory(plan)
            let session = try TrainingSession.resume(
                run, plan, store: opened.store, threadCount: self.threadCount)
            try self.begin(session, opened.store)
        }
    }

    private func begin(_ session: TrainingSession, _ store: RunStore) throws {
        self.session.withLock { $0 = session }
        session.begin(givesWay: true)
        try follow(session.run, store: store, isOwn: true, stages: session.plan.summaries)
    }

    private func refuseWithoutMemory(_ plan: RunPlan) throws {
        try plan.memory(threadCount: threadCount).check(available: availableMemory())
    }

    private func refuseSecondTraining() throws {
        if let session = session.withLock({ $0 }), session.result == nil {
            throw RunControlError.busy
        }
    }

    private func follow(
        _ run: RunRecord, store: RunStore, isOwn: Bool, stages: [StageSummary]? = nil
    ) throws {
        let known = try stages ?? store.stages(of: run.id)
        outbox.put(
            .runStarted(
                RunHeader(
                    id: run.id, name: run.name, started: run.createdAt, stages: known,
                    status: run.status, isOwn: isOwn, engine: RunReading.engine(run))))
        tail.follow(run.id)
    }

    // MARK: Compare

    private func compare(_ recordID: String, model: ModelState) {
        do {
            let opened = try openedProject()
            let isTraining = session.withLock { $0.map { $0.result == nil } ?? false }
            try comparison.withLock { desk in
                if desk == nil { desk = ComparisonDesk(opened.prepared, store: opened.store) }
                try desk?.answer(
                    recordID, model: model, threadCount: isTraining ? 1 : threadCount, outbox)
            }
        } catch {
            outbox.put(.comparisonFailed(recordID: recordID, text: "\(error)"))
        }
    }

    // MARK: Runs

    private func listRuns() {
        report("The runs cannot be listed") {
            // A project that is still being loaded sends its runs by itself.
            guard let opened = self.opened.withLock({ $0 }) else { return }
            let runs = try opened.store.runs(
                projectFolder: opened.prepared.project.historyFilter)
            self.outbox.put(.runs(runs.map(RunRow.make)))
        }
    }

    private func openRun(_ id: RunID) {
        report("The run cannot be opened") {
            let opened = try self.openedProject()
            self.outbox.put(.runOpened(try RunReading(store: opened.store).detail(id)))
        }
    }

    private func deleteRun(_ id: RunID) {
        report("The run is not deleted") {
            let opened = try self.openedProject()
            try RunDeletion(store: opened.store, project: opened.prepared.project).delete(id)
            self.outbox.put(.runDeleted(id))
        }
    }

    /// What fails is shown until it is dismissed.
    private func report(_ title: String, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            outbox.put(.failed(title: title, text: "\(error)"))
        }
    }
}
