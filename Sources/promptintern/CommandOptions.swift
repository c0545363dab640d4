import ArgumentParser
import Foundation
import JSONText
import Kernels
import Project
import RunControl
import RunStore

/// `--json`, the same for every command.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for scripts instead of text.")
    var json = false

    /// Prints the value, or the text made for people.
    func print(_ value: JSONValue, _ text: () -> String) {
        Console.write((json ? value.text(.indented) : text()) + "\n")
    }
}

/// A project's folder and the history beside it.
struct ProjectOptions: ParsableArguments {
    @Argument(help: "The project's folder (with project.yaml).")
    var project = "."

    @Option(help: "SQLite file of the history, instead of the project's own.")
    var history: String?

    @Flag(help: "Leave out lines of the data that are not records, instead of refusing them.")
    var skipInvalid = false

    var folder: URL { URL(filePath: project, directoryHint: .isDirectory) }

    func loadProject() throws -> LoadedProject {
        try LoadedProject.load(folder: folder, historyFlag: history, skipsInvalid: skipInvalid)
    }

    func openStore(_ project: LoadedProject) throws -> RunStore {
        try RunStore.open(project.paths.history)
    }
}

/// `--threads`.
struct ThreadOptions: ParsableArguments {
    @Option(help: "Threads to compute with; all processors by default.")
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    }

    var count: Int { threads ?? WorkerPool.availableProcessors }
}

/// Writes that arrive at once, also in a pipe.
enum Console {
    static func write(_ text: String) {
        clearProgress()
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static func line(_ text: String) { write(text + "\n") }

    static func error(_ text: String) {
        clearProgress()
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

extension JSONValue {
    static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    static func optional(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

    static func date(_ date: Date?) -> JSONValue {
        guard let date else { return .null }
        return .string(date.formatted(.iso8601))
    }
}
