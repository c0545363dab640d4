import Foundation
import RunEvents

/// A run as a line of the list.
package struct RunSummary: Sendable, Equatable {
    package var id: RunID
    package var name: String
    package var status: RunStatus
    package var started: Date
    /// Nil while it goes on.
    package var ended: Date?
    package var stageCount: Int
    package var stepsDone: Int
    package var stepsPlanned: Int
    /// Of the last step.
    package var loss: Double?
    /// Tuned, full prompt, the last measured, from 0 to 1.
    package var fullPromptAccuracy: Double?
    /// Tuned, query alone, the last measured, from 0 to 1.
    package var queryOnlyAccuracy: Double?
    /// The same by the project's metric, where that is not exact match.
    package var fullPromptScore: MetricScore?
    package var queryOnlyScore: MetricScore?

    package init(
        id: RunID, name: String, status: RunStatus, started: Date, ended: Date? = nil,
        stageCount: Int, stepsDone: Int, stepsPlanned: Int, loss: Double? = nil,
        fullPromptAccuracy: Double? = nil, queryOnlyAccuracy: Double? = nil,
        fullPromptScore: MetricScore? = nil, queryOnlyScore: MetricScore? = nil
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.started = started
        self.ended = ended
        self.stageCount = stageCount
        self.stepsDone = stepsDone
        self.stepsPlanned = stepsPlanned
        self.loss = loss
        self.fullPromptAccuracy = fullPromptAccuracy
        self.queryOnlyAccuracy = queryOnlyAccuracy
        self.fullPromptScore = fullPromptScore
        self.queryOnlyScore = queryOnlyScore
    }
}
