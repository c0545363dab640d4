import Foundation
import GRDB

extension RunStore {
    /// What a judge preferred before, if it is known.
    ///
    /// - Parameters:
    ///   - hash: of the query and both answers in their order.
    ///   - judge: a person, or a model with all that its verdicts depend on.
    /// - Returns: the preference in the caller's words.
    /// - Throws: What SQLite reports.
    package func preference(hash: String, judge: String) throws(RunStoreError) -> String? {
        try read {
            try String.fetchOne(
                $0, sql: "SELECT preference FROM preference WHERE contentHash = ? AND judge = ?",
                arguments: [hash, judge])
        }
    }

    /// Keeps what a judge prefers, in place of what it preferred before.
    package func keepPreference(
        _ preference: String, hash: String, judge: String, at time: Date = .now
    ) throws(RunStoreError) {
        try keepPreferences([hash: preference], judge: judge, at: time)
    }

    /// Keeps many preferences by the hashes of their contents, all of them or none.
    package func keepPreferences(
        _ preferences: [String: String], judge: String, at time: Date = .now
    ) throws(RunStoreError) {
        try write { database in
            for (hash, preference) in preferences {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO preference VALUES (?, ?, ?, ?)",
                    arguments: [hash, judge, preference, time.timeIntervalSince1970])
            }
        }
    }

    /// Takes a preference back.
    package func forgetPreference(hash: String, judge: String) throws(RunStoreError) {
        try write {
            try $0.execute(
                sql: "DELETE FROM preference WHERE contentHash = ? AND judge = ?",
                arguments: [hash, judge])
        }
    }
}
