import Dispatch
import Foundation
import GRDB
import RunEvents
import Synchronization
import TestSupport
import Testing

@testable import RunStore

@Suite struct RunRecorderTests {
    let folder: TemporaryFolder
    let store: RunStore

    init() throws {
        folder = try TemporaryFolder()
        store = try RunStore.open(folder.url.appending(path: "history.sqlite"))
    }

    private struct WriteFailure: Error {}

    /// Fails at one call and never again.
    private final class FailingOnce: Sendable {
        private let calls = Mutex(0)
        let failingCall: Int

        init(at call: Int) { failingCall = call }

        var callCount: Int { calls.withLock { $0 } }

        func call() throws {
            let number = calls.withLock {
                $0 += 1
                return $0
            }
            if number == failingCall { throw WriteFailure() }
        }
    }

    private static let events: [TrainingEvent] =
        [.stageStarted(Samples.stage(0))] + (1...6).map { .step(Samples.step($0)) } + [
            .evaluation(Samples.evaluation(step: 6, arm: .queryOnly)),
            .prediction(Samples.prediction(step: 6)), .log(.info, "done"),
        ]

    @Test func eventsArriveWithoutAFlush() throws {
        let id = try store.createRun(Samples.run()).id
        let recorder = RunRecorder(store: store, runID: id)
        recorder.record(.step(Samples.step(1)))
        let deadline = Date.now + 20
        while try store.steps(of: id).isEmpty, Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(try store.steps(of: id).map(\.metrics) == [Samples.step(1)])
        #expect(recorder.lastError == nil)
        try recorder.close(status: .finished)
    }

    @Test func closingWritesAllAndTheStatusLast() throws {
        let id = try store.createRun(Samples.run(), at: Samples.start).id
        let recorder = RunRecorder(store: store, runID: id)
        for step in 1...1_000 { recorder.record(.step(Samples.step(step))) }
        try recorder.close(status: .failed, message: "The loss is not a number.")
        recorder.record(.step(Samples.step(1_001)))
        try recorder.flush()
        let summary = try store.run(id).summary
        #expect(summary.stepCount == 1_000)
        #expect(summary.run.status == .failed)
        #expect(summary.run.message == "The loss is not a number.")
        #expect(summary.run.finishedAt != nil)
        #expect(summary.run.heartbeatAt > Samples.start)
    }

    @Test func recordingNeverWaitsForTheDisk() throws {
        let id = try store.createRun(Samples.run()).id
        let disk = DispatchSemaphore(value: 0)
        let isStuck = Atomic(true)
        let recorder = RunRecorder(store: store, runID: id) {
            if isStuck.load(ordering: .acquiring) { disk.wait() }
        }
        // Would not come to an end if it waited: the disk moves only afterwards.
        for step in 1...10_000 { recorder.record(.step(Samples.step(step))) }
        #expect(try store.steps(of: id).isEmpty)
        isStuck.store(false, ordering: .releasing)
        disk.signal()
        try recorder.close(status: .finished)
        #expect(try store.run(id).summary.stepCount == 10_000)
    }

    #if !DEBUG
        @Test func manyStepsAreDrawnFromAFewHundredPoints() throws {
            let id = try store.createRun(Samples.run()).id
            let recorder = RunRecorder(store: store, runID: id)
            for step in 1...200_000 {
                recorder.record(.step(Samples.step(step, loss: 1 / Double(step))))
            }
            try recorder.close(status: .finished)
            let points = try store.series(.loss, of: id, limit: 400)
            #expect(points.count <= 400)
            #expect(points.last?.steps.upperBound == 200_000)
        }
    #endif

    @Test func aRecorderLetGoWritesWhatItHas() throws {
        let id = try store.createRun(Samples.run()).id
        var recorder: RunRecorder? = RunRecorder(store: store, runID: id)
        recorder?.record(.step(Samples.step(1)))
        recorder = nil
        let deadline = Date.now + 20
        while try store.steps(of: id).isEmpty, Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(try store.steps(of: id).count == 1)
    }

    /// Makes the Nth write fail, for N = 1, 2, 3 and so on until a run through needs fewer writes:
    /// after the failure the history holds a beginning of the events, in the end all of them.
    @Test func anyWriteMayFailOnce() throws {
        var hasFailed = true
        var failingCall = 0
        while hasFailed {
            failingCall += 1
            let id = try store.createRun(Samples.run("\(failingCall)")).id
            let fault = FailingOnce(at: failingCall)
            let recorder = RunRecorder(store: store, runID: id) { try fault.call() }
            for event in Self.events {
                recorder.record(event)
                // Every second event in a batch of its own.
                if case .step(let metrics) = event, metrics.step.isMultiple(of: 2) {
                    do {
                        try recorder.flush()
                    } catch {
                        #expect(error == .failed(path: store.path, reason: "WriteFailure()"))
                    }
                    let steps = try store.steps(of: id).map(\.metrics.step)
                    #expect(steps == Array(1..<(steps.count + 1)))
                    #expect(steps.count == metrics.step || fault.callCount >= failingCall)
                }
            }
            try recorder.close(status: .finished)
            hasFailed = fault.callCount >= failingCall
            #expect(recorder.lastError == nil)
            #expect(try store.steps(of: id).map(\.metrics.step) == Array(1...6))
            let detail = try store.run(id)
            #expect(detail.summary.run.status == .finished)
            #expect(detail.stages.count == 1)
            #expect(detail.evaluations.count == 1)
            #expect(try store.predictions(of: id).count == 1)
            #expect(try store.logLines(of: id).map(\.message) == ["done"])
        }
        #expect(failingCall > 15)
        #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test func aFullDiskLosesNothing() throws {
        let id = try store.createRun(Samples.run()).id
        let recorder = RunRecorder(store: store, runID: id)
        recorder.record(.step(Samples.step(1)))
        try recorder.flush()
        let pageCount = try store.write { database in
            let count = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(count)")
            return count
        }
        for step in 2...3_000 { recorder.record(.step(Samples.step(step))) }
        #expect(throws: RunStoreError.diskFull(path: store.path)) { try recorder.flush() }
        #expect(recorder.lastError == .diskFull(path: store.path))
        // The recorder's thread may have fitted a small batch into the last page.
        let saved = try store.steps(of: id).map(\.metrics.step)
        #expect(saved == Array(1...saved.count))
        #expect(saved.count < 3_000)
        #expect(try store.runs().first?.stepCount == saved.count)
        _ = try store.write {
            try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pageCount * 1_000)")
        }
        try recorder.close(status: .finished)
        #expect(recorder.lastError == nil)
        #expect(try store.run(id).summary.stepCount == 3_000)
        #expect(try store.steps(of: id, limit: 5_000).count == 3_000)
    }

    @Test func closingSaysWhatCouldNotBeSaved() throws {
        let id = try store.createRun(Samples.run()).id
        let recorder = RunRecorder(store: store, runID: id) { throw WriteFailure() }
        recorder.record(.step(Samples.step(1)))
        recorder.record(.log(.info, "x"))
        let reason = RunStoreError.failed(path: store.path, reason: "WriteFailure()").description
        #expect(throws: RunStoreError.unsaved(count: 2, runID: id, reason: reason)) {
            try recorder.close()
        }
        #expect(
            RunStoreError.unsaved(count: 2, runID: id, reason: "The disk is full.").description
                == "2 events of run \(id) are not saved. The disk is full.")
    }

    @Test func whatIsBeyondTheLimitIsCounted() throws {
        let id = try store.createRun(Samples.run()).id
        let isFull = Atomic(true)
        let recorder = RunRecorder(store: store, runID: id, pendingLimit: 10) {
            if isFull.load(ordering: .acquiring) { throw WriteFailure() }
        }
        for step in 1...25 { recorder.record(.step(Samples.step(step))) }
        #expect(throws: RunStoreError.self) { try recorder.flush() }
        recorder.record(.step(Samples.step(26)))
        isFull.store(false, ordering: .releasing)
        #expect(
            throws: RunStoreError.unsaved(
                count: 16, runID: id, reason: "More than 10 waited to be written.")
        ) { try recorder.close() }
        #expect(try store.steps(of: id).map(\.metrics.step) == Array(1...10))
    }

    @Test func aRunDeletedMeanwhileIsNamed() throws {
        let id = try store.createRun(Samples.run()).id
        let recorder = RunRecorder(store: store, runID: id)
        try store.write { try $0.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [id]) }
        recorder.record(.step(Samples.step(1)))
        #expect(throws: RunStoreError.noSuchRun(id: id, path: store.path)) {
            try recorder.flush()
        }
    }

    @Test func theRunShowsSignsOfLifeWithoutEvents() throws {
        let id = try store.createRun(Samples.run(), at: Samples.start).id
        let recorder = RunRecorder(store: store, runID: id)
        let deadline = Date.now + 20
        while try store.run(id).summary.run.heartbeatAt == Samples.start, Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.01)
        }
        #expect(try store.run(id).summary.run.heartbeatAt > Samples.start)
        try recorder.close(status: .stopped)
    }

    @Test func twoRecordersShareOneFile() throws {
        let other = try RunStore.open(folder.url.appending(path: "history.sqlite"))
        let ids = [try store.createRun(Samples.run()).id, try other.createRun(Samples.run()).id]
        let recorders = [
            RunRecorder(store: store, runID: ids[0]), RunRecorder(store: other, runID: ids[1]),
        ]
        for step in 1...2_000 {
            for recorder in recorders { recorder.record(.step(Samples.step(step))) }
        }
        for recorder in recorders { try recorder.close(status: .finished) }
        for id in ids { #expect(try store.run(id).summary.stepCount == 2_000) }
    }
}
