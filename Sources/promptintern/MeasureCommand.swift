import ArgumentParser
import Foundation
import JSONText
import Judging
import RunControl
import RunStore

struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure what a run has taken in of its prompt, and what it has forgotten.",
        discussion: """
            rules       each rule of evaluation.probes, asked with the full prompt and with the query \
            alone
            coverage    for each section of the template, how much of it the model no longer needs
            forgetting  losses and answers on evaluation.off_task, against the base
            gap         the query's loss above the best of the full prompt's, over the steps

            With none of them named all are measured that the project has data for. What was measured \
            is kept in the history. Ctrl-C stops: what is done, of the coverage each section, is kept.

            Examples:
              promptintern measure sample-data/formulas
              promptintern measure sample-data/formulas --run 3 --rules --coverage --json
              promptintern measure sample-data/formulas --kept
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("run"),
        help: "The run's number; the newest with an adapter by default.")
    var runID: Int64?

    @Flag(help: "Try the rules of evaluation.probes.")
    var rules = false

    @Flag(help: "Measure each section of the template.")
    var coverage = false

    @Flag(help: "Compare with the base on evaluation.off_task.")
    var forgetting = false

    @Flag(help: "The internalization gap over the steps; needs no model.")
    var gap = false

    @Option(
        help: "Held-out records for the coverage (0: all); the project's own number by default.")
    var records: Int?

    @Flag(help: "Show what was measured before, and measure nothing.")
    var kept = false

    func validate() throws {
        if let records, records < 0 { throw ValidationError("--records must be 0 or more.") }
    }

    private var kinds: [RunMeasure.Kind] {
        let chosen: [(RunMeasure.Kind, Bool)] = [
            (.rules, rules), (.coverage, coverage), (.forgetting, forgetting), (.gap, gap),
        ]
        return chosen.filter(\.1).map(\.0)
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        if kept { return try showKept(project, store) }
        let prepared = try PreparedProject(project, store: store, report: Console.error)
        let measuring = try RunMeasuring(
            prepared, store: store, runID: runID, records: records,
            skipsInvalid: projectOptions.skipInvalid, threadCount: threads.count)
        if let drift = measuring.drift { Console.error("Warning: \(drift)") }
        let flag = StopFlag()
        let sources = flag.watchSignals()
        defer { for source in sources { source.cancel() } }
        let report = ProgressLine()
        let found = try measuring.measure(
            kinds,
            progress: { progress in
                report.show(progress)
                return flag.isSet ? .stop : .more
            })
        report.end()
        show(
            found, runID: measuring.runID, name: measuring.runName, isStopped: flag.isSet,
            empty: "Nothing was measured before it was stopped.")
        if flag.isSet { throw ExitCode(MeasureCommand.stoppedStatus) }
    }

    /// What a shell gives a program that Ctrl-C ended.
    private static let stoppedStatus: Int32 = 130

    private func showKept(_ project: LoadedProject, _ store: RunStore) throws {
        let id =
            try runID
            ?? RunLookup(store: store, project: project).withAdapter(nil)?.run.id
            ?? store.runs(projectFolder: project.historyFilter, limit: 1).first?.id
        guard let id else {
            throw RunControlError.nothingToMeasure(path: project.folder.path)
        }
        let name = try store.run(id).summary.run.name
        let wanted = kinds.isEmpty ? RunMeasure.Kind.allCases : kinds
        let measures = try store.keptMeasures(of: id).filter { wanted.contains($0.measure.kind) }
        show(
            measures, runID: id, name: name, isStopped: false,
            empty: "Nothing is kept. Measure with: promptintern measure --run \(id)")
    }

    private func show(
        _ measures: [KeptMeasure], runID: Int64, name: String, isStopped: Bool, empty: String
    ) {
        output.print([
            "run": .integer(Int(runID)), "name": .string(name), "stopped": .bool(isStopped),
            "measures": .array(measures.map(\.json)),
        ]) {
            let text = measures.flatMap { MeasureText.lines($0) }
            return (["Run \(runID): \(name)"] + (measures.isEmpty ? ["", empty] : text))
                .joined(separator: "\n")
        }
    }
}
