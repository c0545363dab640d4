import Foundation
import RunControl
import RunStore
import RunTestSupport
import TestSupport
import Testing

/// Finding stored runs.
@Suite struct RunLookupTests {
    @Test func aMovedProjectKeepsItsRuns() throws {
        let project = try SmallProject()
        let run = try project.openStore().createRun(
            project.plan().newRun(name: "old", toolVersion: "1"))
        try RunRecorder(store: project.openStore(), runID: run.id).close(status: .stopped)
        let elsewhere = try TemporaryFolder()
        let moved = elsewhere.url.appending(path: "moved", directoryHint: .isDirectory)
        try FileManager.default.moveItem(at: project.url, to: moved)
        let loaded = try LoadedProject.load(folder: moved)
        let store = try RunStore.open(loaded.paths.history)
        #expect(try RunLookup(store: store, project: loaded).resumable(nil).id == run.id)
    }

    @Test func aSharedHistoryGivesTheProjectsOwnRunsAlone() throws {
        let folder = try TemporaryFolder()
        let history = folder.url.appending(path: "all.sqlite")
        let store = try RunStore.open(history)
        let first = try SmallProject()
        let second = try SmallProject()
        let run = try store.createRun(first.plan().newRun(name: "first", toolVersion: "1"))
        try RunRecorder(store: store, runID: run.id).close(status: .stopped)
        func loaded(_ project: SmallProject) throws -> LoadedProject {
            try LoadedProject.load(folder: project.url, historyFlag: history.path)
        }
        let found = try RunLookup(store: store, project: loaded(first)).resumable(nil)
        #expect(found.id == run.id)
        #expect(throws: RunControlError.noRunToResume) {
            try RunLookup(store: store, project: loaded(second)).resumable(nil)
        }
    }
}
