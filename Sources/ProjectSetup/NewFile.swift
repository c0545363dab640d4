import Foundation

/// A file of a project that is to be made.
struct NewFile: Sendable, Equatable {
    /// Relative to the project's folder.
    var path: String
    var content: String
}

extension [NewFile] {
    /// The paths at which something stands already.
    func existing(in folder: URL) -> [String] {
        map(\.path).filter {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
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
            let url = folder.appending(path: file.path)
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
}
