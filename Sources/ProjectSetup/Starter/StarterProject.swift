import Foundation
import JSONText
import Project
import Prompts

/// The project that `promptintern init` makes: a commented project.yaml, and a few records that
/// show the form and are to be replaced.
package struct StarterProject: Sendable {
    /// Where the project goes.
    package let folder: URL
    /// The base model as project.yaml names it.
    package let model: ModelReference
    private let name: String

    /// - Parameters:
    ///   - folder: Made where it does not exist.
    ///   - name: Nil is the folder's name.
    ///   - modelPath: As typed; nil is `model` in the project's folder.
    ///   - workingFolder: Where the command was typed.
    package init(folder: URL, name: String?, modelPath: String?, workingFolder: URL) {
        self.folder = folder.standardizedFileURL
        self.name = name ?? self.folder.lastPathComponent
        model = ModelReference(modelPath, project: self.folder, workingFolder: workingFolder)
    }

    /// What was done.
    package struct Outcome: Sendable, Equatable {
        /// Paths in the project's folder.
        package var written: [String]
        /// Files that stood there already and were left as they are.
        package var kept: [String]
    }

    /// Writes the files that are not there yet.
    /// - Parameter force: Whether a project.yaml may be replaced. Data and template never are.
    /// - Returns: What was written, and what was kept.
    /// - Throws: `ProjectSetupError.projectExists`, `.cannotWrite`.
    package func write(force: Bool) throws(ProjectSetupError) -> Outcome {
        let all = files
        let existing = Set(all.existing(in: folder))
        if existing.contains(ProjectFile.fileName), !force {
            throw .projectExists(path: folder.appending(path: ProjectFile.fileName).path)
        }
        let new = all.filter { $0.path == ProjectFile.fileName || !existing.contains($0.path) }
        try new.write(to: folder, replacing: existing)
        let kept = all.map(\.path).filter { path in !new.contains { $0.path == path } }
        return Outcome(written: new.map(\.path), kept: kept)
    }

    /// What the user does next, as full sentences.
    package var nextSteps: [String] {
        let data = "Replace the records in data/ and the instructions in template.txt by your own."
        let plan = "See the stages with: promptintern plan \(folder.path)"
        let train = "Open the workbench with: promptintern \(folder.path)"
        guard !model.exists else { return [data, plan, train] }
        return [
            "Put a model (config.json, *.safetensors, tokenizer.json) at \(model.folder.path), "
                + "or set model.path in project.yaml.", data, plan, train,
        ]
    }

    // MARK: Files

    private var files: [NewFile] {
        [
            NewFile(path: ProjectFile.fileName, content: projectFile.commentedTemplate()),
            NewFile(path: "template.txt", content: Self.template),
            NewFile(path: "data/train.jsonl", content: Self.lines(Self.train, "train")),
            NewFile(
                path: "data/validation.jsonl", content: Self.lines(Self.validation, "validation")),
            NewFile(path: "data/test.jsonl", content: Self.lines(Self.test, "test")),
        ]
    }

    private var projectFile: ProjectFile {
        var file = ProjectFile()
        file.name = name
        file.model.path = model.path
        file.data.validation = "data/validation.jsonl"
        file.data.test = "data/test.jsonl"
        file.data.template = .file("template.txt")
        return file
    }

    private static func lines(_ records: KeyValuePairs<String, String>, _ prefix: String) -> String
    {
        records.enumerated().map { index, record in
            PromptRecord(
                id: "\(prefix)-\(index + 1)", query: record.key, output: record.value,
                source: RecordSource(file: "", line: 0)
            ).json
        }.map { JSONValue.object($0).text() + "\n" }.joined()
    }

    private static let template = """
        You turn requests about the lights of a house into one command.

        Commands:
        - SET room level: brightness from 0 (off) to 100.
        - FADE room level minutes: the same, slowly.
        - SCENE name: one of reading, dinner, night.

        Answer with the command alone. Rooms are written in small letters. Never explain.

        """

    private static let train: KeyValuePairs = [
        "Turn the kitchen light off.": "SET kitchen 0",
        "Make the study half as bright as it can be.": "SET study 50",
        "Dim the bedroom to ten percent over a quarter of an hour.": "FADE bedroom 10 15",
        "We are about to eat.": "SCENE dinner",
        "Full light in the garage, please.": "SET garage 100",
        "Let the nursery get dark within half an hour.": "FADE nursery 0 30",
    ]

    private static let validation: KeyValuePairs = [
        "Bring the hall up to eighty over five minutes.": "FADE hall 80 5",
        "I would like to go on with my book.": "SCENE reading",
    ]

    private static let test: KeyValuePairs = [
        "The bathroom at thirty, please.": "SET bathroom 30",
        "Everybody goes to sleep now.": "SCENE night",
    ]
}
