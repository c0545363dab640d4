import Foundation
import JSONText
import Judging
import Kernels
import Prompts
import RunEvents
import RunStore

/// Measures what a run has taken in, and keeps each report in the history as soon as it is made.
package struct RunMeasuring {
    private let prepared: PreparedProject
    private let store: RunStore
    private let run: RunRecord
    /// Nil for a run that has saved none.
    private let adapter: URL?
    private let threadCount: Int
    private let skipsInvalid: Bool

    /// The project's held-out records, as many as its answers are judged on unless told otherwise.
    private let recordLimit: Int

    /// - Parameters:
    ///   - prepared: the project.
    ///   - store: the history.
    ///   - runID: the run; nil takes the newest with an adapter, or the newest of all.
    ///   - records: held-out records for losses, 0 for all; nil is the project's own number.
    ///   - skipsInvalid: leaves bad lines of the queries off the task out.
    ///   - threadCount: to compute with.
    /// - Throws: `RunControlError.nothingToMeasure` for a project without a run, `RunStoreError`.
    package init(
        _ prepared: PreparedProject, store: RunStore, runID: Int64?, records: Int? = nil,
        skipsInvalid: Bool = false, threadCount: Int = WorkerPool.availableProcessors
    ) throws {
        let project = prepared.project
        self.prepared = prepared
        self.store = store
        self.threadCount = threadCount
        self.skipsInvalid = skipsInvalid
        recordLimit = records ?? project.file.evaluation.records
        if let runID {
            run = try store.run(runID).summary.run
        } else if let found = try RunLookup(store: store, project: project).withAdapter(nil) {
            run = found.run
        } else if let newest = try store.runs(projectFolder: project.historyFilter, limit: 1).first
        {
            run = newest.run
        } else {
            throw RunControlError.nothingToMeasure(path: project.folder.path)
        }
        adapter = RunFolder(run, in: project).newestAdapter
    }

    package var runID: Int64 { run.id }
    package var runName: String { run.name }

    /// What the project has changed since the run, as a sentence; nil where nothing.
    package var drift: String? { TrainedPrompt(of: run)?.drift(to: prepared.project) }

    /// The kinds that the project has data for.
    /// - Throws: `RunStoreError`.
    package func availableKinds() throws -> [RunMeasure.Kind] {
        try RunMeasure.Kind.allCases.filter { kind in
            switch kind {
            case .rules: adapter != nil && prepared.project.file.evaluation.probes != nil
            case .coverage: adapter != nil && canMeasureCoverage
            case .forgetting: adapter != nil && prepared.project.file.evaluation.offTask != nil
            case .gap: try InternalizationGap(store.evaluations(of: run.id)) != nil
            }
        }
    }

    private var canMeasureCoverage: Bool {
        !prepared.project.recordsOfTemplate.isEmpty && !prepared.project.templateSections.isEmpty
    }

    // MARK: Measuring

    /// Measures kinds one after the other.
    ///
    /// A stop leaves the kind that is under way out, but for coverage, of which the sections so far
    /// are kept.
    /// - Parameters:
    ///   - kinds: which, in any order; empty for all that the project has data for.
    ///   - onMeasure: gets each report once it is kept.
    ///   - progress: told after each answer and section; asked whether to go on.
    /// - Returns: what was measured, in the order of kinds.
    /// - Throws: `RunControlError` for a kind that there is no data for, before anything is measured,
    ///   and what measuring and keeping throw.
    @discardableResult
    package func measure(
        _ kinds: [RunMeasure.Kind] = [], onMeasure: (KeptMeasure) throws -> Void = { _ in },
        progress: (MeasureProgress) -> ProgressDisposition = { _ in .more }
    ) throws -> [KeptMeasure] {
        let wanted = kinds.isEmpty ? try availableKinds() : kinds
        guard !wanted.isEmpty else {
            throw RunControlError.nothingToMeasure(path: prepared.project.folder.path)
        }
        let material = try Material(self, wanted)
        let comparison = try adapter.flatMap { adapter in
            wanted.contains { $0 != .gap }
                ? try Comparison(
                    prepared, schedule: RunLookup.schedule(of: run), adapter: adapter,
                    threadCount: threadCount) : nil
        }
        var isStopped = false
        let step = try adapterStep()
        var kept: [KeptMeasure] = []
        for kind in RunMeasure.Kind.allCases where wanted.contains(kind) {
            let found = try measure(kind, material, comparison, step: step) {
                if progress($0) == .stop { isStopped = true }
                return isStopped ? .stop : .more
            }
            if let found {
                let measure = try keep(found, step: step)
                kept.append(measure)
                try onMeasure(measure)
            }
            if isStopped { break }
        }
        return kept
    }

    private func measure(
        _ kind: RunMeasure.Kind, _ material: Material, _ comparison: Comparison?, step: Int,
        _ progress: (MeasureProgress) -> ProgressDisposition
    ) throws -> RunMeasure? {
        switch kind {
        case .rules:
            return try comparison?.tryRules(
                material.probes, file: material.probesFile, progress: progress
            ).map { .rules($0) }
        case .coverage:
            let report = try comparison?.measureCoverage(
                material.records, split: prepared.project.judged.split,
                // A program that is killed leaves the sections before.
                onSection: { _ = try keep(.coverage($0), step: step) }, progress: progress)
            return report.flatMap { $0.sections.isEmpty ? nil : .coverage($0) }
        case .forgetting:
            return try comparison?.measureForgetting(material.offTask, progress: progress)
                .map { .forgetting($0) }
        case .gap:
            return material.gap.map { .gap($0) }
        }
    }

    /// The step of the adapter, or what the run has come to where it has none.
    private func adapterStep() throws -> Int {
        let folder = RunFolder(run, in: prepared.project)
        if let step = adapter.flatMap({ folder.step(of: $0) }) { return step }
        return try store.run(run.id).summary.stepCount
    }

    /// A part of the sections does not take the place of all of them.
    private func keep(_ measure: RunMeasure, step: Int) throws -> KeptMeasure {
        let kept = KeptMeasure(measure, step: step, measuredAt: .now)
        let before = try store.keptMeasures(of: run.id).first {
            $0.measure.kind == measure.kind && $0.step == step
        }
        if measure.isComplete || before?.measure.isComplete != true {
            try store.keepMeasurement(
                measure.json.text(), kind: measure.kind.rawValue, of: run.id, step: step,
                at: kept.measuredAt)
        }
        return kept
    }

    /// All that kinds are measured with, read before anything is measured: a mistake in the last
    /// file must not cost the answers to the first.
    private struct Material {
        var probes: [RuleProbe] = []
        var probesFile = ""
        var records: [PromptRecord] = []
        var offTask: [OffTaskQuery] = []
        var gap: InternalizationGap?

        init(_ measuring: RunMeasuring, _ kinds: [RunMeasure.Kind]) throws {
            let project = measuring.prepared.project
            let settings = project.folder.appending(path: "project.yaml").path
            let needsAdapter = kinds.contains { $0 != .gap }
            if needsAdapter, measuring.adapter == nil {
                throw RunControlError.runHasNoAdapter(runID: measuring.run.id)
            }
            if kinds.contains(.rules) {
                guard let probes = try project.ruleProbes() else {
                    throw RunControlError.noProbes(path: settings)
                }
                self.probes = probes
                probesFile = project.file.evaluation.probes ?? ""
            }
            if kinds.contains(.coverage) {
                guard measuring.canMeasureCoverage else {
                    throw project.judged.records.isEmpty
                        ? RunControlError.noHeldOutRecords(path: project.folder.path)
                        : .noSharedTemplate(path: settings)
                }
                let all = project.recordsOfTemplate
                records =
                    measuring.recordLimit > 0 ? Array(all.prefix(measuring.recordLimit)) : all
            }
            if kinds.contains(.forgetting) {
                guard
                    let queries = try project.offTaskQueries(skipsInvalid: measuring.skipsInvalid)
                else { throw RunControlError.noOffTaskQueries(path: settings) }
                offTask = queries
            }
            if kinds.contains(.gap) {
                gap = InternalizationGap(try measuring.store.evaluations(of: measuring.run.id))
                if gap == nil { throw RunControlError.noGap(runID: measuring.run.id) }
            }
        }
    }
}
