import ArgumentParser
import Dialects
import Foundation
import JSONText

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write a sample project's data anew from its generator.",
        discussion: """
            Example:
              promptintern sample --output sample-data/formulas
              promptintern sample --project functions --output sample-data/functions
              promptintern sample --project commands --output sample-data/commands
            """)

    @Option(help: "The folder to write; files of the same names are replaced.")
    var output: String

    @Option(help: "The sample project to write.")
    var project = Project.formulas

    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let folder = URL(filePath: output, directoryHint: .isDirectory)
        switch project {
        case .formulas: try SampleProject().write(to: folder)
        case .functions: try FunctionSampleProject().write(to: folder)
        case .commands: try CommandSampleProject().write(to: folder)
        }
        outputOptions.print(["written": .string(folder.path)]) { "Wrote \(folder.path)." }
    }

    /// The sample projects there are.
    enum Project: String, ExpressibleByArgument, CaseIterable { case formulas, functions, commands }
}
