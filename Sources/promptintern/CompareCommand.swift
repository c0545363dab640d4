import ArgumentParser
import Foundation
import JSONText
import Prompts
import RunControl
import RunEvents

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Ask held-out records with the full prompt and with the query alone.",
        discussion: """
            Compares base and tuned model on the test records (validation where there is no test): \
            loss, exact match, input tokens, and the time of prefill (nothing cached) and decoding.

            Examples:
              promptintern compare sample-data/formulas
              promptintern compare sample-data/formulas --run 3 --records 20 --json
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("run"),
        help: "The run whose adapter is used; the newest with one by default.")
    var runID: Int64?

    @Option(help: "A folder with a PEFT adapter, instead of a run's.")
    var adapter: String?

    @Option(help: "At most so many records; the project's own number by default.")
    var records: Int?

    @Flag(help: "With --json: every answer too.")
    var answers = false

    private struct Arm {
        var model: ModelState
        var arm: PromptArm
        var metrics: EvaluationMetrics
        var predictions: [Prediction]
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let prepared = try PreparedProject(project, store: store, report: Console.error)
        let (split, all) = project.judged
        guard !all.isEmpty else {
            throw RunControlError.noHeldOutRecords(path: projectOptions.folder.path)
        }
        let limit = records ?? project.file.evaluation.records
        let chosen = limit > 0 ? Array(all.prefix(limit)) : all
        let found =
            try adapter == nil
            ? RunLookup(store: store, project: project).withAdapter(runID) : nil
        let schedule =
            try found.map { try RunLookup.schedule(of: $0.run) } ?? project.file.schedule.schedule
        let folder =
            adapter.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? found?.adapter
        let comparison = try Comparison(
            prepared, schedule: schedule, adapter: folder, threadCount: threads.count)
        let states: [ModelState] = comparison.hasAdapter ? [.base, .tuned] : [.base]
        var arms: [Arm] = []
        for state in states {
            for arm in [PromptArm.fullPrompt, .queryOnly] {
                let result = try comparison.measure(chosen, arm: arm, model: state, split: split)
                arms.append(
                    Arm(
                        model: state, arm: arm, metrics: result.metrics,
                        predictions: result.predictions))
            }
        }
        output.print(json(arms, adapter: folder)) { text(arms, adapter: folder) }
    }

    private func json(_ arms: [Arm], adapter: URL?) -> JSONValue {
        [
            "adapter": .optional(adapter?.path),
            "arms": .array(
                arms.map { arm in
                    var value = EventJSON.evaluation(arm.metrics).objectValue ?? JSONObject()
                    if answers {
                        value.append(
                            "answers", .array(arm.predictions.map(EventJSON.prediction)))
                    }
                    return .object(value)
                }),
            "input_token_saving": .optional(saving(arms)),
        ]
    }

    private func text(_ arms: [Arm], adapter: URL?) -> String {
        var table = TextTable([
            "model", "prompt", "loss", "exact match", "tokens", "prefill ms", "decode ms",
        ])
        for arm in arms {
            let cells = EvaluationRow.cells(arm.metrics)
            table.rows.append(Array(cells[2...]))
        }
        var lines = [
            "\(arms.first?.metrics.recordCount ?? 0) \(arms.first?.metrics.split ?? "") records, "
                + "adapter \(adapter?.path ?? "none (base only)")",
            "", table.text,
        ]
        if let saving = saving(arms) {
            lines += ["", "Query-only sends \(NumberText.percent(saving)) fewer input tokens."]
        }
        return lines.joined(separator: "\n")
    }

    /// Share of input tokens that the query alone saves.
    private func saving(_ arms: [Arm]) -> Double? {
        guard let full = arms.last(where: { $0.arm == .fullPrompt }),
            let query = arms.last(where: { $0.arm == .queryOnly }),
            full.metrics.inputTokensPerRecord > 0
        else { return nil }
        return 1 - query.metrics.inputTokensPerRecord / full.metrics.inputTokensPerRecord
    }
}
