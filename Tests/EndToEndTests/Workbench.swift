import Foundation
import TestSupport
import Testing

/// The built program on a copy of the sample project, in a terminal of its own.
struct Workbench {
    /// Set by `make test`.
    static let binary: String? = {
        guard let path = ProcessInfo.processInfo.environment["PROMPTINTERN_BINARY"],
            FileManager.default.isExecutableFile(atPath: path)
        else { return nil }
        return path
    }()
    static let sampleProject = SharedFixtures.projectRoot.appending(path: "sample-data/formulas")

    static let canRun =
        binary != nil && TmuxSession.isInstalled
        && FileManager.default.fileExists(atPath: sampleProject.path)
    static let reason: Comment =
        """
        needs tmux, the built program in PROMPTINTERN_BINARY (`make test` sets it) and \
        sample-data/formulas
        """

    let folder: TemporaryFolder
    let project: URL
    let terminal: TmuxSession

    /// Copies the sample project without its history and starts a shell beside it.
    ///
    /// - Parameters:
    ///   - width: Columns of the terminal.
    ///   - height: Rows of the terminal.
    ///   - trainingRecords: Only so many of the training records, and a tenth as many held-out
    ///     ones, so that a whole training takes a minute.
    /// - Throws: What copying and tmux report.
    init(width: Int = 100, height: Int = 30, trainingRecords: Int? = nil) throws {
        folder = try TemporaryFolder()
        project = folder.url.appending(path: "formulas", directoryHint: .isDirectory)
        try FileManager.default.copyItem(at: Self.sampleProject, to: project)
        let history = project.appending(path: ".promptintern")
        if FileManager.default.fileExists(atPath: history.path) {
            try FileManager.default.removeItem(at: history)
        }
        // The project names its model by a path beside its own folder.
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "models"),
            withDestinationURL: Self.sampleProject.deletingLastPathComponent().appending(
                path: "models"))
        if let trainingRecords {
            try Self.keepLines(trainingRecords, of: project.appending(path: "train.jsonl"))
            for split in ["validation", "test"] {
                try Self.keepLines(
                    trainingRecords / 10, of: project.appending(path: "\(split).jsonl"))
            }
        }
        // Nothing of the user's own settings, logs or history may play a part. Without Swift's
        // backtracer a crash ends at once.
        terminal = try TmuxSession(
            width: width, height: height,
            environment: [
                "XDG_STATE_HOME": folder.url.path, "XDG_DATA_HOME": folder.url.path,
                "XDG_CONFIG_HOME": folder.url.path, "SWIFT_BACKTRACE": "enable=no",
            ])
        try terminal.wait(for: "ready$")
    }

    private static func keepLines(_ count: Int, of file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let kept = lines.prefix(count).joined(separator: "\n") + "\n"
        try kept.write(to: file, atomically: true, encoding: .utf8)
    }

    /// The screen once nothing on it has moved for a while: numbers come in after the first picture.
    func settledScreen(seconds: Double = 20) throws -> String {
        var last = try terminal.screen()
        var quietSince = Date()
        return try terminal.wait(for: "a screen that stands still", seconds: seconds) { screen in
            if screen != last {
                last = screen
                quietSince = Date()
            }
            return Date().timeIntervalSince(quietSince) > 1
        }
    }

    /// Starts the program and waits until its first pane is there.
    func open() throws {
        try terminal.run(
            "clear; \(Self.binary ?? "promptintern") \(project.path); echo left-with-$?")
        try terminal.waitUntilTaken()
        try terminal.wait(for: "train-001")
    }

    /// Waits until the shell has the terminal again, and returns the program's exit status.
    @discardableResult
    func waitForShell(seconds: Double = 20) throws -> Int {
        let screen = try terminal.wait(for: "the shell", seconds: seconds) {
            $0.range(of: "left-with-[0-9]+", options: .regularExpression) != nil
        }
        guard
            let range = screen.range(of: "left-with-[0-9]+", options: .regularExpression),
            let status = Int(screen[range].dropFirst("left-with-".count))
        else { return -1 }
        return status
    }
}
