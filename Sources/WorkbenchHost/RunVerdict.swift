import Foundation
import Judging
import RunControl
import RunEvents
import RunStore
import Workbench

/// A run's kept answers as the screen tells them.
enum RunVerdict {
    /// Nil where the run left nothing to judge by.
    static func of(_ run: RunRecord, _ prepared: PreparedProject, _ store: RunStore)
        -> CompareVerdict?
    {
        guard let kept = try? KeptComparison(run, prepared, store: store) else { return nil }
        let judged = kept.judged
        guard let verdict = judged.verdict, let reference = judged.reference
        else { return nil }
        func percent(_ value: Double) -> String { String(format: "%.1f", value * 100) }
        return CompareVerdict(
            runID: run.id, decision: verdict.decision.rawValue,
            isShip: verdict.decision == .shipQueryOnly, reason: verdict.reason,
            retention: verdict.retention?.text, speed: LatencyGain(kept.metrics)?.text,
            metric: judged.arms.first?.judgement.title ?? "",
            figures: judged.arms.compactMap { arm in
                arm.judgement.figure().map {
                    CompareVerdict.Figure(
                        name: arm.name, value: percent($0.value),
                        interval: "\(percent($0.interval.lower)) to \(percent($0.interval.upper))")
                }
            }, reference: reference.name,
            lost: judged.sideChanges.filter { $0.direction == .lost }.map(\.recordID),
            gained: judged.sideChanges.filter { $0.direction == .gained }.map(\.recordID),
            test: judged.test?.text)
    }
}
