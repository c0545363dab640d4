import ArgumentParser
import Foundation
import JSONText
import Judging
import Prompts
import RunControl
import RunEvents
import RunStore

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Ask held-out records with the full prompt and with the query alone.",
        discussion: """
            Compares base and tuned model on the test records (validation where there is no test): \
            loss, exact match, input tokens, and the time up to the first token (cold: nothing \
            cached; warm: what all prompts begin with is) and to the last (cold). \
            Answers are judged by the project's metric (evaluation.metric), with intervals, the \
            records that changed sides, and a verdict. The metrics judge and rating hold query-only's \
            answers against the full prompt's, pair by pair: win rate with interval and a verdict. \
            Ratings come from promptintern rate.

            Examples:
              promptintern compare sample-data/formulas
              promptintern compare sample-data/formulas --run 3 --records 20 --json
              promptintern compare sample-data/formulas --kept
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

    @Flag(help: "Judge the answers that the run itself left in the history; no model is asked.")
    var kept = false
    @Option(
        help: """
            For the metrics judge and rating: whose answers to the full prompt query-only is held \
            against, base or tuned.
            """)
    var against = RatedAgainst.base

    @Flag(help: "With --json: every answer too.")
    var answers = false

    private struct Arm {
        var model: ModelState
        var arm: PromptArm
        var metrics: EvaluationMetrics
        var predictions: [Prediction]
    }

    func validate() throws {
        guard kept, adapter != nil || records != nil else { return }
        throw ValidationError(
            "--kept judges all that a run answered: leave out --adapter and --records.")
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let prepared = try PreparedProject(
            project, store: store, monitor: Console.compression, report: Console.error)
        if kept { return try showKept(prepared, store) }
        let (split, all) = project.judged
        guard !all.isEmpty else {
            throw RunControlError.noHeldOutRecords(path: projectOptions.folder.path)
        }
        let limit = records ?? project.file.evaluation.records
        let chosen = limit > 0 ? Array(all.prefix(limit)) : all
        let found =
            try adapter == nil
            ? RunLookup(store: store, project: project).withAdapter(runID) : nil
        let trained =
            adapter.map { TrainedPrompt(adapter: URL(filePath: $0, directoryHint: .isDirectory)) }
            ?? found.map { TrainedPrompt(of: $0.run) }
        if let drift = trained??.drift(to: project) { Console.error("Warning: \(drift)") }
        let schedule =
            try found.map { try RunLookup.schedule(of: $0.run) } ?? project.file.schedule.schedule
        let folder =
            adapter.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? found?.adapter
        let comparison = try Comparison(
            prepared, schedule: schedule, adapter: folder, threadCount: threads.count)
        let states: [ModelState] = comparison.hasAdapter ? [.base, .tuned] : [.base]
        // What cannot be judged is said before anything is asked.
        let metric = try prepared.metric(store: store, threadCount: threads.count)
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
        let judged = try judged(
            arms, chosen, metric, project, store, run: adapter == nil ? found?.run.id : nil)
        output.print(json(arms, judged.json, adapter: folder)) {
            text(arms, judged.lines, adapter: folder)
        }
    }

    private func showKept(_ prepared: PreparedProject, _ store: RunStore) throws {
        guard
            let found = try RunLookup(store: store, project: prepared.project).withAdapter(runID)
        else { throw RunControlError.noFinishedRun }
        let comparison = try KeptComparison(found.run, prepared, store: store)
        let arms = zip(comparison.judged.arms, zip(comparison.metrics, comparison.answers)).map {
            Arm(model: $0.model, arm: $0.prompt, metrics: $1.0, predictions: $1.1)
        }
        output.print(json(arms, comparison.judged.json, adapter: found.adapter)) {
            text(arms, JudgedText.lines(comparison.judged), adapter: found.adapter)
        }
    }

    /// The arms by the project's metric, for scripts and for people.
    private func judged(
        _ arms: [Arm], _ records: [PromptRecord], _ metric: ProjectMetric,
        _ project: LoadedProject, _ store: RunStore, run: Int64?
    ) throws -> (json: JSONValue, lines: [String]) {
        if case .each(let metric) = metric {
            let judged = try JudgedComparison(
                arms.map { ($0.model, $0.arm, $0.predictions) }, records: records, metric: metric,
                margin: project.file.evaluation.margin,
                lostRules: run.map { try store.lostRules(of: $0) } ?? [])
            return (judged.json, JudgedText.lines(judged))
        }
        let state = arms.contains { $0.model == .tuned } ? ModelState.tuned : .base
        let against = state == .base ? .base : against.model
        var pairs = AnswerPair.pairs(
            records, arms.first { $0.model == state && $0.arm == .queryOnly }?.predictions ?? [],
            arms.first { $0.model == against && $0.arm == .fullPrompt }?.predictions ?? [])
        let (title, tally): (String, PreferenceTally)
        var remedy: [String] = []
        switch metric {
        case .judge(let judge):
            title = judge.title
            Console.error(
                "Asking the \(judge.title) about \(pairs.count { !$0.isSame }) pairs, in both orders "
                    + "where it was not asked before.")
            tally = try judge.tally(pairs)
        default:
            title = "rating"
            if let run, state == .tuned {
                // What was rated are the run's own answers, which another machine may have given.
                let known = try RunPairs(run: run, against: against, store: store, project: project)
                let chosen = Set(records.map(\.id))
                pairs = known.pairs.filter { chosen.contains($0.recordID) }
            }
            tally = try RatingBook(store: store).tally(pairs)
            if !tally.missing.isEmpty {
                let runText = run.map { " --run \($0)" } ?? ""
                remedy = [
                    "Rate them with: promptintern rate \(projectOptions.project)\(runText)"
                        + (against == .tuned ? " --against tuned" : "")
                ]
            }
        }
        let comparison = PreferredComparison(
            title: title, tally: tally, model: state, against: against,
            margin: project.file.evaluation.margin)
        return (comparison.json, comparison.lines + remedy)
    }

    private func json(_ arms: [Arm], _ judged: JSONValue, adapter: URL?) -> JSONValue {
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
            "times_sooner": LatencyGain(arms.map(\.metrics)).map(EventJSON.latencyGain) ?? .null,
            "judged": judged,
        ]
    }

    private func text(_ arms: [Arm], _ judged: [String], adapter: URL?) -> String {
        var table = TextTable([
            "model", "prompt", "loss", "exact match", "tokens", "cold ms", "warm ms", "answer ms",
        ])
        for arm in arms {
            table.rows.append(EvaluationRow.comparedCells(arm.metrics))
        }
        var lines = [
            "\(arms.first?.metrics.recordCount ?? 0) \(arms.first?.metrics.split ?? "") records, "
                + "adapter \(adapter?.path ?? "none (base only)")",
            "", table.text,
        ]
        if let saving = saving(arms) {
            lines += ["", "Query-only sends \(NumberText.percent(saving)) fewer input tokens."]
        }
        if let gain = LatencyGain(arms.map(\.metrics)) { lines.append(gain.text) }
        return (lines + judged).joined(separator: "\n")
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
