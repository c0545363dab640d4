import Foundation
import Project
import Prompts

/// A project's folder, or one in which projects of several templates stand, with its corrections.
package struct CorrectionFolder: Sendable {
    package let url: URL
    package var file: CorrectionsFile

    /// Reads the corrections; a folder without a file has none yet.
    /// - Throws: `ProjectSetupError.noFolder`; `ProjectError` and `CorrectionError` for the file.
    package init(_ url: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
            isFolder.boolValue
        else { throw ProjectSetupError.noFolder(path: url.path) }
        self.url = url.standardizedFileURL
        file = try CorrectionsFile.load(folder: url) ?? CorrectionsFile()
    }

    /// Whether an import was made there already.
    package var hasProject: Bool {
        FileManager.default.fileExists(
            atPath: url.appending(path: ProjectFile.fileName).path)
    }

    /// Names the log in the file, as seen from the folder.
    package mutating func setLog(_ log: URL) throws {
        try file.setLog(ModelReference.relative(log, to: url))
    }

    package func save() throws(ProjectError) { try file.save(folder: url) }
}
