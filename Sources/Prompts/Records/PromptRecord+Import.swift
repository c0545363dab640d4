import JSONText

extension PromptRecord {
    /// The member of `meta` that says how sure an import was of the record's parts.
    package static let confidenceField = "confidence"
    /// The member of `meta` that lists the corrections that the record's parts keep to.
    package static let correctionsField = "corrections"

    /// From 0 (a guess) to 1; nil where the record was not imported from a log.
    package var importConfidence: Double? { meta?[Self.confidenceField]?.doubleValue }

    /// Numbers of corrections; empty where none applied.
    package var importCorrections: [Int] {
        (meta?[Self.correctionsField]?.arrayValue ?? []).compactMap(\.intValue)
    }
}
