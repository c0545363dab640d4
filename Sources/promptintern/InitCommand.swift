import ArgumentParser
import Foundation
import JSONText
import ProjectSetup

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Start a project: a commented project.yaml and a few records to replace.",
        discussion: """
            Files that stand there already are kept.

            Examples:
              promptintern init my-project --model models/llama-1b
              promptintern init bash --task nl2bash --data downloads/nl2bash --model models/llama-1b
            """)

    @Argument(help: "The folder to make the project in.")
    var folder: String

    @Option(help: "Folder of a Hugging Face model (config.json, *.safetensors, tokenizer.json).")
    var model: String?

    @Option(help: "The project's name; the folder's by default.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Settings and instructions for a benchmark: "
                + BenchmarkTask.allCases.map(\.rawValue).joined(separator: ", ") + "."))
    var task: BenchmarkTask?

    @Option(
        help: ArgumentHelp(
            "The benchmark's records: a folder with train.jsonl, and validation.jsonl and "
                + "test.jsonl where there are such.", valueName: "folder"))
    var data: String?

    @Flag(help: "Replace a project.yaml that is there already. Data are never replaced.")
    var force = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (task == nil) == (data == nil) else {
            throw ValidationError("--task and --data belong together.")
        }
    }

    func run() throws {
        if let task, let data { return try makeBenchmark(task, data) }
        let project = StarterProject(
            folder: URL(filePath: folder, directoryHint: .isDirectory), name: name,
            modelPath: model,
            workingFolder: URL(
                filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
        let outcome = try project.write(force: force)
        output.print(json(project, outcome)) {
            var lines = [
                "Wrote \(outcome.written.joined(separator: ", ")) in \(project.folder.path)."
            ]
            if !outcome.kept.isEmpty {
                lines.append("Kept \(outcome.kept.joined(separator: ", ")) as they were.")
            }
            lines += ["", "Next:"] + project.nextSteps.map { "- \($0)" }
            return lines.joined(separator: "\n")
        }
    }

    private func makeBenchmark(_ task: BenchmarkTask, _ data: String) throws {
        let project = try BenchmarkProject(
            task, folder: URL(filePath: folder, directoryHint: .isDirectory), name: name,
            modelPath: model, dataPath: data,
            workingFolder: URL(
                filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
        let written = try project.write()
        output.print([
            "project": .string(project.folder.path), "task": .string(task.rawValue),
            "written": .array(written.map { .string($0) }),
            "data": .array(project.dataNames.map { .string($0) }),
            "model": .string(project.model.folder.path), "has_model": .bool(project.model.exists),
        ]) {
            let model =
                project.model.exists
                ? "" : "Put a model at \(project.model.folder.path), or set model.path.\n"
            return "Wrote \(written.joined(separator: ", ")) in \(project.folder.path), on "
                + "\(project.dataNames.joined(separator: ", ")).\n\(model)"
                + "See the stages with: promptintern plan \(project.folder.path)"
        }
    }

    private func json(_ project: StarterProject, _ outcome: StarterProject.Outcome) -> JSONValue {
        [
            "project": .string(project.folder.path),
            "written": .array(outcome.written.map { .string($0) }),
            "kept": .array(outcome.kept.map { .string($0) }),
            "model": .string(project.model.folder.path), "has_model": .bool(project.model.exists),
            "next": .array(project.nextSteps.map { .string($0) }),
        ]
    }
}

extension BenchmarkTask: ExpressibleByArgument {}
