import Foundation
import Project
import Prompts

/// A project of one of the benchmarks on the user's copy of its data.
package struct BenchmarkProject: Sendable {
    package let folder: URL
    package let model: ModelReference
    /// Names of the data files that were found.
    package let dataNames: [String]
    private let task: BenchmarkTask
    private let name: String
    private let data: ModelReference

    /// - Parameters:
    ///   - task: Which benchmark.
    ///   - folder: Made where it does not exist.
    ///   - name: Nil is the folder's name.
    ///   - modelPath: As typed; nil is `model` in the project's folder.
    ///   - dataPath: As typed: a folder with train.jsonl, and validation.jsonl and test.jsonl where
    ///     there are such.
    ///   - workingFolder: Where the command was typed.
    /// - Throws: `ProjectSetupError.noBenchmarkData`, and `PromptsError` for data that are no
    ///   records.
    package init(
        _ task: BenchmarkTask, folder: URL, name: String?, modelPath: String?, dataPath: String,
        workingFolder: URL
    ) throws {
        self.task = task
        self.folder = folder.standardizedFileURL
        self.name = name ?? self.folder.lastPathComponent
        model = ModelReference(modelPath, project: self.folder, workingFolder: workingFolder)
        data = ModelReference(dataPath, project: self.folder, workingFolder: workingFolder)
        let place = data.folder
        dataNames = BenchmarkTask.dataNames.filter {
            FileManager.default.fileExists(atPath: place.appending(path: $0).path)
        }
        guard dataNames.first == BenchmarkTask.dataNames.first else {
            throw ProjectSetupError.noBenchmarkData(folder: place.path)
        }
        for file in dataNames {
            let reading = try RecordReader(skipsInvalid: false).read(place.appending(path: file))
            guard let field = task.neededMeta else { continue }
            for record in reading.records where record.meta?[field] == nil {
                throw ProjectSetupError.benchmarkFieldMissing(
                    field: "meta.\(field)", record: record.id, place: "\(record.source)")
            }
        }
    }

    /// Writes project.yaml and template.txt; the data stay where they are.
    /// - Returns: What was written.
    /// - Throws: `ProjectSetupError.filesExist`, `.cannotWrite`.
    package func write() throws -> [String] {
        let files = [
            NewFile(path: ProjectFile.fileName, content: projectFile.commentedTemplate()),
            NewFile(path: "template.txt", content: task.template),
        ]
        let existing = files.existing(in: folder)
        guard existing.isEmpty else {
            throw ProjectSetupError.filesExist(folder: folder.path, names: existing)
        }
        try files.write(to: folder)
        return files.map(\.path)
    }

    private var projectFile: ProjectFile {
        var file = task.settings
        file.name = name
        file.model.path = model.path
        func path(_ name: String) -> String? {
            dataNames.contains(name) ? "\(data.path)/\(name)" : nil
        }
        file.data.train = path("train.jsonl") ?? file.data.train
        file.data.validation = path("validation.jsonl")
        file.data.test = path("test.jsonl")
        return file
    }
}
