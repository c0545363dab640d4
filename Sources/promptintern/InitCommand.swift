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

            Example:
              promptintern init my-project --model models/llama-1b
            """)

    @Argument(help: "The folder to make the project in.")
    var folder: String

    @Option(help: "Folder of a Hugging Face model (config.json, *.safetensors, tokenizer.json).")
    var model: String?

    @Option(help: "The project's name; the folder's by default.")
    var name: String?

    @Flag(help: "Replace a project.yaml that is there already. Data are never replaced.")
    var force = false

    @OptionGroup var output: OutputOptions

    func run() throws {
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
