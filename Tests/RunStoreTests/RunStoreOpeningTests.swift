import Foundation
import GRDB
import TestSupport
import Testing

@testable import RunStore

@Suite struct RunStoreOpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var file: URL { folder.url.appending(path: "history.sqlite") }

    private func failure(opening file: URL) -> RunStoreError? {
        do throws(RunStoreError) {
            _ = try RunStore.open(file)
            return nil
        } catch {
            return error
        }
    }

    @Test func aMissingFolderIsCreated() throws {
        let file = folder.url.appending(path: "a/b/history.sqlite")
        let store = try RunStore.open(file)
        #expect(try store.runs().isEmpty)
        #expect(FileManager.default.fileExists(atPath: file.path))
    }

    @Test func theJournalIsWriteAheadAndForeignKeysHold() throws {
        let store = try RunStore.open(file)
        #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try store.write { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
        #expect(try store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 1)
        #expect(
            try store.read {
                try String.fetchAll(
                    $0,
                    sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
            }.allSatisfy { $0.hasPrefix("sqlite_") || $0 == "grdb_migrations" })
    }

    @Test func anEmptyFileBecomesAHistory() throws {
        _ = try folder.write("history.sqlite", "")
        #expect(try RunStore.open(file).runs().isEmpty)
    }

    @Test func aTextFileIsRefusedAndLeftAsItIs() throws {
        _ = try folder.write("history.sqlite", "model: llama\n")
        let error = try #require(failure(opening: file))
        #expect(
            error.description == """
                The run history is not an SQLite database. \(file.path): left as it is. \
                Move the file away, or name another history with --history.
                """)
        #expect(try Data(contentsOf: file) == Data("model: llama\n".utf8))
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws {
        let other = try DatabaseQueue(path: file.path)
        try other.write { try $0.execute(sql: "CREATE TABLE cookies (name TEXT)") }
        try other.close()
        let before = try Data(contentsOf: file)
        #expect(failure(opening: file) == .foreignDatabase(path: file.path))
        #expect(try Data(contentsOf: file) == before)
    }

    @Test func aLaterSchemaIsRefused() throws {
        let store = try RunStore.open(file)
        try store.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of the future')")
        }
        #expect(
            failure(opening: file)?.description == """
                The run history was written by a later version of this program. \(file.path): left \
                as it is. Update promptintern, or name another history with --history.
                """)
    }

    @Test func aFileCutShortIsDamagedAndLeftAsItIs() throws {
        do {
            let store = try RunStore.open(file)
            _ = try store.createRun(Samples.run())
            try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try store.database.close()
        }
        let cut = try Data(contentsOf: file).prefix(4_096 + 100)
        let other = folder.url.appending(path: "cut.sqlite")
        try cut.write(to: other)
        guard case .damaged(let path, _) = failure(opening: other) else {
            Issue.record("not found to be damaged")
            return
        }
        #expect(path == other.path)
        #expect(try Data(contentsOf: other) == cut)
    }

    @Test func aFolderInPlaceOfTheFileIsRefused() throws {
        guard case .cannotOpen = failure(opening: folder.url) else {
            Issue.record("\(String(describing: failure(opening: folder.url)))")
            return
        }
    }

    @Test func aFileInPlaceOfTheFolderIsRefused() throws {
        _ = try folder.write("a", "")
        guard case .cannotOpen = failure(opening: folder.url.appending(path: "a/history.sqlite"))
        else {
            Issue.record("opened")
            return
        }
    }

    @Test(arguments: [
        (ResultCode.SQLITE_READONLY, RunStoreError.readOnly(path: "h")),
        (.SQLITE_FULL, .diskFull(path: "h")),
        (.SQLITE_BUSY, .busy(path: "h")),
        (.SQLITE_CANTOPEN, .cannotOpen(path: "h", reason: "no")),
        (.SQLITE_CORRUPT, .damaged(path: "h", reason: "no")),
        (.SQLITE_IOERR, .failed(path: "h", reason: "no")),
    ])
    func sqliteCodesBecomeNamedErrors(code: ResultCode, expected: RunStoreError) {
        let error = DatabaseError(resultCode: code, message: "no")
        #expect(RunStoreError.wrapping(error, path: "h") == expected)
    }

    /// Many files, since openers get in each other's way only now and then.
    @Test(arguments: 0..<20)
    func severalOpenersOfANewFileAllSucceed(number: Int) async throws {
        let file = folder.url.appending(path: "\(number)/history.sqlite")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { try RunStore.open(file).runs().count }
            }
            for try await count in group { #expect(count == 0) }
        }
    }

    @Test func aFileWhoseMakerWasKilledIsMadeToTheEnd() throws {
        let database = try DatabaseQueue(path: file.path)
        try database.write(RunSchema.claim)
        try database.write {
            try $0.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try database.close()
        #expect(try RunStore.open(file).runs().isEmpty)
    }
}
