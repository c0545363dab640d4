/// Where a record was read, for messages.
package struct RecordSource: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// The file's name without its folder.
    package var file: String
    /// Counted from 1; 0 where a record comes from no file.
    package var line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    package var description: String { "\(file), line \(line)" }
}
