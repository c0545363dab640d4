import Foundation
import GRDB
import TestSupport
import Testing

@testable import RunStore

@Suite struct MeasurementTests {
    private let store: RunStore
    private let id: Int64

    init() throws {
        store = try RunStore.inMemory()
        id = try store.createRun(Samples.run(), at: Samples.start).id
    }

    private func texts() throws -> [String] {
        try store.measurements(of: id).map { "\($0.kind) \($0.step) \($0.json)" }
    }

    @Test func theLatestStepOfEachKindIsGiven() throws {
        try store.keepMeasurement("{\"a\":1}", kind: "rules", of: id, step: 20, at: Samples.start)
        try store.keepMeasurement("{\"a\":2}", kind: "rules", of: id, step: 10)
        try store.keepMeasurement("{}", kind: "gap", of: id, step: 5)
        #expect(try texts() == ["gap 5 {}", "rules 20 {\"a\":1}"])
        #expect(try store.measurements(of: id)[1].recordedAt == Samples.start)
        #expect(try store.run(id).measurements == store.measurements(of: id))
        let other = try store.createRun(Samples.run()).id
        #expect(try store.measurements(of: other).isEmpty)
    }

    @Test func measuringAgainTakesThePlaceOfTheReportBefore() throws {
        try store.keepMeasurement("1", kind: "rules", of: id, step: 20)
        try store.keepMeasurement("2", kind: "rules", of: id, step: 20)
        #expect(try texts() == ["rules 20 2"])
    }

    @Test func reportsGoWithTheirRun() throws {
        let error = #expect(throws: RunStoreError.self) {
            try store.keepMeasurement("1", kind: "rules", of: 99, step: 0)
        }
        #expect(error == .noSuchRun(id: 99, path: store.path))
        try store.keepMeasurement("1", kind: "rules", of: id, step: 20)
        try store.write { try $0.execute(sql: "DELETE FROM run") }
        #expect(try texts().isEmpty)
    }

    /// What is trained again is measured again.
    @Test func aResumedRunForgetsWhatWasMeasuredLater() throws {
        try store.keepMeasurement("1", kind: "rules", of: id, step: 20)
        try store.keepMeasurement("2", kind: "rules", of: id, step: 40)
        _ = try store.resumeRun(id, afterStep: 30)
        #expect(try texts() == ["rules 20 1"])
    }

    @Test func anOlderHistoryGetsTheTable() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.sqlite")
        let old = try DatabaseQueue(path: file.path)
        try old.write(RunSchema.claim)
        try RunSchema.migrator.migrate(old, upTo: "3 rankings of examples")
        #expect(try !old.read { try $0.tableExists("measurement") })
        try old.close()
        let store = try RunStore.open(file)
        let id = try store.createRun(Samples.run()).id
        try store.keepMeasurement("1", kind: "gap", of: id, step: 1)
        #expect(try store.measurements(of: id).count == 1)
    }
}
