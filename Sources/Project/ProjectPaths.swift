import Foundation

/// Where a project, or the machine where there is none, keeps what the program writes.
package struct ProjectPaths: Sendable, Equatable {
    /// The folder inside a project's folder that holds all that the program writes.
    package static let stateFolderName = ".promptintern"
    /// Names the history where no flag does.
    package static let historyVariable = "PROMPTINTERN_HISTORY"
    private static let historyFileName = "history.sqlite"

    /// Holds everything below unless the history is set elsewhere.
    package var stateFolder: URL
    /// The SQLite file.
    package var history: URL

    /// What can be computed again.
    package var cache: URL { stateFolder.appending(path: "cache", directoryHint: .isDirectory) }
    /// States from which training goes on.
    package var checkpoints: URL {
        stateFolder.appending(path: "checkpoints", directoryHint: .isDirectory)
    }
    /// A folder for each run.
    package var runs: URL { stateFolder.appending(path: "runs", directoryHint: .isDirectory) }

    /// The folder of one run.
    ///
    /// The time keeps it apart from a run with the same number in a history that was deleted since,
    /// or in another one.
    package func runFolder(_ id: Int64, createdAt: Date) -> URL {
        let time = createdAt.formatted(
            Date.ISO8601FormatStyle(
                dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
        return runs.appending(path: "\(id)-\(time)", directoryHint: .isDirectory)
    }

    /// Finds the places.
    ///
    /// The history is the first of: the flag, the environment variable, the project's file, the
    /// project's folder; without a project, the machine's data folder.
    /// - Parameters:
    ///   - projectFolder: Nil where there is no project.
    ///   - project: Its file, where that could be read.
    ///   - historyFlag: From the command line; relative paths are the working folder's.
    ///   - environment: Of the process.
    package init(
        projectFolder: URL?, project: ProjectFile? = nil, historyFlag: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let workingFolder = URL(
            filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        stateFolder =
            projectFolder.map {
                $0.appending(path: Self.stateFolderName, directoryHint: .isDirectory)
            } ?? Self.machineFolder(environment)
        if let historyFlag, !historyFlag.isEmpty {
            history = Self.resolve(historyFlag, in: workingFolder, environment)
        } else if let variable = environment[Self.historyVariable], !variable.isEmpty {
            history = Self.resolve(variable, in: workingFolder, environment)
        } else if let projectFolder, let path = project?.history, !path.isEmpty {
            history = Self.resolve(path, in: projectFolder, environment)
        } else {
            history = stateFolder.appending(path: Self.historyFileName)
        }
    }

    /// A path of a project's file as a place: absolute, from the user's home (`~/`), or relative to
    /// the folder.
    package static func resolve(
        _ path: String, in folder: URL,
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        if path.hasPrefix("/") { return URL(filePath: path).standardizedFileURL }
        if path.hasPrefix("~/") {
            return home(environment).appending(path: String(path.dropFirst(2))).standardizedFileURL
        }
        return folder.appending(path: path).standardizedFileURL
    }

    private static func machineFolder(_ environment: [String: String]) -> URL {
        // The base directory specification: a relative path there is to be ignored.
        let data =
            environment["XDG_DATA_HOME"].flatMap {
                $0.hasPrefix("/") ? URL(filePath: $0, directoryHint: .isDirectory) : nil
            } ?? home(environment).appending(path: ".local/share", directoryHint: .isDirectory)
        return data.appending(path: "promptintern", directoryHint: .isDirectory)
    }

    private static func home(_ environment: [String: String]) -> URL {
        environment["HOME"].flatMap {
            $0.hasPrefix("/") ? URL(filePath: $0, directoryHint: .isDirectory) : nil
        } ?? FileManager.default.homeDirectoryForCurrentUser
    }
}
