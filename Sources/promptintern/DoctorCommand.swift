import ArgumentParser
import Foundation
import ProjectSetup

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check machine, terminal, history and a project, and say what to do.",
        discussion: """
            Exits with 1 where something will not work.

            Example:
              promptintern doctor sample-data/formulas
            """)

    @Argument(help: "A project's folder; without one only the machine is looked at.")
    var project: String?

    @Option(help: "SQLite file of the history, instead of the usual one.")
    var history: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let doctor = Doctor(
            toolVersion: ToolVersion.text, isOptimized: ToolVersion.configuration == "release")
        let report = doctor.examine(
            project: project.map { URL(filePath: $0, directoryHint: .isDirectory) },
            history: history)
        output.print(report.json) { report.text }
        if report.hasErrors { throw ExitCode.failure }
    }
}
