import Foundation

/// A command line of the user's, run by /bin/sh with the user's own environment and rights.
enum ShellCommand {
    private static let shell = "/bin/sh"

    /// Runs the command to its end with a text as its standard input.
    static func run(
        _ command: String, folder: String?, input: String, wallSeconds: Double, outputLimit: Int
    ) throws -> ChildProcess.Ending {
        try ChildProcess(
            path: shell, arguments: ["-c", command],
            environment: ProcessInfo.processInfo.environment, workingFolder: folder,
            input: Array(input.utf8), wallSeconds: wallSeconds, outputLimit: outputLimit
        ).run()
    }
}
