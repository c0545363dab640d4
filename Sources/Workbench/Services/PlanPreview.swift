import Prompts
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
    /// By a stage's index, why it has no prompts; its numbers mean nothing but for the steps.
    package var problems: [Int: StageProblem]

    package init(
        revision: Int, stages: [StageSummary], recordCount: Int, meanOutputTokens: Double,
        warnings: [String] = [], problems: [Int: StageProblem] = [:]
    ) {
        self.revision = revision
        self.stages = stages
        self.recordCount = recordCount
        self.meanOutputTokens = meanOutputTokens
        self.warnings = warnings
        self.problems = problems
    }
}
