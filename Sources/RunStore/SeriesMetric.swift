/// What a chart over steps can show.
package enum SeriesMetric: String, Sendable, CaseIterable {
    case loss
    case learningRate
    case gradientNorm
    case durationMilliseconds
    case uniqueTokensPerSecond
    case distillationLoss
    case promptLoss

    /// The value of one row of the table of steps.
    var sql: String {
        switch self {
        case .loss, .learningRate, .gradientNorm, .durationMilliseconds, .distillationLoss,
            .promptLoss:
            rawValue
        case .uniqueTokensPerSecond: "uniqueTokenCount * 1000.0 / durationMilliseconds"
        }
    }
}
