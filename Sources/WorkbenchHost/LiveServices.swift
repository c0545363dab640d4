import Dispatch
import Foundation
import Project
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
    /// Shortening templates, which may take minutes.
    private let compressing = DispatchQueue(label: "compressing")
    /// Making a run ready and starting it.
    private let starting = DispatchQueue(label: "starting")
    /// Asking a model.
    private let asking = DispatchQueue(label: "asking")
    /// Measuring a run.
    private let measuring = DispatchQueue(label: "measuring")
    /// Lists, single runs, deletion.
    private let browsing = DispatchQueue(label: "browsing")

    private let desk = Mutex<PlanningDesk?>(nil)
    private let session = Mutex<TrainingSession?>(nil)
    private let tail: RunTail
    private let comparison = Mutex<ComparisonDesk?>(nil)
    private let rating = Mutex<RatingDesk?>(nil)
    private let latestPlan = Atomic<Int>(-1)
    private let previewedRecord = Mutex("")
    private let measureDesk: MeasureDesk
    private let opened = Mutex<Opened?>(nil)
    private let monitor: CompressionMonitor
    private let notices: CompressionNotices
    private let isClosed = Atomic<Bool>(false)

    /// How long the end waits for a compressor's program to be ended.
    private static let closingSeconds = 2.0

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
        let notices = CompressionNotices(outbox: outbox)
        self.notices = notices
        monitor = CompressionMonitor { notices.tell($0.text) }
        measureDesk = MeasureDesk(outbox: outbox)
    }

    /// Ends the threads that only watch, and a compressor with the programs that it started.
    ///
    /// A training goes on to its checkpoint by itself.
    package func close() {
        isClosed.store(true, ordering: .relaxed)
        tail.close()
        measureDesk.stop()
        monitor.stop()
        let end = DispatchGroup()
        compressing.async(group: end) {}
        _ = end.wait(timeout: .now() + Self.closingSeconds)
    }

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
        case .compressAgain(let schedule, let revision):
            latestPlan.store(revision, ordering: .relaxed)
            planning.async { self.compressAgain(schedule, revision: revision) }
        case .stopCompressing: monitor.stop()
        case .saveSchedule(let schedule, let revision):
            planning.async { self.save(schedule, revision: revision) }
        case .markPart(let part): planning.async { self.mark(part) }
        case .startTraining(let schedule):
            starting.async { self.startTraining(schedule) }
        case .continueRun(let id): starting.async { self.continueRun(id) }
        case .branchRun(let id, let stage, let schedule):
            starting.async { self.branchRun(id, afterStage: stage, schedule) }
        case .pauseTraining: session.withLock { $0?.control.pause() }
        case .resumeTraining: session.withLock { $0?.control.resume() }
        case .stopTraining: session.withLock { $0?.control.stop() }
        case .compare(let recordID, let model):
            asking.async { self.compare(recordID, model: model) }
        case .loadRatings: browsing.async { self.loadRatings() }
        case .rate(let id, let choice): browsing.async { self.rate(id, choice) }
        case .ratingResult: browsing.async { self.ratingResult() }
        case .listRuns: browsing.async { self.listRuns() }
        case .openRun(let id): browsing.async { self.openRun(id) }
        case .measureRun(let id):
            measureDesk.prepare()
            measuring.async { self.measureRun(id) }
        case .stopMeasuring: measureDesk.stop()
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
            let desk = try open(project, store, compressor: project.file.compressor)
            outbox.put(.project(desk.snapshot()))
            let prepared = try openedProject().prepared
            tail.watch(
                store, projectFolder: project.historyFilter,
                verdict: { RunVerdict.of($0, prepared, store) })
            showLatestRun(prepared, store)
        } catch {
            outbox.put(.projectFailed("\(error)"))
        }
    }

    /// Makes a project ready for all that is asked of it.
    private func open(
        _ project: LoadedProject, _ store: RunStore, compressor: CompressorChoice
    ) throws -> PlanningDesk {
        let prepared = try PreparedProject(
            project, store: store, compressor: compressor, monitor: monitor,
            report: { [outbox] in outbox.put(.notice($0)) })
        let desk = try PlanningDesk(prepared)
        opened.withLock { $0 = Opened(prepared: prepared, store: store) }
        // A comparison holds the project that was loaded before.
        asking.async { self.comparison.withLock { $0 = nil } }
        self.desk.withLock { $0 = desk }
        return desk
    }

    /// A run that another process trains is followed; the last one's answers fill Compare.
    private func showLatestRun(_ prepared: PreparedProject, _ store: RunStore) {
        do {
            let runs = try store.runs(projectFolder: prepared.project.historyFilter)
            outbox.put(.runs(runs.map(RunRow.make)))
            guard let latest = runs.first else { return }
            if latest.run.isLive {
                try follow(latest.run, store: store, isOwn: false)
            } else if let answered = runs.first(where: { $0.queryOnly?.exactMatch != nil }) {
                let id = answered.run.id
                outbox.put(.evaluations(id, try store.evaluations(of: id)))
                outbox.put(.predictions(try store.predictions(of: id)))
                // Ten thousand resamples: no plan and no preview waits for them.
                browsing.async { self.showVerdict(answered.run, prepared, store) }
            }
        } catch {
            outbox.put(.failed(title: "The history cannot be read", text: "\(error)"))
        }
    }

    private func showVerdict(
        _ run: RunRecord, _ prepared: PreparedProject, _ store: RunStore
    ) {
        if let verdict = RunVerdict.of(run, prepared, store) { outbox.put(.verdict(verdict)) }
    }

    // MARK: Planning

    /// - Returns: whether something is going to be compressed for it.
    @discardableResult
    private func plan(_ schedule: Schedule, revision: Int) -> Bool {
        // An older edit's numbers would only flicker by.
        guard latestPlan.load(ordering: .relaxed) == revision else { return false }
        var isPending = false
        report("The plan cannot be made") {
            try self.desk.withLock { desk in
                guard let preview = try desk?.plan(schedule, revision: revision) else { return }
                self.outbox.put(.plan(preview))
                isPending = preview.problems.values.contains(.pending)
            }
        }
        if isPending { compressing.async { self.compress(schedule, revision: revision) } }
        return isPending
    }

    /// Does what a plan left pending, and plans again.
    private func compress(_ schedule: Schedule, revision: Int) {
        func isWanted() -> Bool {
            latestPlan.load(ordering: .relaxed) == revision
                && !isClosed.load(ordering: .relaxed)
        }
        guard isWanted(), let prepared = opened.withLock({ $0?.prepared }) else { return }
        monitor.resume()
        notices.begin()
        notices.tell("compressing")
        prepared.compressTemplates(schedule, goesOn: isWanted)
        // A stop was meant for this; a training may compress, too.
        if !isClosed.load(ordering: .relaxed) { monitor.resume() }
        notices.end()
        // A newer plan asks for what it needs by itself.
        planning.async { self.plan(schedule, revision: revision) }
    }

    /// Tries again what failed, with the compressor's settings and files as they are now.
    private func compressAgain(_ schedule: Schedule, revision: Int) {
        report("The templates cannot be compressed") {
            let opened = try self.openedProject()
            let choice = try ProjectFile.load(folder: self.folder).compressor
            _ = try self.open(opened.prepared.project, opened.store, compressor: choice)
        }
        if !plan(schedule, revision: revision) { notices.endIfIdle() }
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
        startRun("The training cannot start") { opened in
            try self.newSession(try RunPlan(opened.prepared, schedule: schedule), opened)
        }
    }

    private func continueRun(_ id: RunID) {
        startRun("The run cannot go on") { opened in
            let run = try opened.store.run(id).summary.run
            let plan = try RunPlan(
                opened.prepared, schedule: try RunLookup.schedule(of: run),
                origin: RunOrigin(of: run))
            try self.refuseWithoutMemory(plan)
            return try TrainingSession.resume(
                run, plan, store: opened.store, threadCount: self.threadCount)
        }
    }

    private func branchRun(_ id: RunID, afterStage stage: Int, _ schedule: Schedule) {
        startRun("The run cannot branch off") { opened in
            let parent = try opened.store.run(id).summary.run
            let origin = try RunOrigin(
                parent, afterStage: stage, in: opened.prepared.project)
            let rest = Array(schedule.stages.dropFirst(stage + 1))
            let plan = try RunPlan(
                opened.prepared, schedule: try origin.schedule(of: parent, followedBy: rest),
                origin: origin)
            return try self.newSession(plan, opened)
        }
    }

    /// Makes a run ready and begins it; what fails is told under the title.
    private func startRun(_ title: String, _ session: (Opened) throws -> TrainingSession) {
        report(title) {
            // What is being compressed for a plan already is not compressed twice; what nobody has
            // planned yet is compressed here.
            self.compressing.sync {}
            guard !self.isClosed.load(ordering: .relaxed) else { return }
            self.notices.begin()
            defer { self.notices.end() }
            let opened = try self.openedProject()
            try self.refuseSecondTraining()
            try self.begin(try session(opened), opened.store)
        }
    }

    private func newSession(_ plan: RunPlan, _ opened: Opened) throws -> TrainingSession {
        try refuseWithoutMemory(plan)
        return try TrainingSession.start(
            plan, name: RunName.next(opened.prepared.project.file.name),
            toolVersion: toolVersion, store: opened.store, threadCount: threadCount)
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

    // MARK: Ratings

    private func loadRatings() {
        report("The answers cannot be rated") {
            let opened = try self.openedProject()
            let desk = try RatingDesk(opened.prepared.project, store: opened.store)
            self.rating.withLock { $0 = desk }
            self.outbox.put(.ratings(desk.sheet))
        }
    }

    private func rate(_ id: String, _ choice: RatingSheet.Choice?) {
        report("The rating is not kept") {
            try self.rating.withLock { try $0?.rate(id, choice) }
        }
    }

    private func ratingResult() {
        report("The ratings cannot be counted") {
            guard let text = try self.rating.withLock({ try $0?.result() }) else { return }
            self.outbox.put(.ratingResult(text))
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

    private func measureRun(_ id: RunID) {
        var count = 0
        report("The run is not measured") {
            let opened = try self.openedProject()
            let isTraining = self.session.withLock { $0.map { $0.result == nil } ?? false }
            try self.measureDesk.measure(
                id, opened.prepared, opened.store,
                threadCount: isTraining ? 1 : self.threadCount
            ) { count += 1 }
            // A rule that is lost speaks against shipping.
            let run = try opened.store.run(id).summary.run
            self.showVerdict(run, opened.prepared, opened.store)
        }
        outbox.put(.measured(id, reportCount: count))
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
