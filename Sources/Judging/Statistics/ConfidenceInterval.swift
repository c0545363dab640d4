/// Where a quantity lies with a stated confidence.
package struct ConfidenceInterval: Equatable, Sendable {
    package var lower: Double
    package var upper: Double
    /// From 0 to 1.
    package var confidence: Double

    package static let standardConfidence = 0.95

    package init(
        lower: Double, upper: Double, confidence: Double = ConfidenceInterval.standardConfidence
    ) {
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// Whether a value lies inside or on a border.
    package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// Both borders in points of a hundred, for shares: "-1.5 to 3.0".
    package var pointsText: String {
        "\(FixedText.points(lower)) to \(FixedText.points(upper))"
    }
}

/// A measured value with its interval.
package struct Estimate: Equatable, Sendable {
    package var value: Double
    package var interval: ConfidenceInterval

    package init(value: Double, interval: ConfidenceInterval) {
        self.value = value
        self.interval = interval
    }
}
