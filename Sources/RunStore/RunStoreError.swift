import GRDB

/// What can go wrong with a history of runs.
///
/// The file is left as it was in every case.
package enum RunStoreError: Error, Equatable {
    /// The file is something other than an SQLite database.
    case notADatabase(path: String)
    /// An SQLite database of another program.
    case foreignDatabase(path: String)
    /// Written by a later version of this program.
    case newerSchema(path: String)
    /// Reading it shows that its pages do not fit together.
    case damaged(path: String, reason: String)
    case cannotOpen(path: String, reason: String)
    case readOnly(path: String)
    case diskFull(path: String)
    /// Another process kept it locked for longer than `RunStore.busyTimeoutSeconds`.
    case busy(path: String)
    /// Anything else that SQLite or the file system reports.
    case failed(path: String, reason: String)
    case noSuchRun(id: Int64, path: String)
    /// The run cannot be deleted or resumed, because a process trains it now.
    case runIsLive(id: Int64, processID: Int32, hostName: String)
    /// A recorder was closed, or ran over its limit, with events that could not be written.
    case unsaved(count: Int, runID: Int64, reason: String)
}

extension RunStoreError: CustomStringConvertible {
    /// What happened, where, and what to do.
    package var description: String {
        switch self {
        case .notADatabase(let path):
            """
            The run history is not an SQLite database. \(path): left as it is. \
            Move the file away, or name another history with --history.
            """
        case .foreignDatabase(let path):
            """
            The run history is an SQLite database of another program. \(path): left as it is. \
            Name another file with --history.
            """
        case .newerSchema(let path):
            """
            The run history was written by a later version of this program. \(path): left as it \
            is. Update promptintern, or name another history with --history.
            """
        case .damaged(let path, let reason):
            """
            The run history is damaged (\(reason)). \(path): left as it is. Restore it from a \
            backup, or save what is readable with: sqlite3 FILE .recover
            """
        case .cannotOpen(let path, let reason):
            """
            The run history cannot be opened (\(reason)). \(path). Check the folder and its \
            permissions, or name another history with --history.
            """
        case .readOnly(let path):
            """
            The run history cannot be written. \(path). Give yourself permission to write the \
            file and its folder, or name another history with --history.
            """
        case .diskFull(let path):
            """
            The disk is full; what was saved before is safe. \(path). Free some space: what is \
            not saved yet is kept and tried again.
            """
        case .busy(let path):
            """
            The run history is locked by another process. \(path). Wait for it to end, or look \
            for the process with: fuser FILE
            """
        case .failed(let path, let reason):
            """
            The run history reports an error (\(reason)). \(path). What was saved before is \
            safe; try again.
            """
        case .noSuchRun(let id, let path):
            "There is no run \(id). \(path). See the runs with: promptintern runs list"
        case .runIsLive(let id, let processID, let hostName):
            """
            Run \(id) is being trained now. Process \(processID) on \(hostName). Stop it first, \
            or wait for its end.
            """
        case .unsaved(let count, let runID, let reason):
            """
            \(count) events of run \(runID) are not saved. \(reason)
            """
        }
    }
}

extension RunStoreError {
    /// The error in this target's words.
    static func wrapping(_ error: any Error, path: String) -> RunStoreError {
        if let error = error as? RunStoreError { return error }
        guard let error = error as? DatabaseError else {
            return .failed(path: path, reason: "\(error)")
        }
        let reason = error.message ?? "SQLite result code \(error.resultCode.rawValue)"
        return switch error.resultCode {
        case .SQLITE_NOTADB: .notADatabase(path: path)
        case .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .cannotOpen(path: path, reason: reason)
        case .SQLITE_READONLY: .readOnly(path: path)
        case .SQLITE_FULL: .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
        default: .failed(path: path, reason: reason)
        }
    }
}
