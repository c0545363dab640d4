import Foundation
import RunEvents

/// A run that is being trained.
package struct RunHeader: Sendable, Equatable {
    package var id: RunID
    package var name: String
    package var started: Date
    package var stages: [StageSummary]
    package var status: RunStatus
    /// False where another process trains it: it can be watched and not held.
    package var isOwn: Bool
    /// Nil where the history does not tell.
    package var engine: RunEngine?

    package init(
        id: RunID, name: String, started: Date, stages: [StageSummary],
        status: RunStatus = .running, isOwn: Bool = true, engine: RunEngine? = nil
    ) {
        self.id = id
        self.name = name
        self.started = started
        self.stages = stages
        self.status = status
        self.isOwn = isOwn
        self.engine = engine
    }

    package var stepCount: Int { stages.reduce(0) { $0 + $1.stepCount } }
}
