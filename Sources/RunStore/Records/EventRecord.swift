import Foundation
import GRDB
import RunEvents

/// A line of a run's log.
package struct EventRecord: StoredRecord, Equatable, Identifiable {
    package static let databaseTableName = "event"

    /// Grows in the order of writing; nil before it is written.
    package var id: Int64?
    package var runID: Int64
    package var level: LogLevel
    package var message: String
    package var recordedAt: Date

    package init(runID: Int64, level: LogLevel, message: String, recordedAt: Date) {
        self.runID = runID
        self.level = level
        self.message = message
        self.recordedAt = recordedAt
    }

    package init(row: Row) throws {
        id = row["id"]
        runID = row["runID"]
        level = try row.word("level")
        message = row["message"]
        recordedAt = row.date("recordedAt")
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["id"] = id
        container["runID"] = runID
        container["level"] = level.rawValue
        container["message"] = message.storable
        container["recordedAt"] = recordedAt.timeIntervalSince1970
    }
}
