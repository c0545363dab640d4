import Foundation

/// A project folder that has runs.
package struct ProjectRecord: StoredRecord, Codable, Equatable {
    package static let databaseTableName = "project"

    package var id: Int64
    /// Absolute path.
    package var folder: String
    package var name: String
    package var createdAt: Date
}
