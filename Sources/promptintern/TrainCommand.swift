import ArgumentParser
import Foundation
import Prompts
import RunControl
import RunEvents
import RunStore

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a project through all stages, without a screen.",
        discussion: """
            Ctrl-C, SIGTERM and a lost connection stop at a checkpoint; `promptintern resume` goes \
            on from there. With --json every event is one line of JSON, the result the last.

            Examples:
              promptintern train sample-data/formulas
              promptintern train sample-data/formulas --stages 1.0:4:2,0.5:2:2,0:0:4 --json
              promptintern train sample-data/formulas --branch 3 --after-stage 0 \
                --stages 0.3:1:4,0:0:16
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The run's name in the history.")
    var name: String?

    @OptionGroup var memory: MemoryOptions

    @Option(
        help: "Stages instead of the project's, as tau:shots:epochs with commas between them.")
    var stages: String?

    @Option(
        help: ArgumentHelp(
            "Go on from the end of a stage of this run, instead of from the base; what --stages "
                + "names, or the project's later stages, follows.", valueName: "run"))
    var branch: Int64?

    @Option(help: "The last stage that is taken over from the run of --branch.")
    var afterStage: Int?

    func validate() throws {
        guard (branch == nil) == (afterStage == nil) else {
            throw ValidationError(
                "--branch and --after-stage belong together: --branch 3 --after-stage 0.")
        }
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let prepared = try PreparedProject(
            project, store: store, monitor: Console.compression,
            report: Console.error)
        let plan = try plan(prepared, store)
        try memory.check(plan, threadCount: threads.count)
        if !output.json {
            for warning in project.warnings(of: plan.stagePlan) {
                Console.error("Warning: \(warning)")
            }
        }
        let runner = TrainingRunner(isJSON: output.json)
        let session = try TrainingSession.start(
            plan, name: name ?? RunName.next(project.file.name), toolVersion: ToolVersion.text,
            store: store, threadCount: threads.count, observer: runner.observer())
        let outcome = runner.run(session)
        if outcome.status == .failed { throw ExitCode.failure }
    }

    private func plan(_ prepared: PreparedProject, _ store: RunStore) throws -> RunPlan {
        let named = try stages.map { try StageList.parse($0) }
        let own = prepared.project.file.schedule.schedule
        guard let branch, let afterStage else {
            return try RunPlan(prepared, schedule: named ?? own)
        }
        let parent = try store.run(branch).summary.run
        let origin = try RunOrigin(parent, afterStage: afterStage, in: prepared.project)
        let rest = named?.stages ?? Array(own.stages.dropFirst(afterStage + 1))
        return try RunPlan(
            prepared, schedule: try origin.schedule(of: parent, followedBy: rest), origin: origin)
    }
}

/// `--ignore-memory`.
struct MemoryOptions: ParsableArguments {
    @Flag(help: "Start where more memory is predicted to be needed than the machine has available.")
    var ignoreMemory = false

    /// - Throws: `RunControlError.notEnoughMemory`.
    func check(_ plan: RunPlan, threadCount: Int) throws {
        guard !ignoreMemory else { return }
        try plan.memory(threadCount: threadCount).check(available: MachineMemory.availableBytes)
    }
}

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a stopped or interrupted run from its newest checkpoint.",
        discussion: """
            Example:
              promptintern resume sample-data/formulas --run 3
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var output: OutputOptions

    @OptionGroup var memory: MemoryOptions

    @Option(
        name: .customLong("run"),
        help: "The run's number; the newest that can be resumed by default.")
    var runID: Int64?

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let record = try RunLookup(store: store, project: project).resumable(runID)
        let prepared = try PreparedProject(
            project, store: store, monitor: Console.compression,
            report: Console.error)
        let plan = try RunPlan(
            prepared, schedule: try RunLookup.schedule(of: record),
            origin: RunOrigin(of: record))
        try memory.check(plan, threadCount: threads.count)
        let runner = TrainingRunner(isJSON: output.json)
        let session = try TrainingSession.resume(
            record, plan, store: store, threadCount: threads.count, observer: runner.observer())
        let outcome = runner.run(session)
        if outcome.status == .failed { throw ExitCode.failure }
    }
}

/// Stages as they are written on a command line: `1.0:5:2,0.5:2:2,0:0:4`.
enum StageList {
    static func parse(_ text: String) throws -> Schedule {
        let stages = try text.split(separator: ",").map { part -> StageSetting in
            let fields = part.split(separator: ":")
            guard fields.count == 3, let rate = Double(fields[0]), (0...1).contains(rate),
                let shots = Int(fields[1]), shots >= 0, let epochs = Int(fields[2]), epochs > 0
            else {
                throw ValidationError(
                    "\"\(part)\" is not a stage. Write tau:shots:epochs, such as 0.5:2:3, with "
                        + "tau from 0 to 1, shots from 0 and epochs from 1.")
            }
            return StageSetting(compressionRate: rate, shots: shots, epochs: epochs)
        }
        guard !stages.isEmpty else { throw ValidationError("--stages names no stage.") }
        return Schedule(stages: stages)
    }
}
