import Foundation
import GRDB
import RunEvents

extension RunRecord {
    /// After this time without a sign of life, a run of another machine counts as cut off.
    ///
    /// Sixty times the interval of `RunRecorder.heartbeatIntervalSeconds`: a full disk or a busy
    /// one must not look like a death.
    package static let heartbeatLimitSeconds = 60.0

    /// Whether a process claims this run but is gone.
    ///
    /// On the run's own machine the process itself is asked, however old the last sign of life is:
    /// a suspended process lives. Elsewhere only the sign's age can tell.
    package func isAbandoned(at time: Date) -> Bool {
        guard isLive else { return false }
        if let isAlive = process.isAlive { return !isAlive }
        return time.timeIntervalSince(heartbeatAt) > Self.heartbeatLimitSeconds
    }

    /// The run as it is once it is known to be cut off.
    func interrupted() -> RunRecord {
        var run = self
        run.status = .interrupted
        run.finishedAt = heartbeatAt
        run.message = "Process \(processID) on \(hostName) ended without a word."
        return run
    }
}

extension RunStore {
    /// Marks runs whose process is gone.
    /// - Returns: Their numbers.
    @discardableResult
    package func markInterruptedRuns(at time: Date = .now) throws(RunStoreError) -> [Int64] {
        // Read first: nearly always there is nothing to write, and readers do not wait.
        let candidates = try read { try Self.liveRuns($0) }
        let abandoned = candidates.filter { $0.isAbandoned(at: time) }
        guard !abandoned.isEmpty else { return [] }
        return try write { database in
            var marked: [Int64] = []
            for run in abandoned.map({ $0.interrupted() }) {
                // Its process may have come back since, or another one have resumed it.
                try database.execute(
                    sql: """
                        UPDATE run SET status = ?, finishedAt = ?, message = COALESCE(message, ?)
                        WHERE id = ? AND status IN ('running', 'paused') AND heartbeatAt < ?
                            AND processID = ? AND processStart = ?
                        """,
                    arguments: [
                        run.status.rawValue, run.finishedAt?.timeIntervalSince1970, run.message,
                        run.id, run.heartbeatAt.timeIntervalSince1970 + Self.dateTolerance,
                        run.processID, run.processStart,
                    ])
                if database.changesCount > 0 { marked.append(run.id) }
            }
            return marked
        }
    }

    /// A date loses its last bits on the way to SQLite and back.
    private static let dateTolerance = 0.001

    private static func liveRuns(_ database: Database) throws -> [RunRecord] {
        try RunRecord.fetchAll(
            database, sql: "SELECT * FROM run WHERE status IN ('running', 'paused')")
    }
}
