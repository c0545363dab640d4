import Foundation

/// A user's remark on a run.
package struct NoteRecord: StoredRecord, Codable, Equatable, Identifiable {
    package static let databaseTableName = "note"

    /// Nil before it is written.
    package var id: Int64?
    package var runID: Int64
    package var text: String
    package var createdAt: Date
}
