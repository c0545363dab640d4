import RunEvents

/// What the Compare pane shows.
package struct CompareState: Sendable {
    /// Held-out records: indices into the project's records.
    package var records: [Int] = []
    /// An index into `records`.
    package var selected = 0
    /// The user has chosen a record.
    package var isChosen = false
    package var model = ModelState.tuned
    package var scroll = 0
    /// Marks the words in which the two answers differ.
    package var showsDifference = true
    package private(set) var answers: [AnswerKey: Prediction] = [:]
    package var partial: [AnswerKey: String] = [:]
    /// The record and model being asked.
    package var pending: (recordID: String, model: ModelState)?
    package var failures: [String: String] = [:]
    /// Measured on a whole split: the last for each model and arm.
    package private(set) var summary: [EvaluationMetrics] = []

    /// Takes an answer: one that was asked for always, a stored one unless a later one is known.
    mutating func insert(_ prediction: Prediction) {
        let key = AnswerKey(
            recordID: prediction.recordID, arm: prediction.arm, model: prediction.model)
        let isAsked =
            pending?.recordID == prediction.recordID && waiting.contains(prediction.arm)
        if !isAsked, let known = answers[key], known.step > prediction.step { return }
        answers[key] = prediction
        partial[key] = nil
        failures[prediction.recordID] = nil
        guard isAsked else { return }
        waiting.remove(prediction.arm)
        if waiting.isEmpty { pending = nil }
    }

    /// Arms of the pending question that have not answered yet.
    package private(set) var waiting: Set<PromptArm> = []

    mutating func ask(_ recordID: String) {
        pending = (recordID, model)
        waiting = [.fullPrompt, .queryOnly]
        failures[recordID] = nil
    }

    /// The last answer of a model to one way of prompting.
    package func answer(_ recordID: String, _ arm: PromptArm, _ model: ModelState) -> Prediction? {
        answers[AnswerKey(recordID: recordID, arm: arm, model: model)]
    }

    /// Both ways of prompting have answered and one is right, the other is not.
    package func isDisagreement(_ recordID: String) -> Bool {
        guard let full = answer(recordID, .fullPrompt, model),
            let alone = answer(recordID, .queryOnly, model)
        else { return false }
        return full.isRight != alone.isRight
    }

    /// Keeps the latest measurement of each model and arm; one of the test split counts more than
    /// one of the validation split at the same step, one with answers more than one without.
    mutating func measure(_ evaluation: EvaluationMetrics) {
        guard evaluation.arm != .stagePrompt else { return }
        let index = summary.firstIndex {
            $0.arm == evaluation.arm && $0.model == evaluation.model
        }
        guard let index else {
            summary.append(evaluation)
            return
        }
        if Self.rank(evaluation) >= Self.rank(summary[index]) { summary[index] = evaluation }
    }

    private static func rank(_ evaluation: EvaluationMetrics) -> (Int, Int, Int) {
        (
            evaluation.exactMatch == nil ? 0 : 1, evaluation.step,
            evaluation.split == "test" ? 1 : 0
        )
    }

    /// The last measurement of a model and an arm.
    package func measured(_ model: ModelState, _ arm: PromptArm) -> EvaluationMetrics? {
        summary.first { $0.model == model && $0.arm == arm }
    }

    /// Of the run that was measured last.
    package var verdict: CompareVerdict?

    mutating func forgetSummary() {
        summary = []
        verdict = nil
    }
}
