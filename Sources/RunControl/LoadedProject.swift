import Foundation
import Project
import Prompts
import Training

/// A project's file and all its records, checked.
package struct LoadedProject: Sendable {
    package let folder: URL
    package let file: ProjectFile
    package let paths: ProjectPaths
    package let layout: PromptLayout
    package let training: [PromptRecord]
    package let validation: [PromptRecord]
    package let test: [PromptRecord]
    /// Where examples come from.
    package let bank: [PromptRecord]
    /// Lines left out because they are no records.
    package let skippedLines: [LineProblem]
    /// Nil where prompts are plain text.
    package let chat: ChatDress?
    /// A checksum for each file that shapes a run, by its path in project.yaml.
    package let dataHashes: [(name: String, hash: String)]

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - folder: that holds project.yaml.
    ///   - historyFlag: from the command line.
    ///   - skipsInvalid: leaves bad lines out instead of refusing the file.
    /// - Returns: the project with at least one training record.
    /// - Throws: `ProjectError`, `PromptsError`, `RunControlError.noTrainingRecords`.
    package static func load(
        folder: URL, historyFlag: String? = nil, skipsInvalid: Bool = false
    ) throws -> LoadedProject {
        let folder = folder.standardizedFileURL
        let file = try ProjectFile.load(folder: folder)
        return try LoadedProject(
            folder: folder, file: file, historyFlag: historyFlag, skipsInvalid: skipsInvalid)
    }

    /// Reads everything that a file of settings names, which need not be the folder's own.
    /// - Throws: As `load`.
    package init(
        folder: URL, file: ProjectFile, historyFlag: String? = nil, skipsInvalid: Bool = false
    ) throws {
        let folder = folder.standardizedFileURL
        self.folder = folder
        self.file = file
        paths = ProjectPaths(projectFolder: folder, project: file, historyFlag: historyFlag)
        let splits: [(DataSplit, String?)] = [
            (.train, file.data.train), (.validation, file.data.validation), (.test, file.data.test),
        ]
        let named = splits.compactMap { split, path in path.map { (split, $0) } }
        // One reading over all files, so that a record of one split cannot stand in another.
        let urls = named.map { ProjectPaths.resolve($0.1, in: folder) }
        let reading = try RecordReader(skipsInvalid: skipsInvalid).read(urls)
        skippedLines = reading.problems
        let records = try Self.withSplits(reading.records, of: named.map(\.0), urls)
        let all = records.filter { $0.split == .train || $0.split == nil }
        let limit = file.data.trainRecords
        training = limit > 0 ? Array(all.prefix(limit)) : all
        validation = records.filter { $0.split == .validation }
        test = records.filter { $0.split == .test }
        guard !training.isEmpty else {
            throw RunControlError.noTrainingRecords(
                path: ProjectPaths.resolve(file.data.train, in: folder).path)
        }
        bank = Self.bank(training, file.retriever.bank)
        layout = try Self.layout(file, folder: folder)
        chat = try ChatDress(file, folder: folder)
        dataHashes =
            try Self.hashes(file, folder: folder)
            + (chat.map { [("chat_template", Checksum.of($0.identity))] } ?? [])
    }

    /// Gives records that name no split the one of their file.
    private static func withSplits(
        _ records: [PromptRecord], of splits: [DataSplit], _ urls: [URL]
    ) throws -> [PromptRecord] {
        var byFile: [String: DataSplit] = [:]
        var byID: [String: DataSplit] = [:]
        for (split, url) in zip(splits, urls) { byFile[url.lastPathComponent] = split }
        if byFile.count < urls.count {
            // A record knows its file's name alone, and here files in different folders share one.
            for (split, url) in zip(splits, urls) {
                for record in try RecordReader(skipsInvalid: true).read(url).records
                where byID[record.id] == nil {
                    byID[record.id] = split
                }
            }
        }
        return records.map { record in
            var record = record
            record.split = record.split ?? byID[record.id] ?? byFile[record.source.file]
            return record
        }
    }

    /// What the run's fingerprint and row name the data with.
    private static func hashes(
        _ file: ProjectFile, folder: URL
    ) throws -> [(name: String, hash: String)] {
        var names = [file.data.train, file.data.validation, file.data.test].compactMap { $0 }
        if case .file(let path) = file.data.template { names.append(path) }
        if let layout = file.data.layout { names.append(layout) }
        return try names.map {
            ($0, try Checksum.ofFile(ProjectPaths.resolve($0, in: folder)))
        }
    }

    private static func bank(
        _ training: [PromptRecord], _ size: ProjectFile.Retriever.Bank
    ) -> [PromptRecord] {
        switch size {
        case .share(let share):
            Array(training.prefix(max(1, Int((Double(training.count) * share).rounded()))))
        case .count(let count): Array(training.prefix(count))
        }
    }

    private static func layout(_ file: ProjectFile, folder: URL) throws -> PromptLayout {
        if let path = file.data.layout {
            return try PromptLayout.load(ProjectPaths.resolve(path, in: folder))
        }
        let format = file.data.format
        var parts: [PromptLayout.Part] = []
        for text in file.data.pinned {
            parts.append(.init(kind: .pinned, text: text, trailing: format.separator))
        }
        if let template = file.data.template {
            let text =
                switch template {
                case .text(let text): text
                case .file(let path): try templateText(ProjectPaths.resolve(path, in: folder))
                }
            parts.append(.init(kind: .template, text: text, trailing: format.separator))
        } else {
            // Records may bring templates of their own, which take this place.
            parts.append(.init(kind: .template, trailing: format.separator))
        }
        parts.append(.init(kind: .examples, trailing: format.separator))
        parts.append(.init(kind: .query, text: format.query))
        let layout = PromptLayout(
            parts: parts,
            exampleFormat: .text(format: format.example, separator: format.exampleSeparator))
        try layout.validate()
        return layout
    }

    /// A template file's text without the line break that editors put at its end.
    private static func templateText(_ url: URL) throws -> String {
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw ProjectError.unreadable(path: url.path, reason: "it cannot be opened")
        }
        guard var text = String(validating: data, as: UTF8.self) else {
            throw ProjectError.unreadable(path: url.path, reason: "it is not UTF-8 text")
        }
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    // MARK: What follows from the file

    /// Which runs of the history are the project's: those of its folder, or all where the history
    /// lies inside that folder, which may have had another path when they were trained.
    package var historyFilter: String? {
        paths.history.path.hasPrefix(paths.stateFolder.path + "/") ? nil : folder.path
    }

    package var heldOut: [PromptRecord] { validation + test }

    /// A record of any split by its id.
    package func record(_ id: String) -> PromptRecord? {
        (training + heldOut).first { $0.id == id }
    }

    /// The records that a run is finally judged on: test, or validation where there is no test.
    package var judged: (split: String, records: [PromptRecord]) {
        test.isEmpty ? ("validation", validation) : ("test", test)
    }

    /// What the model learns to write after a query block.
    ///
    /// A chat template leads to the answer itself, without the white space of a plain prompt.
    package func completion(for record: PromptRecord) -> String {
        var format = file.data.format.output
        if chat != nil { format = format.trimmingCharacters(in: .whitespacesAndNewlines) }
        return format.replacing("{output}", with: record.output)
    }

    package var modelFolder: URL { ProjectPaths.resolve(file.model.path, in: folder) }
}
