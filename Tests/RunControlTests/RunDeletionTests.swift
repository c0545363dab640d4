import Foundation
import RunControl
import RunStore
import RunTestSupport
import Testing

/// Removing runs.
@Suite struct RunDeletionTests {
    @Test func rowAndFolderGo() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let loaded = try project.load()
        let run = try store.createRun(project.plan(store).newRun(name: "old", toolVersion: "1"))
        try RunRecorder(store: store, runID: run.id).close(status: .stopped)
        let folder = RunFolder(run, in: loaded)
        try FileManager.default.createDirectory(
            at: folder.adapter, withIntermediateDirectories: true)
        #expect(try RunDeletion(store: store, project: loaded).delete(run.id) == "old")
        #expect(try store.runs().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.url.path))
        // What belongs to no run stays.
        #expect(FileManager.default.fileExists(atPath: loaded.paths.history.path))
    }

    @Test func aRunWithoutFilesCanBeDeleted() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let run = try store.createRun(project.plan(store).newRun(name: "old", toolVersion: "1"))
        try RunRecorder(store: store, runID: run.id).close(status: .failed)
        try RunDeletion(store: store, project: project.load()).delete(run.id)
        #expect(try store.runs().isEmpty)
    }

    @Test func aRunThatIsBeingTrainedIsRefused() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let loaded = try project.load()
        let run = try store.createRun(project.plan(store).newRun(name: "live", toolVersion: "1"))
        let folder = RunFolder(run, in: loaded)
        try FileManager.default.createDirectory(
            at: folder.adapter, withIntermediateDirectories: true)
        #expect(
            throws: RunStoreError.runIsLive(
                id: run.id, processID: run.processID, hostName: run.hostName)
        ) { try RunDeletion(store: store, project: loaded).delete(run.id) }
        #expect(try store.runs().count == 1)
        #expect(FileManager.default.fileExists(atPath: folder.adapter.path))
    }
}
