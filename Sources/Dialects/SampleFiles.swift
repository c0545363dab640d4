import Foundation

/// A sample project as the files of a folder.
package protocol SampleFiles: Sendable {
    associatedtype Record: SampleRecord

    /// The content of `project.yaml`.
    static var projectFile: String { get }
    /// The documentation.
    var template: String { get }
    var train: [Record] { get }
    var validation: [Record] { get }
    var test: [Record] { get }
    /// Rules of the template to be tried.
    var probes: [SampleProbe] { get }
    /// Questions about other dialects.
    var offTask: [OffTaskQuestion] { get }

    /// Training records as a gateway would have logged them; nil where the project shows none.
    var log: SampleLog? { get }

    /// A record as a line of its file, without the line's end.
    func line(_ record: Record) -> String
}

extension SampleFiles {
    /// None.
    package var log: SampleLog? { nil }

    /// A record's id, query and output.
    package func line(_ record: Record) -> String { record.line }

    /// By name, each with its whole content.
    package var files: [(name: String, content: String)] {
        [
            ("project.yaml", Self.projectFile), ("template.txt", template),
            ("train.jsonl", lines(train)), ("validation.jsonl", lines(validation)),
            ("test.jsonl", lines(test)), ("probes.jsonl", probes.map(\.line).joined()),
            ("off_task.jsonl", offTask.map(\.line).joined()),
        ] + (log.map { [("raw-log.jsonl", $0.text)] } ?? [])
    }

    private func lines(_ records: [Record]) -> String {
        records.map { line($0) + "\n" }.joined()
    }

    /// Writes the project's files into a folder, which is made where it does not exist.
    /// - Throws: Foundation's error where the folder or a file cannot be written.
    package func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files {
            try Data(file.content.utf8).write(
                to: folder.appending(path: file.name), options: .atomic)
        }
    }

    /// `test-007`: the id of the record with an index from 0, in so many digits.
    static func recordID(_ prefix: String, index: Int, digitCount: Int = 3) -> String {
        let digits = String(index + 1)
        return prefix + "-" + String(repeating: "0", count: max(0, digitCount - digits.count))
            + digits
    }
}
