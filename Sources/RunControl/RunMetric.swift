import Judging
import Project
import Prompts
import RunEvents

/// The project's metric as a run uses it, beside exact match, which every answer has anyway.
package struct RunMetric: Sendable {
    private let metric: AnswerMetric
    private let name: MetricScore.Metric

    /// Answers with their scores, and the figure over all of them.
    package struct Result {
        package var predictions: [Prediction]
        package var figure: MetricScore
    }

    /// Nil where the project judges by exact match, or in pairs.
    /// - Throws: `JudgingError` where pass@1 has no sandbox or no interpreter.
    package init?(_ prepared: PreparedProject, threadCount: Int) throws {
        guard let name = prepared.project.file.evaluation.metric.scoreName else { return nil }
        self.name = name
        metric = try prepared.answerMetric(threadCount: threadCount)
    }

    /// Judges predictions, one a record, in the records' order.
    ///
    /// `goesOn` is asked from any thread whether to go on.
    /// - Returns: Nil without records, and where it was not gone on.
    /// - Throws: `JudgingError`.
    package func judge(
        _ predictions: [Prediction], of records: [PromptRecord],
        goesOn: @escaping @Sendable () -> Bool = { true }
    ) throws -> Result? {
        let answers = zip(records, predictions).map(JudgedAnswer.init)
        guard let judgement = try metric.judge(answers, goesOn: goesOn),
            let figure = judgement.figure()
        else { return nil }
        return Result(
            predictions: zip(predictions, judgement.scores).map { prediction, score in
                var scored = prediction
                scored.score = MetricScore(metric: name, value: score)
                return scored
            }, figure: MetricScore(metric: name, value: figure.value))
    }
}

extension JudgedAnswer {
    /// A record's generated answer.
    init(_ record: PromptRecord, _ prediction: Prediction) {
        self.init(
            recordID: record.id, query: record.query, expected: record.output,
            answer: prediction.text, meta: record.meta)
    }
}
