/// A mistake in a project's configuration.
package struct ProjectProblem: Sendable, Equatable, CustomStringConvertible {
    /// The file's name as the user knows it.
    package var file: String
    /// Counted from 1.
    package var line: Int
    /// Counted from 1, in Unicode scalars.
    package var column: Int
    /// What is wrong, as a full sentence.
    package var what: String
    /// What to do, as a full sentence.
    package var advice: String

    package init(file: String, line: Int, column: Int, what: String, advice: String) {
        self.file = file
        self.line = line
        self.column = column
        self.what = what
        self.advice = advice
    }

    /// Where, what, and what to do, on one line.
    package var description: String { "\(file):\(line):\(column): \(what) \(advice)" }
}
