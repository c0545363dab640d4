import Project
import RunEvents

/// What the best adapter is chosen by: the validation records, asked with the query alone.
package typealias BestMetric = ProjectFile.Training.BestMetric

extension BestMetric {
    /// The metric where less is better; nil where it was not measured.
    func score(_ metrics: EvaluationMetrics) -> Double? {
        switch self {
        case .loss: metrics.loss
        case .exactMatch: metrics.exactMatch.map { 1 - $0 }
        case .metric: metrics.score.map { -$0.value }
        }
    }

    /// For the log, after "whose".
    func sentence(_ score: Double) -> String {
        switch self {
        case .loss:
            "query-only validation loss \((score * 1_000).rounded() / 1_000) was the least"
        case .exactMatch:
            "query-only answers were right most often, "
                + "\(((1 - score) * 1_000).rounded() / 10) % of the validation records"
        case .metric:
            "query-only answers scored best on the validation records, "
                + "\((-score * 10_000).rounded() / 10_000) by the project's metric"
        }
    }
}
