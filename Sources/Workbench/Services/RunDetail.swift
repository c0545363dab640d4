import Judging
import RunEvents

/// A run with all that is stored of it.
package struct RunDetail: Sendable, Equatable {
    package var summary: RunSummary
    package var stages: [StageSummary]
    /// May be thinned out to the extremes of each stretch of a long run.
    package var steps: [StepMetrics]
    package var evaluations: [EvaluationMetrics]
    /// The last lines.
    package var log: [LogLine]
    /// What it was trained with, in the order to be shown: name and value.
    package var settings: [NamedValue]
    /// What was measured on it afterwards, in the order to be shown.
    package var measures: [KeptMeasure]

    package init(
        summary: RunSummary, stages: [StageSummary], steps: [StepMetrics],
        evaluations: [EvaluationMetrics], log: [LogLine], settings: [NamedValue] = [],
        measures: [KeptMeasure] = []
    ) {
        self.summary = summary
        self.stages = stages
        self.steps = steps
        self.evaluations = evaluations
        self.log = log
        self.settings = settings
        self.measures = measures
    }
}
