import RunEvents

/// A run as a list shows it.
package struct StoredRunSummary: Sendable, Equatable, Identifiable {
    package var run: RunRecord
    /// Absolute path of the project's folder.
    package var projectFolder: String
    package var projectName: String
    /// Number of the last step; 0 before the first.
    package var stepCount: Int
    package var lastStep: StepMetrics?
    /// The stage begun last.
    package var stage: StageSummary?
    /// The latest figures of the tuned model asked with the query alone.
    package var queryOnly: EvaluationMetrics?
    /// The latest figures of the tuned model asked with the full prompt.
    package var fullPrompt: EvaluationMetrics?
    /// In alphabetical order.
    package var tags: [String]

    package var id: Int64 { run.id }
}
