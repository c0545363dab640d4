import Foundation
import GRDB

extension RunStore {
    /// Keeps what was measured on a run, in place of an earlier report of the same kind and step.
    /// - Throws: `RunStoreError.noSuchRun`, and what SQLite reports.
    package func keepMeasurement(
        _ json: String, kind: String, of id: Int64, step: Int, at time: Date = .now
    ) throws(RunStoreError) {
        try write { database in
            _ = try record(of: id, database)
            try MeasurementRecord(
                runID: id, kind: kind, step: step, json: json.storable, recordedAt: time
            ).insert(database)
        }
    }

    /// What was measured on a run: of each kind the report of the latest step.
    package func measurements(of id: Int64) throws(RunStoreError) -> [MeasurementRecord] {
        try read { try Self.measurements(of: id, $0) }
    }

    static func measurements(
        of id: Int64, _ database: Database
    ) throws -> [MeasurementRecord] {
        try MeasurementRecord.fetchAll(
            database,
            sql: """
                SELECT * FROM measurement WHERE runID = ?1 AND step = (
                    SELECT max(step) FROM measurement AS other
                    WHERE other.runID = ?1 AND other.kind = measurement.kind)
                ORDER BY kind
                """, arguments: [id])
    }
}
