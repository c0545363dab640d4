import ArgumentParser
import Foundation
import JSONText
import Project
import RunControl

struct BenchRetrieveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieve",
        abstract: "Measure how long it takes to rank all of a project's records.",
        discussion: """
            Ranks every training record over the project's bank, without any cache.

            Example:
              promptintern bench retrieve my-project --retriever bm25 --shots 10 --json
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var retrieverOptions: RetrieverOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Examples a record.")
    var shots = 10

    func validate() throws {
        if shots < 1 { throw ValidationError("--shots must be at least 1.") }
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        let selector = try project.exampleSelector(retrieverOptions.settings(project))
        let clock = ContinuousClock()
        var found = 0
        let duration = try clock.measure {
            found = try selector.matches(for: project.training, in: project.bank, count: shots)
                .reduce(0) { $0 + $1.count }
        }
        let seconds = duration / .seconds(1)
        let count = project.training.count
        output.print([
            "retriever": .string(selector.name), "settings": .string(selector.settingsText),
            "records": .integer(count), "bank_records": .integer(project.bank.count),
            "shots": .integer(shots), "examples": .integer(found),
            "seconds": .number(seconds), "records_per_s": .number(Double(count) / seconds),
        ]) {
            "\(selector.name): \(count) records ranked over \(project.bank.count) in "
                + "\(NumberText.fixed(seconds, 2)) s, \(found) examples."
        }
    }
}
