import Foundation
import Project
import RunStore

/// A project's settings in a folder of its own, with a history that nobody misses.
struct TrialProject {
    let folder: URL

    var history: URL { folder.appending(path: "trial.sqlite") }

    /// Copies the settings; data, template and model are read where they are.
    /// - Throws: `ProjectError` for a project that cannot be read.
    init(of original: URL) throws {
        let file = try ProjectFile.load(folder: original).withAbsolutePaths(in: original)
        folder = FileManager.default.temporaryDirectory.appending(
            path: "promptintern-trial-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.commentedTemplate().utf8).write(
            to: folder.appending(path: ProjectFile.fileName))
    }

    /// Steps that the newest run has made.
    func stepCount() throws -> Int {
        guard FileManager.default.fileExists(atPath: history.path) else { return 0 }
        return try RunStore.open(history).runs(limit: 1).first?.stepCount ?? 0
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
