import RunEvents

/// What a schedule comes to over the training records.
package struct PlanPreview: Sendable, Equatable {
    /// The revision that the request named.
    package var revision: Int
    package var stages: [StageSummary]
    /// Records of the training split: one epoch.
    package var recordCount: Int
    package var meanOutputTokens: Double
    /// Complete sentences.
    package var warnings: [String]

    package init(
        revision: Int, stages: [StageSummary], recordCount: Int, meanOutputTokens: Double,
        warnings: [String] = []
    ) {
        self.revision = revision
        self.stages = stages
        self.recordCount = recordCount
        self.meanOutputTokens = meanOutputTokens
        self.warnings = warnings
    }
}
