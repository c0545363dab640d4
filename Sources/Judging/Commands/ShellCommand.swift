import Processes

/// A command line of the user's, run by /bin/sh with the user's own environment and rights.
enum ShellCommand {
    private static let shell = "/bin/sh"

    /// Runs the command to its end with a text as its standard input.
    /// - Throws: `JudgingError.processNotStarted`.
    static func run(
        _ command: String, folder: String?, input: String, wallSeconds: Double, outputLimit: Int
    ) throws -> ProcessEnding {
        try ChildProcess(
            [shell, "-c", command], workingFolder: folder, input: Array(input.utf8),
            wallSeconds: wallSeconds, outputLimit: outputLimit
        ).judged()
    }
}

extension ChildProcess {
    /// Runs it for the judging of answers.
    /// - Throws: `JudgingError.processNotStarted`.
    func judged() throws(JudgingError) -> ProcessEnding {
        do {
            return try run()
        } catch {
            throw .processNotStarted(command: error.program, reason: error.reason)
        }
    }
}
