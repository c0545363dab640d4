import Foundation

/// A sample project as the files of a folder.
package protocol SampleFiles: Sendable {
    /// By name, each with its whole content.
    var files: [(name: String, content: String)] { get }
}

extension SampleFiles {
    /// Writes the project's files into a folder, which is made where it does not exist.
    /// - Throws: Foundation's error where the folder or a file cannot be written.
    package func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files {
            try Data(file.content.utf8).write(
                to: folder.appending(path: file.name), options: .atomic)
        }
    }

    /// A record as an object on a line, without the line's end.
    static func recordLine(id: String, query: String, output: String) -> String {
        JSONLine.object([("id", id), ("query", query), ("output", output)])
    }

    /// `test-007`: the id of the record with an index from 0, in so many digits.
    static func recordID(_ prefix: String, index: Int, digitCount: Int = 3) -> String {
        let digits = String(index + 1)
        return prefix + "-" + String(repeating: "0", count: max(0, digitCount - digits.count))
            + digits
    }
}
