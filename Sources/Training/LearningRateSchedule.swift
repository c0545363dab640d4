import Foundation

/// How the learning rate moves over a stretch of steps.
package enum LearningRateSchedule: String, Sendable, CaseIterable, Codable {
    case constant
    /// Down to zero in a straight line.
    case linear
    /// Down to zero along half a cosine.
    case cosine

    /// The factor for the update with the given number (from 0) out of `stepCount`.
    ///
    /// It rises from 1/warmup to 1 over the warm-up steps, so that the first update already moves.
    package func factor(step: Int, stepCount: Int, warmupSteps: Int) -> Double {
        if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
        let rest = max(1, stepCount - warmupSteps)
        let progress = min(1, Double(step - warmupSteps) / Double(rest))
        return switch self {
        case .constant: 1
        case .linear: 1 - progress
        case .cosine: 0.5 * (1 + cos(.pi * progress))
        }
    }
}
