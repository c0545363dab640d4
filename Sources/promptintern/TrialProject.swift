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
        var file = try ProjectFile.load(folder: original)
        func absolute(_ path: String) -> String {
            ProjectPaths.resolve(path, in: original.absoluteURL).path
        }
        file.model.path = absolute(file.model.path)
        file.data.train = absolute(file.data.train)
        file.data.validation = file.data.validation.map(absolute)
        file.data.test = file.data.test.map(absolute)
        file.data.layout = file.data.layout.map(absolute)
        if case .file(let path) = file.data.template { file.data.template = .file(absolute(path)) }
        if case .file(let path) = file.data.chatTemplate {
            file.data.chatTemplate = .file(absolute(path))
        }
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
