import Foundation
import JSONText
import Judging
import Kernels
import Project
import Prompts
import RunEvents
import RunStore
import Training

/// Runs a study: every arm with every seed, each result a file, the table at the end.
///
/// A study that was cut off goes on from the files that are there, and from the checkpoints of the
/// runs that were under way. Arms that train alike share one run for each seed.
package final class Study: Sendable {
    /// How the machine is shared out.
    package struct Machine: Sendable {
        /// To compute with, in all.
        package var threadCount: Int
        /// Runs at a time; nil gives each at least `threadsPerRun`.
        package var parallelCount: Int?
        /// Bytes that all runs together may take; nil does not look.
        package var availableMemory: Int?

        /// A run on two threads is 1.97 times as fast as on one: more than two runs on two cores
        /// only take memory.
        package static let threadsPerRun = 2

        package init(
            threadCount: Int = WorkerPool.availableProcessors, parallelCount: Int? = nil,
            availableMemory: Int? = MachineMemory.availableBytes
        ) {
            self.threadCount = threadCount
            self.parallelCount = parallelCount
            self.availableMemory = availableMemory
        }

        func lanes(groupCount: Int) -> Int {
            let wanted = parallelCount ?? threadCount / Self.threadsPerRun
            return max(1, min(wanted, groupCount))
        }
    }

    package let file: StudyFile
    private let folder: URL
    private let store: RunStore
    private let machine: Machine
    private let toolVersion: String
    private let log: @Sendable (String) -> Void
    private let isStopped: @Sendable () -> Bool

    /// - Parameters:
    ///   - file: What it says.
    ///   - folder: Of the file.
    ///   - machine: What to compute with.
    ///   - toolVersion: For the history.
    ///   - log: Told what is done, a line at a time, from any thread.
    ///   - isStopped: Whether the user wants to stop, at a checkpoint.
    /// - Throws: What reading the project and opening its history throw.
    package init(
        _ file: StudyFile, folder: URL, machine: Machine = .init(), toolVersion: String,
        log: @escaping @Sendable (String) -> Void = { _ in },
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws {
        self.file = file
        self.folder = folder
        self.machine = machine
        self.toolVersion = toolVersion
        self.log = log
        self.isStopped = isStopped
        let project = try ProjectFile.load(
            folder: ProjectPaths.resolve(file.project, in: folder))
        store = try RunStore.open(
            ProjectPaths(
                projectFolder: ProjectPaths.resolve(file.project, in: folder), project: project
            ).history)
    }

    private var projectFolder: URL { ProjectPaths.resolve(file.project, in: folder) }
    package var output: URL { ProjectPaths.resolve(file.output, in: folder) }

    /// Runs what has no result yet.
    /// - Returns: The report; nil where the user stopped it.
    /// - Throws: What preparing, training and judging throw; finished results stay.
    package func run() throws -> StudyReport? {
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let jobs = try makeJobs()
        warnOfUnequalSteps(jobs)
        let known = jobs.map { job in
            StudyResult(file: output.appending(path: job.fileName)).flatMap {
                $0.fingerprint == job.fingerprint ? $0 : nil
            }
        }
        let missing = jobs.indices.filter { known[$0] == nil }
        let lanes = StudyLanes(
            missing.map { ($0, jobs[$0].trainingKey) }, known: known)
        let laneCount = machine.lanes(groupCount: lanes.groupCount)
        if laneCount > 1 { log("\(laneCount) runs at a time.") }
        let gate = MemoryGate(available: machine.availableMemory)
        let threadCount = max(1, machine.threadCount / laneCount)
        let results = try lanes.run(threadCount: laneCount) { [self] number in
            let job = jobs[number]
            func isEnded() -> Bool { isStopped() || lanes.isStopped }
            guard !isEnded() else { return nil }
            log("[\(number + 1)/\(jobs.count)] \(job.title)")
            guard let result = try result(of: job, threadCount, gate, isEnded: isEnded) else {
                return nil
            }
            try result.write(to: output.appending(path: job.fileName))
            log("  \(job.title): \(result.summary)")
            return result
        }
        guard let results else { return nil }
        let report = StudyReport(file, results)
        try report.write(to: output)
        return report
    }

    /// All arms are looked at before hours are spent on the first.
    private func makeJobs() throws -> [StudyJob] {
        var checksums: [URL: String] = [:]
        func checksum(_ model: ModelFolder) throws -> String {
            if let known = checksums[model.url] { return known }
            let checksum = try model.checksum()
            checksums[model.url] = checksum
            return checksum
        }
        return try file.arms.flatMap { arm in
            try StudyJob.all(
                of: arm, seeds: file.seeds, projectFolder: projectFolder, store: store,
                modelChecksum: checksum)
        }
    }

    /// More updates would win for themselves.
    private func warnOfUnequalSteps(_ jobs: [StudyJob]) {
        let trained = jobs.filter { $0.arm.isTrained }
        guard let first = trained.first,
            let other = trained.first(where: { $0.stepCount != first.stepCount })
        else { return }
        log(
            "Warning: the arms do not train equally long: \"\(first.arm.name)\" has "
                + "\(first.stepCount) steps in all, \"\(other.arm.name)\" "
                + "\(other.stepCount). Give each the same sum, or the longer one wins by its "
                + "length.")
    }

    /// - Returns: Nil where the user stopped it.
    private func result(
        of job: StudyJob, _ threadCount: Int, _ gate: MemoryGate, isEnded: () -> Bool
    ) throws -> StudyResult? {
        let ready = try job.ready(store)
        let plan = try ready.plan()
        let memory = plan.memory(threadCount: threadCount).total
        gate.enter(memory)
        defer { gate.leave(memory) }
        let start = ContinuousClock.now
        var run: RunRecord?
        if job.arm.isTrained {
            guard let trained = try train(job, plan, threadCount, isEnded: isEnded) else {
                return nil
            }
            run = trained
        }
        let adapter = run.flatMap { RunFolder($0, in: ready.prepared.project).newestAdapter }
        let comparison = try Comparison(
            ready.prepared, schedule: ready.schedule, adapter: adapter, threadCount: threadCount)
        let measured = try comparison.measure(
            ready.records, arm: job.promptArm, model: run == nil ? .base : .tuned,
            split: ready.split, setting: job.setting(ready.schedule),
            onAnswer: { _ in !isEnded() })
        guard measured.predictions.count == ready.records.count else { return nil }
        let metric = try ready.prepared.answerMetric(threadCount: threadCount)
        let judgement = try metric.judge(
            zip(ready.records, measured.predictions).map(JudgedAnswer.init))
        return StudyResult(
            arm: job.arm.name, seed: job.seed, fingerprint: job.fingerprint, runID: run?.id,
            steps: run?.plannedStepCount ?? 0, score: judgement.figure()?.value ?? 0,
            judgement: judgement,
            loss: measured.metrics.loss, inputTokens: measured.metrics.inputTokensPerRecord,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// The job's run: one that is finished, one that is gone on with, or a new one.
    private func train(
        _ job: StudyJob, _ plan: RunPlan, _ threadCount: Int, isEnded: () -> Bool
    ) throws -> RunRecord? {
        let found = try store.runs(projectFolder: projectFolder.standardizedFileURL.path).first {
            job.isRun(named: $0.run.name)
        }
        if let found, found.run.status == .finished {
            log("  \(job.title): run \(found.run.id) is finished already")
            return found.run
        }
        let session: TrainingSession
        if let found, [.stopped, .interrupted, .failed].contains(found.run.status),
            let resumed = try? TrainingSession.resume(
                found.run, plan, store: store, threadCount: threadCount)
        {
            log("  \(job.title): going on with run \(found.run.id)")
            session = resumed
        } else {
            session = try TrainingSession.start(
                plan, name: job.runName, toolVersion: toolVersion, store: store,
                threadCount: threadCount)
        }
        if isEnded() { session.control.stop() }
        session.begin()
        while session.result == nil {
            Thread.sleep(forTimeInterval: Self.pollSeconds)
            if isEnded() { session.control.stop() }
        }
        let outcome = session.wait()
        switch outcome.status {
        case .finished: return session.run
        case .failed:
            throw RunControlError.studyRunFailed(
                arm: job.arm.name, runID: session.run.id, reason: outcome.message ?? "")
        default: return nil
        }
    }

    private static let pollSeconds = 0.1
}
