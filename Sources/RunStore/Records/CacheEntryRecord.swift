import Foundation
import GRDB

/// A text that a compressor has shortened before.
package struct CacheEntryRecord: StoredRecord, Codable, Equatable {
    package static let databaseTableName = "cacheEntry"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    /// Hash of the whole text.
    package var textHash: String
    /// Name of the compressor.
    package var compressor: String
    /// Its settings as text.
    package var settings: String
    /// The share asked for (tau).
    package var compressionRate: Double
    /// The shortened text.
    package var text: String
    package var createdAt: Date
}
