import Judging
import Project
import Prompts
import RunEvents
import RunStore

/// The comparison that a run's own answers make, as the history kept them: no model is asked.
package struct KeptComparison {
    package let judged: JudgedComparison
    /// What was measured with each arm: losses, tokens, times.
    package let metrics: [EvaluationMetrics]
    package let answers: [[Prediction]]

    private static let arms: [(model: ModelState, prompt: PromptArm)] = [
        (.base, .fullPrompt), (.base, .queryOnly), (.tuned, .fullPrompt), (.tuned, .queryOnly),
    ]

    /// - Parameters:
    ///   - run: A run that went to its end.
    ///   - prepared: Its project.
    ///   - store: The history.
    /// - Throws: `RunControlError.nothingKept` with what is missing, `JudgingError`,
    ///   `RunStoreError`.
    package init(_ run: RunRecord, _ prepared: PreparedProject, store: RunStore) throws {
        let (split, records) = prepared.project.judged
        let evaluations = try store.evaluations(of: run.id).filter {
            $0.exactMatch != nil && $0.split == split
        }
        let all = try store.predictions(of: run.id)
        var metrics: [EvaluationMetrics] = []
        var kept: [[String: Prediction]] = []
        for arm in Self.arms {
            let measured = evaluations.last {
                $0.model == arm.model && $0.arm == arm.prompt
            }
            guard let measured else {
                throw RunControlError.nothingKept(
                    runID: run.id,
                    reason: "the \(arm.model.rawValue) model's answers to the "
                        + "\(arm.prompt.rawValue) are not in the history")
            }
            let own = all.filter {
                $0.model == arm.model && $0.arm == arm.prompt && $0.step == measured.step
            }
            metrics.append(measured)
            kept.append(Dictionary(own.map { ($0.recordID, $0) }, uniquingKeysWith: { $1 }))
        }
        // Records that were changed or removed since are not judged by what they are now.
        let judgeable = records.filter { record in
            kept.allSatisfy { $0[record.id]?.expected == record.output }
        }
        guard !judgeable.isEmpty else {
            throw RunControlError.nothingKept(
                runID: run.id,
                reason: "none of the records that it answered is in the project's \(split) "
                    + "records as it was")
        }
        let answers = kept.map { arm in judgeable.compactMap { arm[$0.id] } }
        let judgements = try answers.map {
            try Self.judgement($0, records: judgeable, prepared, runID: run.id)
        }
        self.metrics = metrics
        self.answers = answers
        judged = JudgedComparison(
            zip(Self.arms, judgements).map {
                JudgedComparison.Arm(model: $0.model, prompt: $0.prompt, judgement: $1)
            }, recordIDs: judgeable.map(\.id), margin: prepared.project.file.evaluation.margin,
            lostRules: try store.lostRules(of: run.id))
    }

    /// What runs programs was judged as the answers were given and is not run again.
    private static func judgement(
        _ answers: [Prediction], records: [PromptRecord], _ prepared: PreparedProject,
        runID: Int64
    ) throws -> Judgement {
        let settings = prepared.project.file.evaluation
        let name = settings.metric.scoreName
        guard let name, name != .bleu else {
            return try prepared.answerMetric().judge(zip(records, answers).map(JudgedAnswer.init))
        }
        let scores = answers.compactMap { $0.score?.metric == name ? $0.score?.value : nil }
        guard scores.count == answers.count else {
            throw RunControlError.nothingKept(
                runID: runID, reason: "its answers were not judged by \(settings.metric.rawValue)")
        }
        let title =
            name == .command ? CommandMetric.title(settings.command ?? "") : AnswerMetric.passTitle
        return Judgement(title: title, keptScores: scores)
    }
}
