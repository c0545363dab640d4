import Foundation
import Project

/// A file of a project that is to be made.
struct NewFile: Sendable, Equatable {
    /// As project.yaml names it: relative to the project's folder, or absolute.
    var path: String
    var content: String
}

extension [NewFile] {
    /// The paths at which something stands already.
    func existing(in folder: URL) -> [String] {
        map(\.path).filter {
            FileManager.default.fileExists(atPath: ProjectPaths.resolve($0, in: folder).path)
        }
    }

    /// Writes all files, or none: where one fails, those before it are taken away again.
    /// - Parameters:
    ///   - folder: Made where it does not exist.
    ///   - replacing: Paths that may stand there already; they are not taken away.
    /// - Throws: `ProjectSetupError.cannotWrite`.
    func write(to folder: URL, replacing: Set<String> = []) throws(ProjectSetupError) {
        var written: [URL] = []
        for file in self {
            let url = ProjectPaths.resolve(file.path, in: folder)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.content.utf8).write(to: url, options: .atomic)
            } catch {
                for url in written { try? FileManager.default.removeItem(at: url) }
                throw .cannotWrite(path: url.path, reason: error.localizedDescription)
            }
            if !replacing.contains(file.path) { written.append(url) }
        }
    }

    /// Replaces files that stand there already: all are written beside their places before the
    /// first is put into its own.
    /// - Throws: `ProjectSetupError.cannotWrite`.
    func replace(in folder: URL) throws(ProjectSetupError) {
        var staged: [(temporary: URL, target: URL)] = []
        defer { for file in staged { try? FileManager.default.removeItem(at: file.temporary) } }
        for file in self {
            let target = ProjectPaths.resolve(file.path, in: folder).resolvingSymlinksInPath()
            let temporary = target.deletingLastPathComponent().appending(
                path: ".\(target.lastPathComponent).\(UUID().uuidString).tmp")
            do {
                try FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                staged.append((temporary, target))
                try Data(file.content.utf8).write(to: temporary)
            } catch {
                throw .cannotWrite(path: target.path, reason: error.localizedDescription)
            }
        }
        for (temporary, target) in staged {
            guard rename(temporary.path, target.path) == 0 else {
                throw .cannotWrite(path: target.path, reason: String(cString: strerror(errno)))
            }
        }
    }
}
