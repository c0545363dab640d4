import ArgumentParser
import Conformance
import Foundation
import JSONText
import Kernels

struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Recompute a folder of reference numbers and compare.",
        discussion: """
            Knows folders with expected.json (logits, adapted logits, gradients, ten optimizer \
            steps, greedy continuation), tokenizer folders with golden.json, trained models with \
            golden.json, and chat templates (NAME.jinja with conversations in NAME.json). Exits \
            with 1 where a difference is over its tolerance.

            Example:
              promptintern conformance fixtures/models/llama --output /tmp/computed
            """)

    @Argument(help: "The reference folder.")
    var folder: String

    @Option(
        help: "Write computed.json and computed.safetensors (or NAME.json) into this folder.")
    var output: String?

    @Flag(help: "Use the Swift products instead of oneDNN's.")
    var naive = false

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let compute = Compute(
            threadCount: threads.count,
            backend: naive ? NaiveMatrixBackend() : Compute.defaultBackend)
        let report = try Conformance(compute: compute).run(
            URL(filePath: folder, directoryHint: .isDirectory),
            output: output.map { URL(filePath: $0, directoryHint: .isDirectory) })
        outputOptions.print(report.json) {
            var table = TextTable(["what", "compared", "largest difference", "tolerance", ""])
            for check in report.checks {
                table.rows.append([
                    check.kind, "\(check.count)",
                    check.tolerance == "equal"
                        ? "\(Int(check.largestDifference)) unequal"
                        : String(format: "%.2e", check.largestDifference),
                    check.tolerance, check.isWithinTolerance ? "ok" : "OUT OF TOLERANCE",
                ])
            }
            return table.text
        }
        if !report.isPassed { throw ExitCode.failure }
    }
}
