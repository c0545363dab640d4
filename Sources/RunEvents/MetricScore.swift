import Foundation

/// A figure by the project's own metric, where that is another one than exact match.
package struct MetricScore: Sendable, Codable, Equatable {
    /// Which metric it is: what its values mean.
    package enum Metric: String, Sendable, Codable {
        /// From 0 to 1, where people write 0 to 100.
        case bleu
        /// A share, from 0 to 1.
        case passAtOne = "pass@1"
        /// Whatever the user's program says; more is better.
        case command
    }

    package var metric: Metric
    package var value: Double

    package init(metric: Metric, value: Double) {
        self.metric = metric
        self.value = value
    }

    /// Whether an answer of this score is right; nil where the metric does not tell right from
    /// wrong.
    package var isRight: Bool? {
        switch metric {
        case .bleu: nil
        case .passAtOne, .command: value >= 1
        }
    }

    /// The metric's name for a heading.
    package var title: String {
        switch metric {
        case .bleu: "BLEU"
        case .passAtOne: "pass@1"
        case .command: "metric"
        }
    }

    /// The value as people write it: `31.2`, `45.0 %`, `0.612`.
    package var valueText: String {
        guard value.isFinite else { return "–" }
        return switch metric {
        case .bleu: String(format: "%.1f", value * 100)
        case .passAtOne: String(format: "%.1f %%", value * 100)
        case .command: String(format: "%.3f", value)
        }
    }

    /// Title and value, for a sentence.
    package var text: String { "\(title) \(valueText)" }
}
