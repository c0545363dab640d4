import Judging
import Prompts
import RunEvents
import RunStore

/// The answers that a run has kept in the history, in pairs: query-only by the tuned model against
/// the full prompt.
package struct RunPairs: Sendable {
    package let runID: Int64
    /// Whose answers to the full prompt query-only is held against.
    package let against: ModelState
    /// In the order of the answers in the history.
    package let pairs: [AnswerPair]
    /// Records with answers that the project has no longer, so that nobody can say what was asked.
    package let unknownRecords: [String]

    /// Reads a run's last answers.
    ///
    /// - Parameters:
    ///   - runID: the run; the project's newest with answers where nil.
    ///   - against: which model's answers to the full prompt.
    ///   - store: the history.
    ///   - project: has the queries.
    /// - Throws: `RunControlError.noAnswersToRate`, `RunStoreError`.
    package init(
        run runID: Int64?, against: ModelState, store: RunStore, project: LoadedProject
    ) throws {
        let id = try runID.map { try store.run($0).summary.run.id } ?? Self.newest(store, project)
        self.runID = id
        self.against = against
        let queryOnly = try Self.last(
            store.predictions(of: id, arm: .queryOnly, model: .tuned, limit: Int.max))
        let full = try Self.last(
            store.predictions(of: id, arm: .fullPrompt, model: against, limit: Int.max))
        let answers = Dictionary(
            full.map { ($0.recordID, $0) }, uniquingKeysWith: { first, _ in first })
        let queries = Dictionary(
            project.heldOut.map { ($0.id, $0.query) }, uniquingKeysWith: { first, _ in first })
        var unknown: [String] = []
        pairs = queryOnly.compactMap { answer in
            guard let other = answers[answer.recordID] else { return nil }
            guard let query = queries[answer.recordID] else {
                unknown.append(answer.recordID)
                return nil
            }
            return AnswerPair(
                recordID: answer.recordID, query: query, first: answer.text, second: other.text)
        }
        unknownRecords = unknown
        guard !pairs.isEmpty else {
            throw RunControlError.noAnswersToRate(runID: id, against: against.rawValue)
        }
    }

    /// The last answer to each record, in the order in which they were written.
    private static func last(_ predictions: [Prediction]) -> [Prediction] {
        guard let step = predictions.first?.step else { return [] }
        // The history gives the latest step first.
        return predictions.filter { $0.step == step }
    }

    private static func newest(_ store: RunStore, _ project: LoadedProject) throws -> Int64 {
        let runs = try store.runs(projectFolder: project.historyFilter)
        let found = try runs.first {
            try !store.predictions(of: $0.run.id, arm: .queryOnly, model: .tuned, limit: 1).isEmpty
        }
        guard let found else { throw RunControlError.noRunWithAnswers }
        return found.run.id
    }
}

extension AnswerPair {
    /// The pairs of two arms' answers to the same records, in their order.
    package static func pairs(
        _ records: [PromptRecord], _ queryOnly: [Prediction], _ full: [Prediction]
    ) -> [AnswerPair] {
        zip(records, zip(queryOnly, full)).map { record, answers in
            AnswerPair(
                recordID: record.id, query: record.query, first: answers.0.text,
                second: answers.1.text)
        }
    }
}
