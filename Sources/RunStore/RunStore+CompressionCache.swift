import Foundation
import GRDB

extension RunStore {
    /// What a compressor made of a text before, if it is known.
    package func compressedText(
        hash: String, compressor: String, settings: String, compressionRate: Double
    ) throws(RunStoreError) -> String? {
        try read {
            try String.fetchOne(
                $0,
                sql: """
                    SELECT text FROM cacheEntry WHERE textHash = ? AND compressor = ?
                        AND settings = ? AND compressionRate = ?
                    """,
                arguments: [hash, compressor, settings, compressionRate])
        }
    }

    /// Keeps what a compressor made of a text.
    ///
    /// A text with a zero byte is not kept, because it would come back changed.
    package func keepCompressedText(
        _ text: String, hash: String, compressor: String, settings: String,
        compressionRate: Double, at time: Date = .now
    ) throws(RunStoreError) {
        guard text == text.storable else { return }
        let entry = CacheEntryRecord(
            textHash: hash, compressor: compressor, settings: settings,
            compressionRate: compressionRate, text: text, createdAt: time)
        try write { try entry.insert($0) }
    }
}
