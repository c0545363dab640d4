import Foundation
import Prompts
import RunControl
import RunEvents
import RunStore
import Workbench

/// A model kept ready for questions.
///
/// Used by one thread at a time.
final class ComparisonDesk: @unchecked Sendable {
    // Unchecked because the transformer inside is used by one thread at a time: the queue that
    // asks, under the mutex that holds this desk.

    private let prepared: PreparedProject
    private let store: RunStore
    private let metric: RunMetric?
    private var loaded: (comparison: Comparison, adapter: URL?, changed: Date?)?

    /// How often a growing answer is shown, in characters.
    private static let shownEvery = 4

    init(_ prepared: PreparedProject, store: RunStore) {
        self.prepared = prepared
        self.store = store
        // Where the metric cannot judge here, answers are told by exact match; `compare` says why.
        metric = (try? RunMetric(prepared, threadCount: 1)) ?? nil
    }

    /// Asks with the full prompt, then with the query alone.
    func answer(
        _ recordID: String, model: ModelState, threadCount: Int, _ outbox: Outbox
    ) throws {
        let project = prepared.project
        guard let record = project.record(recordID) else {
            throw RunControlError.unknownRecord(id: recordID)
        }
        let comparison = try ready(threadCount: threadCount, outbox)
        if model == .tuned, !comparison.hasAdapter {
            outbox.put(.notice("No run has saved an adapter yet: these are the base's answers."))
        }
        for arm in [PromptArm.fullPrompt, .queryOnly] {
            var shown = 0
            let prediction = try comparison.answer(record, arm: arm, model: model) { text in
                guard text.count >= shown + Self.shownEvery else { return }
                shown = text.count
                outbox.put(
                    .answerProgress(recordID: recordID, arm: arm, model: model, text: text))
            }
            outbox.put(.predictions([judged(prediction, record, outbox)]))
        }
    }

    /// The answer with its score by the project's metric.
    private func judged(
        _ prediction: Prediction, _ record: PromptRecord, _ outbox: Outbox
    ) -> Prediction {
        guard let metric else { return prediction }
        do {
            let result = try metric.judge([prediction], of: [record])
            return result?.predictions.first ?? prediction
        } catch {
            outbox.put(.notice("The answer is not judged by the project's metric: \(error)"))
            return prediction
        }
    }

    /// Loads the newest adapter, again where a training has written a newer one.
    private func ready(threadCount: Int, _ outbox: Outbox) throws -> Comparison {
        let found = try RunLookup(store: store, project: prepared.project).withAdapter(nil)
        let changed = found.flatMap { found in
            try? FileManager.default.attributesOfItem(atPath: found.adapter.path)[
                .modificationDate] as? Date
        }
        if let loaded, loaded.adapter == found?.adapter, loaded.changed == changed {
            return loaded.comparison
        }
        let schedule =
            try found.map { try RunLookup.schedule(of: $0.run) }
            ?? prepared.project.file.schedule.schedule
        let comparison = try Comparison(
            prepared, schedule: schedule, adapter: found?.adapter, threadCount: threadCount)
        loaded = (comparison, found?.adapter, changed)
        if let drift = found.flatMap({ TrainedPrompt(of: $0.run) })?.drift(to: prepared.project) {
            outbox.put(.notice(drift))
        }
        return comparison
    }
}
