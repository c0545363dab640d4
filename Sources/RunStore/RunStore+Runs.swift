import Foundation
import GRDB
import RunEvents

extension RunStore {
    /// Adds a run that `process` trains from now on.
    package func createRun(
        _ run: NewRun, at time: Date = .now, process: ProcessIdentity = .current
    ) throws(RunStoreError) -> RunRecord {
        try write { database in
            let id = try run.insert(database, at: time, process: process)
            return try record(of: id, database)
        }
    }

    /// Hands a run that stands still to `process`, which goes on from a checkpoint: what was
    /// recorded after that step is dropped, because it is trained again.
    /// - Throws: `RunStoreError.runIsLive` where another process trains it.
    package func resumeRun(
        _ id: Int64, afterStep step: Int, at time: Date = .now,
        process: ProcessIdentity = .current
    ) throws(RunStoreError) -> RunRecord {
        try write { database in
            let run = try record(of: id, database)
            if run.process != process { try refuseLive(run, at: time) }
            for table in ["step", "evaluation", "prediction", "checkpoint", "measurement"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE runID = ? AND step > ?", arguments: [id, step])
            }
            // A stage of which nothing is left begins again.
            try database.execute(
                sql: """
                    DELETE FROM stage WHERE runID = ?1 AND stage > COALESCE(
                        (SELECT stage FROM step WHERE runID = ?1 ORDER BY step DESC LIMIT 1), -1)
                    """,
                arguments: [id])
            let seconds = time.timeIntervalSince1970
            try database.execute(
                sql: """
                    UPDATE run SET status = ?, message = NULL, finishedAt = NULL, updatedAt = ?,
                        heartbeatAt = ?, hostName = ?, machineID = ?, processID = ?,
                        processStart = ?
                    WHERE id = ?
                    """,
                arguments: [
                    RunStatus.running.rawValue, seconds, seconds, process.hostName,
                    process.machineID, process.processID, process.processStart, id,
                ])
            return try record(of: id, database)
        }
    }

    /// Gives a run another name.
    package func renameRun(_ id: Int64, to name: String) throws(RunStoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE run SET name = ? WHERE id = ?", arguments: [name.storable, id])
            guard database.changesCount > 0 else { throw noSuchRun(id) }
        }
    }

    /// Deletes a run and all that was recorded of it; its children lose their parent.
    /// - Returns: The folders of its checkpoints, relative to the project's, which stay on disk.
    /// - Throws: `RunStoreError.runIsLive` where a process trains it.
    @discardableResult
    package func deleteRun(_ id: Int64, at time: Date = .now) throws(RunStoreError) -> [String] {
        try write { database in
            try refuseLive(record(of: id, database), at: time)
            let folders = try String.fetchAll(
                database, sql: "SELECT path FROM checkpoint WHERE runID = ? ORDER BY step",
                arguments: [id])
            try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id])
            return folders
        }
    }

    /// Adds a tag; a run has each tag once.
    package func addTag(_ name: String, to id: Int64) throws(RunStoreError) {
        try write { database in
            _ = try record(of: id, database)
            try TagRecord(runID: id, name: name.storable).insert(database)
        }
    }

    /// Takes a tag away where the run has it.
    package func removeTag(_ name: String, from id: Int64) throws(RunStoreError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM tag WHERE runID = ? AND name = ?",
                arguments: [id, name.storable])
        }
    }

    /// Adds a remark.
    /// - Returns: The remark with its number.
    @discardableResult
    package func addNote(
        _ text: String, to id: Int64, at time: Date = .now
    ) throws(RunStoreError) -> NoteRecord {
        try write { database in
            _ = try record(of: id, database)
            var note = NoteRecord(id: nil, runID: id, text: text.storable, createdAt: time)
            try note.insert(database)
            note.id = database.lastInsertedRowID
            return note
        }
    }

    /// Takes a remark away.
    package func removeNote(_ noteID: Int64) throws(RunStoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM note WHERE id = ?", arguments: [noteID])
        }
    }

    // MARK: Inside a transaction

    func record(of id: Int64, _ database: Database) throws -> RunRecord {
        let run = try RunRecord.fetchOne(
            database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
        guard let run else { throw noSuchRun(id) }
        return run
    }

    func noSuchRun(_ id: Int64) -> RunStoreError { .noSuchRun(id: id, path: path) }

    private func refuseLive(_ run: RunRecord, at time: Date) throws {
        guard run.isLive, !run.isAbandoned(at: time) else { return }
        throw RunStoreError.runIsLive(
            id: run.id, processID: run.processID, hostName: run.hostName)
    }
}
