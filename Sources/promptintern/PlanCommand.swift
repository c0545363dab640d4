import ArgumentParser
import JSONText
import Prompts
import RunControl
import RunEvents

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the stages of a project with exact token counts, before any training.",
        discussion: """
            Example:
              promptintern plan sample-data/formulas --json
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "List the held-out records too, by id.")
    var records = false

    func run() throws {
        let project = try projectOptions.loadProject()
        let prepared = try PreparedProject(project, store: try projectOptions.openStore(project))
        let schedule = project.file.schedule.schedule
        let plan = try prepared.plan(schedule)
        let stages = RunPlan.summaries(plan, prepared.trainingConfiguration)
        output.print(json(project, plan, stages)) { text(project, plan, stages) }
    }

    private func json(
        _ project: LoadedProject, _ plan: StagePlan, _ stages: [StageSummary]
    ) -> JSONValue {
        var object = JSONObject()
        object.append("project", .string(project.file.name))
        object.append("training_records", .integer(project.training.count))
        object.append("validation_records", .integer(project.validation.count))
        object.append("test_records", .integer(project.test.count))
        object.append(
            "stages",
            .array(
                zip(stages, plan.stages).map { summary, stage in
                    var value = EventJSON.stage(summary).objectValue ?? JSONObject()
                    value.append("tokens_per_epoch", .integer(stage.tokensPerEpoch))
                    value.append("tokens", .integer(stage.totalTokens))
                    return .object(value)
                }))
        object.append("input_tokens", .integer(plan.totalTokens))
        object.append("warnings", .array(plan.warnings().map { .string($0) }))
        object.append("skipped_lines", .integer(project.skippedLines.count))
        if records {
            object.append(
                "held_out",
                .array(
                    project.heldOut.map {
                        ["id": .string($0.id), "split": .optional($0.split?.rawValue)]
                    }))
        }
        return .object(object)
    }

    private func text(
        _ project: LoadedProject, _ plan: StagePlan, _ stages: [StageSummary]
    ) -> String {
        var table = TextTable([
            "stage", "tau", "kept", "k", "epochs", "template", "tokens/record", "tokens/epoch",
            "steps",
        ])
        for (summary, stage) in zip(stages, plan.stages) {
            table.rows.append([
                "\(summary.stage)", NumberText.fixed(summary.compressionRate, 2),
                NumberText.fixed(summary.achievedRate, 2), "\(summary.shots)",
                "\(summary.epochs)", NumberText.grouped(summary.templateTokens),
                NumberText.fixed(summary.inputTokensPerRecord, 1),
                NumberText.grouped(stage.tokensPerEpoch), "\(summary.stepCount)",
            ])
        }
        var lines = [
            "\(project.file.name): \(project.training.count) training, "
                + "\(project.validation.count) validation, \(project.test.count) test records",
            "", table.text, "",
            "\(NumberText.grouped(plan.totalTokens)) input tokens in "
                + "\(stages.reduce(0) { $0 + $1.stepCount }) steps.",
        ]
        if !project.skippedLines.isEmpty {
            lines.append("\(project.skippedLines.count) lines left out that are not records.")
        }
        lines += plan.warnings().map { "Warning: \($0)" }
        if records {
            lines += [""] + project.heldOut.map { "\($0.id)  \($0.split?.rawValue ?? "")" }
        }
        return lines.joined(separator: "\n")
    }
}
