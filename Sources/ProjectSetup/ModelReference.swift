import Foundation
import Project

/// A model's folder as a new project's file names it.
package struct ModelReference: Sendable, Equatable {
    /// For `model.path`.
    package let path: String
    /// Where that leads.
    package let folder: URL

    /// - Parameters:
    ///   - path: As typed, relative to the working folder; nil is the project's own `model`.
    ///   - project: The project's folder.
    ///   - workingFolder: Where the command was typed.
    package init(_ path: String?, project: URL, workingFolder: URL) {
        if let path, !path.hasPrefix("/"), !path.hasPrefix("~/") {
            self.path = Self.relative(workingFolder.appending(path: path), to: project)
        } else {
            self.path = path ?? ProjectFile.Model().path
        }
        folder = ProjectPaths.resolve(self.path, in: project)
    }

    /// Whether it can be a model as far as the eye reaches.
    package var exists: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "config.json").path)
    }

    /// The way from one place to another; the whole path where they share nothing but the root.
    static func relative(_ target: URL, to folder: URL) -> String {
        let target = target.standardizedFileURL.pathComponents
        let folder = folder.standardizedFileURL.pathComponents
        let shared = zip(target, folder).prefix { $0 == $1 }.count
        guard shared > 1 else { return "/" + target.dropFirst().joined(separator: "/") }
        let steps = folder.dropFirst(shared).map { _ in ".." } + target.dropFirst(shared)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
