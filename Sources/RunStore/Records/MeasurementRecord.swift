import Foundation
import GRDB

/// What was measured on a run after it, as the program that measured it wrote it down.
package struct MeasurementRecord: StoredRecord, Codable, Equatable {
    package static let databaseTableName = "measurement"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    /// What was measured.
    package var kind: String
    /// Of the adapter that was measured.
    package var step: Int
    /// The report.
    package var json: String
    package var recordedAt: Date
}
