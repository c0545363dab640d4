import Foundation
import RunStore

/// Removes a run from the history and its files from the disk.
package struct RunDeletion {
    private let store: RunStore
    private let project: LoadedProject

    package init(store: RunStore, project: LoadedProject) {
        self.store = store
        self.project = project
    }

    /// The row goes first: files without a row are only wasted space, a row without files would
    /// promise an adapter that is gone.
    /// - Returns: the run's name.
    /// - Throws: `RunStoreError.runIsLive` for a run that is being trained.
    @discardableResult
    package func delete(_ id: Int64) throws -> String {
        let run = try store.run(id).summary.run
        _ = try store.deleteRun(id)
        let folder = RunFolder(run, in: project).url
        if FileManager.default.fileExists(atPath: folder.path) {
            try FileManager.default.removeItem(at: folder)
        }
        return run.name
    }
}
