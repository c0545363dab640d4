import Evaluation
import Judging
import Prompts
import RunEvents

extension Comparison {
    /// Tries rules: base and tuned model with the full prompt, the tuned model with the query alone.
    /// - Parameters:
    ///   - probes: the rules.
    ///   - file: their file's name, for messages.
    ///   - progress: told how many answers there are; asked whether to go on.
    /// - Returns: nil where it was stopped.
    /// - Throws: `JudgingError`, `RunControlError.promptTooLong`, and what rendering throws.
    package func tryRules(
        _ probes: [RuleProbe], file: String,
        progress: (MeasureProgress) -> ProgressDisposition = { _ in .more }
    ) throws -> RuleReport? {
        let records = probes.map { probe in
            PromptRecord(
                id: probe.name, query: probe.query, output: "",
                source: RecordSource(file: file, line: probe.line))
        }
        let ways: [(ModelState, PromptArm)] = [
            (.base, .fullPrompt), (.tuned, .fullPrompt), (.tuned, .queryOnly),
        ]
        var done = 0
        var texts: [[String]] = []
        for (state, arm) in ways {
            let answers = try answers(
                prepared.items(records, arm: arm, plan: plan), arm: arm, model: state
            ) {
                done += 1
                return progress(
                    .init(kind: .rules, done: done, count: ways.count * probes.count))
            }
            guard let answers else { return nil }
            texts.append(answers)
        }
        return try RuleReport(
            probes,
            answers: probes.indices.map {
                .init(
                    baseFullPrompt: texts[0][$0], tunedFullPrompt: texts[1][$0],
                    tunedQueryOnly: texts[2][$0])
            })
    }

    /// The texts of all answers; nil where they were stopped.
    func answers(
        _ items: [EvaluationItem], arm: PromptArm, model state: ModelState,
        onAnswer: () -> ProgressDisposition
    ) throws -> [String]? {
        let subject = Evaluator.Subject(step: 0, stage: 0, arm: arm, model: state, split: "")
        var isStopped = false
        let predictions = try evaluator.answers(
            items, subject,
            onAnswer: { _ in
                if onAnswer() == .stop { isStopped = true }
                return !isStopped
            })
        return isStopped ? nil : predictions.map(\.text)
    }
}
