import Foundation
import GRDB
import RunEvents

/// A saved state of a run.
package struct CheckpointRecord: StoredRecord, Equatable {
    package static let databaseTableName = "checkpoint"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    package var summary: CheckpointSummary
    package var recordedAt: Date

    package init(runID: Int64, summary: CheckpointSummary, recordedAt: Date) {
        self.runID = runID
        self.summary = summary
        self.recordedAt = recordedAt
    }

    package init(row: Row) throws {
        runID = row["runID"]
        recordedAt = row.date("recordedAt")
        summary = CheckpointSummary(
            step: row["step"], stage: row["stage"], path: row["path"], byteCount: row["byteCount"])
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["runID"] = runID
        container["step"] = summary.step
        container["stage"] = summary.stage
        container["path"] = summary.path
        container["byteCount"] = summary.byteCount
        container["recordedAt"] = recordedAt.timeIntervalSince1970
    }
}
