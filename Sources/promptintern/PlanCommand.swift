import ArgumentParser
import JSONText
import LanguageModel
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
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "List the held-out records too, by id.")
    var records = false

    func run() throws {
        let project = try projectOptions.loadProject()
        let prepared = try PreparedProject(
            project, store: try projectOptions.openStore(project), monitor: Console.compression,
            report: Console.error)
        let plan = try prepared.draft(project.file.schedule.schedule)
        let stages = RunPlan.summaries(plan, prepared.trainingConfiguration)
        let (memory, refusal) = try memory(prepared, plan)
        output.print(json(project, plan, stages, memory, refusal)) {
            text(prepared, plan, stages, memory)
        }
        guard let refusal else { return }
        if !output.json { Console.error("\nError: \(refusal)") }
        throw ExitCode.failure
    }

    /// What a run will take, or why it would be refused.
    private func memory(
        _ prepared: PreparedProject, _ plan: StagePlan
    ) throws -> (memory: RunMemory?, refusal: String?) {
        do {
            let batches = try RunBatches(prepared, plan)
            let memory = RunMemory(
                prepared, storage: prepared.storage, batches: batches, threadCount: threads.count)
            return (memory, nil)
        } catch RunControlError.stageNotReady {
            let problems = plan.stages.compactMap { stage in
                stage.problem.map {
                    "\(RunControlError.stageNotReady(stage: stage.index, reason: $0.text))"
                }
            }
            return (nil, problems.joined(separator: "\n\n"))
        } catch let error as RunControlError where error.isAboutLength {
            return (nil, "\(error)")
        }
    }

    private func json(
        _ project: LoadedProject, _ plan: StagePlan, _ stages: [StageSummary],
        _ memory: RunMemory?, _ refusal: String?
    ) -> JSONValue {
        var object = JSONObject()
        object.append("project", .string(project.file.name))
        object.append("compressor", .string(plan.input.compressor.name))
        object.append("training_records", .integer(project.training.count))
        object.append("validation_records", .integer(project.validation.count))
        object.append("test_records", .integer(project.test.count))
        object.append(
            "stages",
            .array(
                zip(stages, plan.stages).map { summary, stage in
                    var value = EventJSON.stage(summary).objectValue ?? JSONObject()
                    value.append("problem", .optional(stage.problem?.text))
                    value.append("tokens_per_epoch", .integer(stage.tokensPerEpoch))
                    value.append("tokens", .integer(stage.totalTokens))
                    let needed = memory?.stages[stage.index]
                    value.append("largest_batch_tokens", .optional(needed?.rows))
                    value.append(
                        "predicted_memory_gb", needed.map { .gigabytes($0.total) } ?? .null)
                    return .object(value)
                }))
        object.append("input_tokens", .integer(plan.totalTokens))
        let storage = EngineStorage(project.file.training)
        object.append("precision", .string(storage.precision.rawValue))
        object.append("base", .string(storage.weights.rawValue))
        object.append("predicted_memory_gb", memory.map { .gigabytes($0.total) } ?? .null)
        object.append(
            "available_memory_gb", MachineMemory.availableBytes.map { .gigabytes($0) } ?? .null)
        object.append("warnings", .array(project.warnings(of: plan).map { .string($0) }))
        object.append("refusal", .optional(refusal))
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
        _ prepared: PreparedProject, _ plan: StagePlan, _ stages: [StageSummary],
        _ memory: RunMemory?
    ) -> String {
        let project = prepared.project
        var table = TextTable([
            "stage", "tau", "kept", "k", "epochs", "template", "tokens/record", "tokens/epoch",
            "steps",
        ])
        for (summary, stage) in zip(stages, plan.stages) {
            guard stage.problem == nil else {
                table.rows.append([
                    "\(summary.stage)", NumberText.fixed(summary.compressionRate, 2), "failed",
                    "\(summary.shots)", "\(summary.epochs)", "-", "-", "-", "\(summary.stepCount)",
                ])
                continue
            }
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
            "Templates are shortened by: \(plan.input.compressor.name)",
            "", table.text, "",
            "\(NumberText.grouped(plan.totalTokens)) input tokens"
                + (plan.firstProblem == nil ? "" : " (without the stages that failed)") + " in "
                + "\(stages.reduce(0) { $0 + $1.stepCount }) steps.",
        ]
        if let memory {
            let layerCount = prepared.model.configuration.layerCount
            lines.append("Memory, \(memory.storage.name): \(memory.text(layerCount: layerCount))")
        }
        if !project.skippedLines.isEmpty {
            lines.append("\(project.skippedLines.count) lines left out that are not records.")
        }
        lines += project.warnings(of: plan).map { "Warning: \($0)" }
        if records {
            lines += [""] + project.heldOut.map { "\($0.id)  \($0.split?.rawValue ?? "")" }
        }
        return lines.joined(separator: "\n")
    }
}
