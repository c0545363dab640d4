import GRDB

/// A word by which a user finds a run again.
package struct TagRecord: StoredRecord, Codable, Equatable {
    package static let databaseTableName = "tag"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .ignore)

    package var runID: Int64
    package var name: String
}
