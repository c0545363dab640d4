import ArgumentParser
import Dialects
import Foundation
import JSONText

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write the sample project's data anew from its generator.",
        discussion: """
            Example:
              promptintern sample --output sample-data/formulas
            """)

    @Option(help: "The folder to write; files of the same names are replaced.")
    var output: String

    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let folder = URL(filePath: output, directoryHint: .isDirectory)
        try SampleProject().write(to: folder)
        outputOptions.print(["written": .string(folder.path)]) { "Wrote \(folder.path)." }
    }
}
