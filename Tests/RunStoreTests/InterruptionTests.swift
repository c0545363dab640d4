import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunStore

@Suite struct InterruptionTests {
    let folder: TemporaryFolder
    let store: RunStore

    init() throws {
        folder = try TemporaryFolder()
        store = try RunStore.open(folder.url.appending(path: "history.sqlite"))
    }

    @Test func aRunWhoseProcessIsGoneIsInterruptedForEveryReader() throws {
        let process = try Samples.endedProcess()
        let id = try store.createRun(Samples.run(), at: Samples.start, process: process).id
        let other = try RunStore.open(folder.url.appending(path: "history.sqlite"))
        let run = try #require(try other.runs().first).run
        #expect(run.status == .interrupted)
        #expect(run.finishedAt == Samples.start)
        #expect(
            run.message
                == "Process \(process.processID) on \(process.hostName) ended without a word.")
        // It is written down, not only shown.
        #expect(try store.read { try store.record(of: id, $0) }.status == .interrupted)
        #expect(try store.markInterruptedRuns().isEmpty)
    }

    @Test func aNumberGivenToALaterProcessDoesNotKeepARunAlive() throws {
        var process = ProcessIdentity.current
        process.processStart = "1"
        _ = try store.createRun(Samples.run(), process: process)
        #expect(try store.runs().first?.run.status == .interrupted)
    }

    @Test func aLiveRunOfAnotherProcessIsLeftAlone() throws {
        let sleeper = Process()
        sleeper.executableURL = URL(filePath: "/bin/sleep")
        sleeper.arguments = ["60"]
        try sleeper.run()
        defer {
            kill(sleeper.processIdentifier, SIGKILL)
            sleeper.waitUntilExit()
        }
        // An old sign of life: a suspended process gives none, and lives.
        let process = ProcessIdentity.onThisMachine(sleeper.processIdentifier)
        let id = try store.createRun(Samples.run(), at: Samples.start, process: process).id
        #expect(try store.runs().first?.run.status == .running)
        #expect(
            throws: RunStoreError.runIsLive(
                id: id, processID: process.processID, hostName: process.hostName)
        ) { try store.resumeRun(id, afterStep: 0) }
    }

    @Test(arguments: [(59.0, RunStatus.running), (61.0, .interrupted)])
    func onAnotherMachineTheSignOfLifeDecides(age: Double, expected: RunStatus) throws {
        let process = ProcessIdentity(
            hostName: "elsewhere", processID: 1, machineID: "boot", processStart: "1")
        _ = try store.createRun(Samples.run(), at: Samples.start, process: process)
        #expect(try store.runs(at: Samples.start + age).first?.run.status == expected)
    }

    @Test func aPausedRunCanBeInterruptedAndAFinishedOneCannot() throws {
        for status in [RunStatus.paused, .finished, .stopped, .failed] {
            let id = try store.createRun(
                Samples.run(status.rawValue), process: try Samples.endedProcess()
            ).id
            let recorder = RunRecorder(store: store, runID: id)
            try recorder.close(status: status)
        }
        let found = try store.runs().map { ($0.run.name, $0.run.status) }
        #expect(
            Dictionary(uniqueKeysWithValues: found) == [
                "paused": .interrupted, "finished": .finished, "stopped": .stopped,
                "failed": .failed,
            ])
    }

    @Test func aSignOfLifeTakesAWrongMarkBack() throws {
        let id = try store.createRun(Samples.run(), process: try Samples.endedProcess()).id
        try store.markInterruptedRuns()
        let recorder = RunRecorder(store: store, runID: id)
        try recorder.flush()
        let run = try store.read { try store.record(of: id, $0) }
        #expect(run.status == .running)
        #expect(run.finishedAt == nil)
        try recorder.close(status: .stopped)
    }

    @Test func thisProcessLives() {
        #expect(ProcessIdentity.current.isAlive == true)
        #expect(ProcessIdentity.onThisMachine(ProcessIdentity.current.processID) == .current)
    }
}
