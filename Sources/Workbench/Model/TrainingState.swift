import Foundation
import RunEvents

/// What the Train pane shows: the run that is being trained, or the last one that was.
package struct TrainingState: Sendable {
    package var header: RunHeader?
    package var curves = RunCurves()
    package var lastStep: StepMetrics?
    /// The last steps, from which speeds are taken.
    package private(set) var recent: [StepMetrics] = []
    package private(set) var log: [LogLine] = []
    package var checkpoint: CheckpointSummary?
    /// Why the run failed.
    package var failure: String?
    /// A start was asked for and is not confirmed yet.
    package var isStarting = false
    /// A stop was asked for and has not happened yet.
    package var isStopping = false

    static let recentLimit = 30
    static let logLimit = 500

    package var status: RunStatus? { header?.status }
    package var isActive: Bool { status == .running || status == .paused || isStarting }

    /// Forgets the run before.
    mutating func begin(_ header: RunHeader) {
        self = TrainingState(smoothing: curves.smoothing)
        self.header = header
    }

    package init(smoothing: Double = 0.9) { curves = RunCurves(smoothing: smoothing) }

    mutating func append(_ steps: [StepMetrics]) {
        for step in steps {
            if let last = lastStep, step.step <= last.step { continue }
            curves.append(step)
            lastStep = step
            recent.append(step)
        }
        if recent.count > Self.recentLimit { recent.removeFirst(recent.count - Self.recentLimit) }
    }

    mutating func append(_ lines: [LogLine]) {
        log += lines
        if log.count > Self.logLimit { log.removeFirst(log.count - Self.logLimit) }
    }

    /// Something a second over the last steps; nil without any.
    package func rate(_ amount: (StepMetrics) -> Int) -> Double? {
        let milliseconds = recent.reduce(0) { $0 + $1.durationMilliseconds }
        guard milliseconds > 0 else { return nil }
        return Double(recent.reduce(0) { $0 + amount($1) }) * 1000 / milliseconds
    }

    /// Steps before a stage.
    package func firstStep(of stage: Int) -> Int {
        guard let stages = header?.stages else { return 0 }
        return stages.prefix(stage).reduce(0) { $0 + $1.stepCount }
    }

    /// Steps of a stage that are done.
    package func stepsDone(in stage: StageSummary) -> Int {
        min(max(0, (lastStep?.step ?? 0) - firstStep(of: stage.stage)), stage.stepCount)
    }

    package var share: Double {
        guard let total = header?.stepCount, total > 0 else { return 0 }
        return Double(min(lastStep?.step ?? 0, total)) / Double(total)
    }

    /// Seconds that the rest will take: the present stage at its own speed, later ones in
    /// proportion to their shorter prompts.
    ///
    /// Nil before the first step.
    package var secondsLeft: Double? {
        guard let header, let last = lastStep, header.stages.indices.contains(last.stage) else {
            return nil
        }
        let ofStage = recent.filter { $0.stage == last.stage }
        guard !ofStage.isEmpty else { return nil }
        let mean = ofStage.reduce(0) { $0 + $1.durationMilliseconds } / Double(ofStage.count)
        let here = max(1, header.stages[last.stage].inputTokensPerRecord)
        return header.stages.reduce(0) { sum, stage in
            let left = stage.stepCount - stepsDone(in: stage)
            return sum + Double(left) * mean / 1000 * stage.inputTokensPerRecord / here
        }
    }
}
