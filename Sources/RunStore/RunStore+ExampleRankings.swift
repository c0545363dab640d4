import Foundation
import GRDB

extension RunStore {
    /// A ranking that was kept before: a line of positions in the bank for each record.
    ///
    /// - Parameters:
    ///   - hash: of bank and records.
    ///   - retriever: its name.
    ///   - settings: of the retriever.
    ///   - count: most examples a record.
    /// - Returns: nil where it is not known.
    /// - Throws: `RunStoreError`.
    package func exampleRanking(
        hash: String, retriever: String, settings: String, count: Int
    ) throws(RunStoreError) -> String? {
        try read {
            try String.fetchOne(
                $0,
                sql: """
                    SELECT positions FROM exampleRanking WHERE contentHash = ? AND retriever = ?
                        AND settings = ? AND exampleCount = ?
                    """,
                arguments: [hash, retriever, settings, count])
        }
    }

    /// Keeps a ranking, in place of one of the same key.
    package func keepExampleRanking(
        _ positions: String, hash: String, retriever: String, settings: String, count: Int,
        at time: Date = .now
    ) throws(RunStoreError) {
        try write {
            try $0.execute(
                sql: "INSERT OR REPLACE INTO exampleRanking VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    hash, retriever, settings, count, positions, time.timeIntervalSince1970,
                ])
        }
    }
}
