import Foundation

/// How the prompt goes from full to nothing.
package enum ScheduleShape: String, Sendable, Codable, CaseIterable {
    case linear
    /// Falls fast first.
    case exponential
    /// Stays high and falls late.
    case inverseExponential = "inverse-exponential"
    /// Linear, but a stage ends as soon as the model does as well as with the fuller prompt.
    case adaptive
    /// A list set by hand. As a rule for making one it starts from the linear values.
    case steps

    /// The share that remains at a point of the way.
    /// - Parameters:
    ///   - progress: 0 at the first stage, 1 at the last.
    ///   - curvature: The exponential shapes' c, above 0.
    /// - Returns: 1 at progress 0 and 0 at progress 1, exactly.
    package func share(at progress: Double, curvature: Double) -> Double {
        if progress <= 0 { return 1 }
        if progress >= 1 { return 0 }
        switch self {
        case .linear, .steps, .adaptive:
            return 1 - progress
        case .exponential:
            return (exp(-curvature * progress) - exp(-curvature)) / (1 - exp(-curvature))
        case .inverseExponential:
            return 1 - (exp(curvature * progress) - 1) / (exp(curvature) - 1)
        }
    }
}
