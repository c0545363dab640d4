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
/// A study that was cut off goes on from the files that are there, and from the checkpoint of the
/// run that was under way. Arms that train alike share one run for each seed.
package final class Study {
    package let file: StudyFile
    private let folder: URL
    private let store: RunStore
    private let threadCount: Int
    private let toolVersion: String
    private let log: (String) -> Void
    private let isStopped: () -> Bool

    /// - Parameters:
    ///   - file: What it says.
    ///   - folder: Of the file.
    ///   - threadCount: To compute with.
    ///   - toolVersion: For the history.
    ///   - log: Told what is done, a line at a time.
    ///   - isStopped: Whether the user wants to stop, at a checkpoint.
    /// - Throws: What reading the project and opening its history throw.
    package init(
        _ file: StudyFile, folder: URL,
        threadCount: Int = WorkerPool.availableProcessors, toolVersion: String,
        log: @escaping (String) -> Void = { _ in }, isStopped: @escaping () -> Bool = { false }
    ) throws {
        self.file = file
        self.folder = folder
        self.threadCount = threadCount
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
        var checksums: [URL: String] = [:]
        func checksum(_ model: ModelFolder) throws -> String {
            if let known = checksums[model.url] { return known }
            let checksum = try model.checksum()
            checksums[model.url] = checksum
            return checksum
        }
        // All arms are looked at before hours are spent on the first.
        let jobs = try file.arms.flatMap { arm in
            try (arm.isTrained ? file.seeds.map { Optional($0) } : [nil]).map {
                try StudyJob(
                    arm, seed: $0, projectFolder: projectFolder, store: store,
                    modelChecksum: checksum)
            }
        }
        var results: [StudyResult] = []
        for (number, job) in jobs.enumerated() {
            let place = output.appending(path: job.fileName)
            if let known = StudyResult(file: place), known.fingerprint == job.fingerprint {
                results.append(known)
                continue
            }
            guard !isStopped() else { return nil }
            log("[\(number + 1)/\(jobs.count)] \(job.title)")
            guard let result = try result(of: job) else { return nil }
            try result.write(to: place)
            log("  \(result.summary)")
            results.append(result)
        }
        let report = StudyReport(file, results)
        try report.write(to: output)
        return report
    }

    /// - Returns: Nil where the user stopped it.
    private func result(of job: StudyJob) throws -> StudyResult? {
        let start = ContinuousClock.now
        var run: RunRecord?
        if job.arm.isTrained {
            guard let trained = try train(job) else { return nil }
            run = trained
        }
        let adapter = run.flatMap { RunFolder($0, in: job.prepared.project).newestAdapter }
        let comparison = try Comparison(
            job.prepared, schedule: job.schedule, adapter: adapter, threadCount: threadCount)
        let measured = try comparison.measure(
            job.records, arm: job.promptArm, model: run == nil ? .base : .tuned, split: job.split,
            setting: job.setting)
        let metric = try job.prepared.answerMetric(threadCount: threadCount)
        let judgement = try metric.judge(
            zip(job.records, measured.predictions).map { record, prediction in
                JudgedAnswer(
                    recordID: record.id, query: record.query, expected: record.output,
                    answer: prediction.text, meta: record.meta)
            })
        return StudyResult(
            arm: job.arm.name, seed: job.seed, fingerprint: job.fingerprint, runID: run?.id,
            steps: run?.plannedStepCount ?? 0, metric: judgement.title,
            score: judgement.figure()?.value ?? 0, scores: judgement.scores,
            loss: measured.metrics.loss, inputTokens: measured.metrics.inputTokensPerRecord,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// The job's run: one that is finished, one that is gone on with, or a new one.
    private func train(_ job: StudyJob) throws -> RunRecord? {
        let found = try store.runs(projectFolder: projectFolder.standardizedFileURL.path).first {
            $0.run.name == job.runName
        }
        if let found, found.run.status == .finished {
            log("  run \(found.run.id) is finished already")
            return found.run
        }
        let plan = try job.plan()
        let session: TrainingSession
        if let found, [.stopped, .interrupted, .failed].contains(found.run.status),
            let resumed = try? TrainingSession.resume(
                found.run, plan, store: store, threadCount: threadCount)
        {
            log("  going on with run \(found.run.id)")
            session = resumed
        } else {
            session = try TrainingSession.start(
                plan, name: job.runName, toolVersion: toolVersion, store: store,
                threadCount: threadCount)
        }
        if isStopped() { session.control.stop() }
        session.begin()
        while session.result == nil {
            Thread.sleep(forTimeInterval: Self.pollSeconds)
            if isStopped() { session.control.stop() }
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
