import Dispatch
import Foundation
import GRDB
import RunEvents
import Synchronization

/// Writes what a training tells into the history, without ever making the training wait.
///
/// `record` puts an event into a buffer under a short lock; a thread of the recorder's own writes
/// batches, each in one transaction. What cannot be written (a full disk) is kept and tried again
/// with the next batch, so that the history always holds an unbroken beginning of what happened.
package final class RunRecorder: Sendable {
    /// A batch is written after this time.
    package static let batchIntervalMilliseconds = 250
    /// A batch is written as soon as this many steps wait.
    package static let batchStepCount = 64
    /// How often the run's row gets a sign of life.
    package static let heartbeatIntervalSeconds = 1.0
    /// Events kept while nothing can be written (about 200 bytes each); later ones are dropped and
    /// counted in `lastError`.
    package static let pendingLimit = 1_000_000
    /// Items in one transaction, so that a long backlog does not lock others out.
    static let transactionItemCount = 4_096
    /// How often closing tries to write before it gives up.
    static let closeAttemptCount = 4

    package let runID: Int64

    private let store: RunStore
    private let pendingLimit: Int
    /// Called before every statement and before the commit; tests make it fail.
    private let beforeWrite: @Sendable () throws -> Void
    private let buffer = Mutex(Buffer())
    /// Held while writing, so that batches keep their order; never taken by `record`.
    private let backlog = Mutex(Backlog())
    private let wake = DispatchSemaphore(value: 0)

    private struct Buffer {
        var items: [RecordedItem] = []
        var stepCount = 0
        /// Items taken from here that are not saved yet.
        var backlogCount = 0
        var droppedCount = 0
        var isClosed = false
        var lastError: RunStoreError?
    }

    private struct Backlog {
        var items: [RecordedItem] = []
        /// How many of the items the history holds already; they go when the writing ends, because
        /// taking a batch off the front of a long array moves all the rest.
        var savedCount = 0
        var lastHeartbeat = Date.distantPast
    }

    /// Starts recording into a run that `RunStore.createRun` or `resumeRun` gave to this process.
    package convenience init(store: RunStore, runID: Int64) {
        self.init(store: store, runID: runID, beforeWrite: {})
    }

    init(
        store: RunStore, runID: Int64, pendingLimit: Int = pendingLimit,
        beforeWrite: @escaping @Sendable () throws -> Void
    ) {
        self.store = store
        self.runID = runID
        self.pendingLimit = pendingLimit
        self.beforeWrite = beforeWrite
        let wake = wake
        let interval = Self.batchIntervalMilliseconds
        // Only weak, and not held while waiting: a recorder that is let go without `close` writes
        // what it has and ends its thread.
        let thread = Thread { [weak self] in
            while Self.writeIfOpen(self) {
                _ = wake.wait(timeout: .now() + .milliseconds(interval))
            }
        }
        thread.name = "run recorder"
        thread.start()
    }

    deinit {
        writePending()
        wake.signal()
    }

    /// The reason why the last attempt to write failed; nil when all is well again.
    package var lastError: RunStoreError? { buffer.withLock { $0.lastError } }

    /// Takes an event.
    ///
    /// Returns at once; the time of the call is stored with it.
    package func record(_ event: TrainingEvent) {
        enqueue(RecordedItem(content: .event(event), time: .now))
    }

    /// Takes a change of the run's status, which is written in its place among the events.
    package func record(status: RunStatus, message: String? = nil) {
        enqueue(RecordedItem(content: .status(status, message: message), time: .now))
    }

    /// Writes all that waits, on the caller's thread.
    /// - Throws: Why that is not possible; nothing is lost then.
    package func flush() throws(RunStoreError) {
        if let error = writePending() { throw error }
    }

    /// Records a last status, writes all that waits and ends the recorder's thread.
    ///
    /// What is recorded later is ignored.
    /// - Throws: `RunStoreError.unsaved` where several attempts to write failed.
    package func close(
        status: RunStatus? = nil, message: String? = nil
    ) throws(RunStoreError) {
        if let status { record(status: status, message: message) }
        buffer.withLock { $0.isClosed = true }
        wake.signal()
        var failure = writePending()
        for _ in 1..<Self.closeAttemptCount where failure != nil {
            Thread.sleep(forTimeInterval: Double(Self.batchIntervalMilliseconds) / 1000)
            failure = writePending()
        }
        guard let failure else { return }
        if case .unsaved = failure { throw failure }
        let count = backlog.withLock { $0.items.count }
        throw .unsaved(count: count, runID: runID, reason: failure.description)
    }
}

extension RunRecorder {
    private var isClosed: Bool { buffer.withLock { $0.isClosed } }

    private func enqueue(_ item: RecordedItem) {
        let isBatchFull = buffer.withLock { buffer in
            guard !buffer.isClosed else { return false }
            guard buffer.items.count + buffer.backlogCount < pendingLimit else {
                buffer.droppedCount += 1
                return false
            }
            buffer.items.append(item)
            if item.isStep { buffer.stepCount += 1 }
            return item.isStep && buffer.stepCount % Self.batchStepCount == 0
        }
        if isBatchFull { wake.signal() }
    }

    private static func writeIfOpen(_ recorder: RunRecorder?) -> Bool {
        guard let recorder, !recorder.isClosed else { return false }
        recorder.writePending()
        return true
    }

    /// Moves the buffer to the backlog and writes that, oldest first.
    /// - Returns: What went wrong, which is `lastError` too.
    @discardableResult
    private func writePending() -> RunStoreError? {
        backlog.withLock { backlog in
            let droppedCount = buffer.withLock { buffer in
                backlog.items += buffer.items
                buffer.items.removeAll(keepingCapacity: true)
                buffer.backlogCount = backlog.items.count
                buffer.stepCount = 0
                return buffer.droppedCount
            }
            var failure: RunStoreError?
            repeat {
                failure = writeBatch(&backlog)
            } while failure == nil && backlog.savedCount < backlog.items.count
            backlog.items.removeFirst(backlog.savedCount)
            backlog.savedCount = 0
            if droppedCount > 0, failure == nil {
                failure = .unsaved(
                    count: droppedCount, runID: runID,
                    reason: "More than \(pendingLimit) waited to be written.")
            }
            buffer.withLock { buffer in
                buffer.lastError = failure
                buffer.backlogCount = backlog.items.count
            }
            return failure
        }
    }

    private func writeBatch(_ backlog: inout Backlog) -> RunStoreError? {
        let now = Date.now
        let sinceHeartbeat = now.timeIntervalSince(backlog.lastHeartbeat)
        // Negative where the clock was set back.
        let isHeartbeatDue = sinceHeartbeat >= Self.heartbeatIntervalSeconds || sinceHeartbeat < 0
        let items = backlog.items[backlog.savedCount...].prefix(Self.transactionItemCount)
        guard isHeartbeatDue || !items.isEmpty else { return nil }
        do throws(RunStoreError) {
            try store.write { database in
                try beforeWrite()
                try signLife(at: now, database)
                for item in items {
                    try beforeWrite()
                    try item.write(runID: runID, database)
                }
                try beforeWrite()
            }
        } catch {
            return error
        }
        backlog.savedCount += items.count
        backlog.lastHeartbeat = now
        return nil
    }

    /// Also takes back a mark of interruption, which a wrong clock elsewhere may have set.
    private func signLife(at time: Date, _ database: Database) throws {
        let seconds = time.timeIntervalSince1970
        try database.execute(
            sql: """
                UPDATE run SET heartbeatAt = ?1, updatedAt = ?1,
                    finishedAt = CASE status WHEN 'interrupted' THEN NULL ELSE finishedAt END,
                    message = CASE status WHEN 'interrupted' THEN NULL ELSE message END,
                    status = CASE status WHEN 'interrupted' THEN 'running' ELSE status END
                WHERE id = ?2
                """,
            arguments: [seconds, runID])
        guard database.changesCount > 0 else { throw store.noSuchRun(runID) }
    }
}
