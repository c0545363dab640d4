import RunEvents

/// A run with all that is small enough to be read at once.
package struct StoredRunDetail: Sendable, Equatable {
    package var summary: StoredRunSummary
    /// In their order.
    package var stages: [StageSummary]
    /// In the order of their steps.
    package var evaluations: [EvaluationMetrics]
    package var checkpoints: [CheckpointRecord]
    /// Oldest first.
    package var notes: [NoteRecord]
    /// What was measured on it afterwards, the newest of each kind.
    package var measurements: [MeasurementRecord]
}
