import JSONText

extension Estimate {
    /// For scripts and for the history.
    package var json: JSONValue {
        [
            "value": .number(value), "lower": .number(interval.lower),
            "upper": .number(interval.upper), "confidence": .number(interval.confidence),
        ]
    }

    /// An estimate that was kept; nil for what is none.
    package init?(_ json: JSONValue) {
        guard let value = json["value"]?.doubleValue, let lower = json["lower"]?.doubleValue,
            let upper = json["upper"]?.doubleValue
        else { return nil }
        self.init(
            value: value,
            interval: ConfidenceInterval(
                lower: lower, upper: upper,
                confidence: json["confidence"]?.doubleValue
                    ?? ConfidenceInterval.standardConfidence))
    }
}
