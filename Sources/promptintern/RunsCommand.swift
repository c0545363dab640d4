import ArgumentParser
import Foundation
import JSONText
import Judging
import RunControl
import RunEvents
import RunStore

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List, show and delete runs of the history.",
        discussion: """
            Examples:
              promptintern runs list sample-data/formulas
              promptintern runs show sample-data/formulas --run 3 --json
            """,
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsDeleteCommand.self],
        defaultSubcommand: RunsListCommand.self)
}

/// A run's row as JSON.
enum RunJSON {
    static func summary(_ summary: StoredRunSummary) -> JSONValue {
        let run = summary.run
        return [
            "id": .integer(Int(run.id)), "name": .string(run.name),
            "status": .string(run.status.rawValue), "message": .optional(run.message),
            "project": .string(summary.projectName),
            "project_folder": .string(summary.projectFolder),
            "started": .date(run.createdAt), "finished": .date(run.finishedAt),
            "steps": .integer(summary.stepCount),
            "planned_steps": .optional(run.plannedStepCount),
            "loss": .optional(summary.lastStep?.loss),
            "query_only": summary.queryOnly.map(EventJSON.evaluation) ?? .null,
            "full_prompt": summary.fullPrompt.map(EventJSON.evaluation) ?? .null,
            "tags": .array(summary.tags.map { .string($0) }),
        ]
    }
}

struct RunsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List runs, newest first.")

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Runs of all projects in this history.")
    var all = false

    @Option(help: "At most so many.")
    var limit = RunStore.runLimit

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let runs = try store.runs(
            projectFolder: all ? nil : project.historyFilter, limit: limit)
        output.print(["runs": .array(runs.map(RunJSON.summary))]) {
            guard !runs.isEmpty else { return "No runs yet." }
            var table = TextTable([
                "run", "status", "steps", "loss", "query-only", "full prompt", "name",
            ])
            for summary in runs {
                table.rows.append([
                    "\(summary.run.id)", summary.run.status.rawValue,
                    "\(summary.stepCount)/\(summary.run.plannedStepCount.map(String.init) ?? "?")",
                    summary.lastStep.map { NumberText.fixed($0.loss, 4) } ?? "-",
                    EvaluationRow.figure(summary.queryOnly),
                    EvaluationRow.figure(summary.fullPrompt),
                    summary.run.name,
                ])
            }
            return table.text
        }
    }
}

struct RunsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: stages, evaluations, what was measured on it, log.")

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .customLong("run"), help: "The run's number; the newest by default.")
    var runID: Int64?

    @Flag(help: "With --json: every step too.")
    var steps = false

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let newest = try store.runs(projectFolder: project.historyFilter, limit: 1).first?.id
        guard let id = runID ?? newest else {
            throw ValidationError("This project has no runs yet. Train one first.")
        }
        let detail = try store.run(id)
        let log = try store.lastLogLines(of: id, limit: 20)
        let folder = RunFolder(detail.summary.run, in: project)
        output.print(try json(detail, log, folder, store)) { text(detail, log, folder) }
    }

    private func json(
        _ detail: StoredRunDetail, _ log: [EventRecord], _ folder: RunFolder, _ store: RunStore
    ) throws -> JSONValue {
        var object = RunJSON.summary(detail.summary).objectValue ?? JSONObject()
        let run = detail.summary.run
        object.append("configuration", (try? JSONValue.parse(run.configJSON)) ?? .null)
        object.append("schedule", (try? JSONValue.parse(run.scheduleJSON)) ?? .null)
        object.append("data", (try? JSONValue.parse(run.dataHashesJSON)) ?? .null)
        object.append("seed", .integer(Int(run.seed)))
        object.append("tool", .string(run.toolVersion))
        object.append("model", .string(run.baseModelPath))
        object.append("model_checksum", .string(run.baseModelHash))
        object.append("adapter", .optional(folder.newestAdapter?.path))
        object.append("stages", .array(detail.stages.map(EventJSON.stage)))
        object.append("evaluations", .array(detail.evaluations.map(EventJSON.evaluation)))
        object.append(
            "checkpoints", .array(detail.checkpoints.map { EventJSON.checkpoint($0.summary) }))
        object.append(
            "measures", .array(KeptMeasure.read(detail.measurements).map(\.json)))
        object.append(
            "log",
            .array(log.map { ["level": .string($0.level.rawValue), "text": .string($0.message)] }))
        if steps { object.append("step_metrics", .array(try allSteps(run.id, store))) }
        return .object(object)
    }

    private func allSteps(_ id: Int64, _ store: RunStore) throws -> [JSONValue] {
        var values: [JSONValue] = []
        var last = 0
        while true {
            let page = try store.steps(of: id, after: last)
            guard let end = page.last else { return values }
            values += page.map { EventJSON.step($0.metrics) }
            last = end.metrics.step
        }
    }

    private func text(
        _ detail: StoredRunDetail, _ log: [EventRecord], _ folder: RunFolder
    ) -> String {
        let summary = detail.summary
        var lines = [
            "Run \(summary.run.id): \(summary.run.name)",
            "status    \(summary.run.status.rawValue)"
                + (summary.run.message.map { " (\($0))" } ?? ""),
            "started   \(summary.run.createdAt.formatted(.iso8601))",
            "steps     \(summary.stepCount) of "
                + (summary.run.plannedStepCount.map(String.init) ?? "?"),
            "model     \(summary.run.baseModelPath)",
            "adapter   \(folder.newestAdapter?.path ?? "none yet")",
        ]
        var stages = TextTable(["stage", "tau", "k", "epochs", "tokens/record", "steps"])
        for stage in detail.stages {
            stages.rows.append([
                "\(stage.stage)", NumberText.fixed(stage.compressionRate, 2),
                "\(stage.shots)", "\(stage.epochs)",
                NumberText.fixed(stage.inputTokensPerRecord, 1), "\(stage.stepCount)",
            ])
        }
        var evaluations = TextTable([
            "step", "split", "model", "prompt", "loss", "exact match", "metric", "tokens",
            "cold ms", "warm ms", "answer ms",
        ])
        for metrics in detail.evaluations {
            evaluations.rows.append(EvaluationRow.cells(metrics))
        }
        lines += ["", stages.text, "", evaluations.text]
        for kept in KeptMeasure.read(detail.measurements) { lines += MeasureText.lines(kept) }
        if !log.isEmpty { lines += [""] + log.map { "\($0.level.rawValue): \($0.message)" } }
        return lines.joined(separator: "\n")
    }
}

/// One evaluation as the cells of a table.
enum EvaluationRow {
    /// What a list of runs shows of it: the project's metric, else exact match.
    static func figure(_ metrics: EvaluationMetrics?) -> String {
        metrics?.score?.text ?? metrics?.exactMatch.map(NumberText.percent) ?? "-"
    }

    static func cells(_ metrics: EvaluationMetrics) -> [String] {
        var cells = ["\(metrics.step)", metrics.split] + comparedCells(metrics)
        cells.insert(metrics.score?.text ?? "-", at: 6)
        return cells
    }

    /// Without what is told once for all, and without the metric, whose intervals stand apart.
    static func comparedCells(_ metrics: EvaluationMetrics) -> [String] {
        [
            metrics.model.rawValue, metrics.arm.rawValue,
            NumberText.fixed(metrics.loss, 4), metrics.exactMatch.map(NumberText.percent) ?? "-",
            NumberText.fixed(metrics.inputTokensPerRecord, 1),
        ]
            + [
                metrics.prefillMilliseconds, metrics.warmPrefillMilliseconds,
                metrics.answerMilliseconds,
            ].map { $0.map { NumberText.fixed($0, 1) } ?? "-" }
    }
}

struct RunsDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a run with its checkpoints and adapter.")

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .customLong("run"), help: "The run's number.")
    var runID: Int64

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let name = try RunDeletion(store: store, project: project).delete(runID)
        output.print(["deleted": .integer(Int(runID)), "name": .string(name)]) {
            "Deleted run \(runID) (\(name))."
        }
    }
}
