import Foundation
import GRDB
import RunEvents

/// A stage that a run has begun.
package struct StageRecord: StoredRecord, Equatable {
    package static let databaseTableName = "stage"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    package var summary: StageSummary
    package var startedAt: Date

    package init(runID: Int64, summary: StageSummary, startedAt: Date) {
        self.runID = runID
        self.summary = summary
        self.startedAt = startedAt
    }

    package init(row: Row) throws {
        runID = row["runID"]
        startedAt = row.date("startedAt")
        summary = StageSummary(
            stage: row["stage"], compressionRate: row.number("compressionRate"),
            achievedRate: row.number("achievedRate"), shots: row["shots"], epochs: row["epochs"],
            learningRate: row.number("learningRate"), templateTokens: row["templateTokens"],
            inputTokensPerRecord: row.number("inputTokensPerRecord"), stepCount: row["stepCount"])
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["runID"] = runID
        container["stage"] = summary.stage
        container["compressionRate"] = summary.compressionRate
        container["achievedRate"] = summary.achievedRate
        container["shots"] = summary.shots
        container["epochs"] = summary.epochs
        container["learningRate"] = summary.learningRate
        container["templateTokens"] = summary.templateTokens
        container["inputTokensPerRecord"] = summary.inputTokensPerRecord
        container["stepCount"] = summary.stepCount
        container["startedAt"] = startedAt.timeIntervalSince1970
    }
}
