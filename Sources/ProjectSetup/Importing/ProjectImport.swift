import Foundation
import Project
import Prompts

/// Makes projects of a log or of records: `promptintern import`.
package struct ProjectImport: Sendable {
    /// How the records are split.
    package var shares: SplitShares
    /// Leave bad lines out instead of refusing the file.
    package var skipsInvalid = false
    /// Whether all messages before the last question are examples.
    package var takesTurnsAsExamples = false
    /// Goes over all texts first; nil leaves them as they are.
    package var mask: TextMask?
    /// How a plain text is cut; nil reads JSON lines.
    package var plainText: PlainTextRules?
    /// The one template that is wanted, counted from 1; nil is all.
    package var template: Int?
    /// A file with corrections that a new project is to keep; nil uses those in the output's folder.
    package var corrections: URL?
    /// Whether projects that stand in the output's folder are filled anew.
    package var updates = false
    /// As typed; nil is `model` in the project's folder.
    package var modelPath: String?
    /// Where the command was typed.
    package var workingFolder: URL

    /// An import with the usual settings.
    package init(
        shares: SplitShares,
        workingFolder: URL = URL(
            filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    ) {
        self.shares = shares
        self.workingFolder = workingFolder
    }

    /// Reads a log, takes its prompts apart, and writes a project for each template.
    /// - Parameters:
    ///   - url: OpenAI's chat JSONL, prompt/completion JSONL, plain text, or records.
    ///   - output: Holds the project, or a folder for each where there are several.
    /// - Returns: What was read, and each project that was written.
    /// - Throws: `PromptsError` for the log, `CorrectionError` and `ProjectError` for corrections,
    ///   `ProjectSetupError` for the rest. Nothing that stands there already is touched, unless
    ///   projects are to be filled anew: then records, layout and template are.
    package func run(_ url: URL, output: URL) throws -> ImportReport {
        let output = output.standardizedFileURL
        let isRecords = try plainText == nil && PromptImporter.format(of: url) == .records
        var report: ImportReport
        var drafts: [(draft: ProjectDraft, update: ProjectUpdate?)]
        if isRecords {
            guard !updates, corrections == nil else {
                throw ProjectSetupError.recordsAreNoLog(file: url.lastPathComponent)
            }
            (drafts, report) = try recordDrafts(url, output)
        } else {
            (drafts, report) = try logDrafts(url, output)
        }
        for index in drafts.indices {
            let folder = drafts[index].draft.folder
            drafts[index].draft.finish(
                name: drafts.count == 1
                    ? folder.lastPathComponent
                    : "\(output.lastPathComponent) \(folder.lastPathComponent)",
                model: ModelReference(modelPath, project: folder, workingFolder: workingFolder))
        }
        let writings = try drafts.map { try writing($0.draft, $0.update, url) }
        try keepCorrections(in: output)
        for writing in writings { try writing.write() }
        report.projects = writings.map(\.report)
        return report
    }

    /// A project's files, and what to tell about them.
    private struct Writing {
        var folder: URL
        var files: [NewFile]
        var isUpdate: Bool
        var report: ImportReport.Project

        func write() throws {
            if isUpdate {
                try files.replace(in: folder)
            } else {
                try files.write(to: folder)
            }
        }
    }

    /// All projects are looked at before the first is written.
    private func writing(
        _ draft: ProjectDraft, _ update: ProjectUpdate?, _ url: URL
    ) throws -> Writing {
        guard !draft.records(.train).isEmpty else {
            throw ProjectSetupError.noTrainingRecords(file: url.lastPathComponent)
        }
        if let layout = draft.fullLayout, !layout.parts.contains(where: { $0.kind == .query }) {
            throw ProjectSetupError.noQueryLeft(
                template: draft.template ?? 1, file: url.lastPathComponent)
        }
        var draft = draft
        var files = draft.files
        if var update {
            let (updated, goneCount) = try update.files(draft)
            files = updated
            draft.notes.insert(
                "The project was there: its settings and the split of its records are kept.", at: 0)
            if goneCount > 0 {
                draft.notes.append(
                    "\(Count.text(goneCount, "record")) of the project \(goneCount == 1 ? "is" : "are") "
                        + "not in this log, and no longer in the project.")
            }
        } else {
            let existing = files.existing(in: draft.folder)
            guard existing.isEmpty else {
                throw ProjectSetupError.filesExist(folder: draft.folder.path, names: existing)
            }
        }
        return Writing(
            folder: draft.folder, files: files, isUpdate: update != nil,
            report: ImportReport.Project(
                draft, files: files.map(\.path), isUpdate: update != nil))
    }

    // MARK: Corrections

    /// Those of the output's folder, or those that a new project is to keep.
    private func corrections(_ output: URL) throws -> Corrections {
        guard let corrections else {
            return try CorrectionsFile.load(folder: output)?.corrections ?? .none
        }
        guard let file = try CorrectionsFile.load(corrections) else {
            throw ProjectSetupError.noCorrectionsFile(path: corrections.path)
        }
        let own = output.appending(path: Corrections.fileName)
        if FileManager.default.fileExists(atPath: own.path),
            own.resolvingSymlinksInPath().path != corrections.resolvingSymlinksInPath().path
        {
            throw ProjectSetupError.correctionsExist(path: own.path)
        }
        return file.corrections
    }

    /// A file from elsewhere belongs to the project from now on.
    private func keepCorrections(in output: URL) throws {
        guard let corrections, var file = try CorrectionsFile.load(corrections) else { return }
        let own = output.appending(path: Corrections.fileName)
        guard !FileManager.default.fileExists(atPath: own.path) else { return }
        if let log = file.logFile(in: corrections.deletingLastPathComponent()) {
            try file.setLog(ModelReference.relative(log, to: output))
        }
        try file.save(folder: output)
    }

    // MARK: Logs

    private typealias Draft = (draft: ProjectDraft, update: ProjectUpdate?)

    private func logDrafts(_ url: URL, _ output: URL) throws -> ([Draft], ImportReport) {
        let log = try DecomposedLog(
            url, skipsInvalid: skipsInvalid, takesTurnsAsExamples: takesTurnsAsExamples,
            mask: mask, plainText: plainText, corrections: corrections(output))
        let count = log.decomposition.layouts.count
        if log.decomposition.records.isEmpty {
            throw ProjectSetupError.allLeftOut(file: log.file)
        }
        guard count > 0 else {
            throw ProjectSetupError.noTemplate(file: log.file, promptCount: log.log.prompts.count)
        }
        if let template, !(1...count).contains(template) {
            throw ProjectSetupError.noSuchTemplate(
                number: template, count: count, file: log.file)
        }
        let wanted = template.map { [$0] } ?? Array(1...count)
        let names = log.decomposition.groupNames
        if updates, wanted.count > 1, wanted.contains(where: { names[$0 - 1] == nil }) {
            throw ProjectSetupError.unnamedTemplates(file: log.file, count: count)
        }
        let drafts = try wanted.map { number -> Draft in
            let folder =
                wanted.count == 1
                ? output
                : output.appending(
                    path: Self.folderName(names[number - 1], number), directoryHint: .isDirectory)
            let update = updates ? try ProjectUpdate(folder: folder) : nil
            let draft = LogDraft(log: log, template: number).draft(
                folder: folder, splitter: RecordSplitter(shares: shares), update: update)
            return (draft, update)
        }
        var report = ImportReport(
            source: log.file, format: log.log.format, recordCount: log.log.prompts.count,
            templateCount: count, notes: log.decomposition.notes, problems: log.log.problems)
        report.masked = log.masked
        report.leftOutCount =
            log.decomposition.records.count - drafts.reduce(0) { $0 + $1.draft.records.count }
        report.corrections = log.decomposition
        return (drafts, report)
    }

    /// A group's name where that can be a folder's.
    private static func folderName(_ name: String?, _ number: Int) -> String {
        let allowed = { (character: Character) in
            character.isLetter || character.isNumber || "-_ ".contains(character)
        }
        guard let name, !name.isEmpty, name.allSatisfy(allowed) else { return "template-\(number)" }
        return name
    }

    // MARK: Records

    private func recordDrafts(_ url: URL, _ output: URL) throws -> ([Draft], ImportReport) {
        var reading = try RecordReader(skipsInvalid: skipsInvalid).read(url)
        let masked = mask.map { $0.mask(&reading.records) }
        guard !reading.records.isEmpty else { throw PromptsError.invalidLines(reading.problems) }
        if let template, template != 1 {
            throw ProjectSetupError.noSuchTemplate(
                number: template, count: 1, file: url.lastPathComponent)
        }
        var draft = ProjectDraft(
            folder: output, records: RecordSplitter(shares: shares).split(reading.records))
        if let shared = draft.records.first?.template, PlainPrompt.survives(shared),
            draft.records.allSatisfy({ $0.template?.utf8.elementsEqual(shared.utf8) == true })
        {
            draft.templateText = shared
            for index in draft.records.indices { draft.records[index].template = nil }
        } else if draft.records.allSatisfy({ $0.template == nil }) {
            draft.notes.append(
                "The records have no template: set data.template in project.yaml to the "
                    + "instructions that are to be trained in.")
        }
        draft.notes.append(
            "The query block is \"\(draft.file.data.format.query)\" and the rest of data.format as "
                .replacing("\n", with: "\\n")
                + "usual: set them in project.yaml to what production sends.")
        var report = ImportReport(
            source: url.lastPathComponent, format: .records, recordCount: reading.records.count,
            templateCount: draft.templateText == nil ? 0 : 1, notes: [],
            problems: reading.problems)
        report.masked = masked
        return ([(draft, nil)], report)
    }
}
