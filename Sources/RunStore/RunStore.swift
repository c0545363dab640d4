import Foundation
import GRDB

/// The history of runs: one SQLite file that trainers write and screens read, also from several
/// processes at once.
package final class RunStore: Sendable {
    /// How long a connection waits for another process's lock.
    package static let busyTimeoutSeconds = 5.0

    /// The file, or a word for the history in memory.
    package let path: String

    let database: any DatabaseWriter
    /// A connection that never writes: its `PRAGMA data_version` changes with every commit of any
    /// other connection, of this process or another.
    ///
    /// Nil in memory.
    private let watcher: DatabaseQueue?

    private init(path: String, database: any DatabaseWriter, watcher: DatabaseQueue?) {
        self.path = path
        self.database = database
        self.watcher = watcher
    }

    /// Opens a history and creates it, with its folder, where there is none.
    /// - Throws: `RunStoreError` for a file that is no history of ours, is damaged, written by a
    ///   later version or not writable. Such a file is not changed.
    package static func open(_ file: URL) throws(RunStoreError) -> RunStore {
        let path = file.path
        let folder = file.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotOpen(path: path, reason: error.localizedDescription)
        }
        let turn = OpeningTurn(in: folder, seconds: busyTimeoutSeconds)
        defer { withExtendedLifetime(turn) {} }
        do {
            let exists = try checkSignature(of: file)
            if exists { try inspect(path) }
            let pool = try DatabasePool(path: path, configuration: configuration())
            try pool.write(RunSchema.claim)
            try RunSchema.migrator.migrate(pool)
            var reading = configuration()
            reading.readonly = true
            reading.label = "changes"
            let watcher = try DatabaseQueue(path: path, configuration: reading)
            return RunStore(path: path, database: pool, watcher: watcher)
        } catch {
            throw .wrapping(error, path: path)
        }
    }

    /// A history that lives as long as the object, for tests and trials.
    package static func inMemory() throws(RunStoreError) -> RunStore {
        let path = "history in memory"
        do {
            let queue = try DatabaseQueue(configuration: configuration())
            try queue.write(RunSchema.claim)
            try RunSchema.migrator.migrate(queue)
            return RunStore(path: path, database: queue, watcher: nil)
        } catch {
            throw .wrapping(error, path: path)
        }
    }

    /// A number that differs from the one before when anything was committed in between, by this
    /// process or another.
    ///
    /// Costs microseconds: made for asking at every tick.
    package func changeToken() throws(RunStoreError) -> Int64 {
        do {
            guard let watcher else {
                return try database.read { Int64($0.totalChangesCount) }
            }
            return try watcher.unsafeRead {
                try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0
            }
        } catch {
            throw .wrapping(error, path: path)
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(RunStoreError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw .wrapping(error, path: path)
        }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws(RunStoreError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw .wrapping(error, path: path)
        }
    }
}

// MARK: Opening

extension RunStore {
    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "history"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.prepareDatabase { database in
            guard !database.configuration.readonly else { return }
            // With WAL, NORMAL cannot damage the file; a power cut may lose the last batches.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// Looks at the first bytes before SQLite touches the file.
    /// - Returns: Whether there is a file with content.
    private static func checkSignature(of file: URL) throws -> Bool {
        let signature = Array("SQLite format 3\0".utf8)
        guard FileManager.default.fileExists(atPath: file.path) else { return false }
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: signature.count) ?? Data()
        } catch {
            throw RunStoreError.cannotOpen(path: file.path, reason: error.localizedDescription)
        }
        guard !bytes.isEmpty else { return false }
        guard bytes.elementsEqual(signature) else {
            throw RunStoreError.notADatabase(path: file.path)
        }
        return true
    }

    /// Refuses what is not ours before the journal mode, which stays in the file, is set.
    private static func inspect(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: configuration())
        defer { try? queue.close() }
        try queue.read { database in
            let tableCount = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
            guard let tableCount, tableCount > 0 else { return }
            let applicationID = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            guard applicationID == RunSchema.applicationID else {
                throw RunStoreError.foreignDatabase(path: path)
            }
            if try RunSchema.migrator.hasBeenSuperseded(database) {
                throw RunStoreError.newerSchema(path: path)
            }
        }
    }
}
