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
    /// The one template that is wanted, counted from 1; nil is all.
    package var template: Int?
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
    ///   - url: OpenAI's chat JSONL, prompt/completion JSONL, or records.
    ///   - output: Holds the project, or a folder for each where there are several.
    /// - Returns: What was read, and each project that was written.
    /// - Throws: `PromptsError` for the log, `ProjectSetupError` for the rest. Nothing that stands
    ///   there already is touched.
    package func run(_ url: URL, output: URL) throws -> ImportReport {
        let output = output.standardizedFileURL
        let isRecords = try PromptImporter.format(of: url) == .records
        var report: ImportReport
        var drafts: [ProjectDraft]
        if isRecords {
            (drafts, report) = try recordDrafts(url, output)
        } else {
            (drafts, report) = try logDrafts(url, output)
        }
        for index in drafts.indices {
            let folder = drafts[index].folder
            drafts[index].finish(
                name: drafts.count == 1
                    ? folder.lastPathComponent
                    : "\(output.lastPathComponent) \(folder.lastPathComponent)",
                model: ModelReference(modelPath, project: folder, workingFolder: workingFolder))
        }
        // All are looked at before the first is written.
        for draft in drafts {
            guard !draft.records(.train).isEmpty else {
                throw ProjectSetupError.noTrainingRecords(file: url.lastPathComponent)
            }
            let existing = draft.files.existing(in: draft.folder)
            guard existing.isEmpty else {
                throw ProjectSetupError.filesExist(folder: draft.folder.path, names: existing)
            }
        }
        for draft in drafts { try draft.files.write(to: draft.folder) }
        report.projects = drafts.map(ImportReport.Project.init)
        return report
    }

    // MARK: Logs

    private func logDrafts(_ url: URL, _ output: URL) throws -> ([ProjectDraft], ImportReport) {
        let log = try DecomposedLog(
            url, skipsInvalid: skipsInvalid, takesTurnsAsExamples: takesTurnsAsExamples,
            mask: mask)
        let count = log.decomposition.layouts.count
        guard count > 0 else {
            throw ProjectSetupError.noTemplate(file: log.file, promptCount: log.log.prompts.count)
        }
        if let template, !(1...count).contains(template) {
            throw ProjectSetupError.noSuchTemplate(
                number: template, count: count, file: log.file)
        }
        let wanted = template.map { [$0] } ?? Array(1...count)
        let drafts = wanted.map { number in
            let folder =
                wanted.count == 1
                ? output
                : output.appending(path: "template-\(number)", directoryHint: .isDirectory)
            return LogDraft(log: log, template: number).draft(
                folder: folder, splitter: RecordSplitter(shares: shares))
        }
        var report = ImportReport(
            source: log.file, format: log.log.format, recordCount: log.log.prompts.count,
            templateCount: count, notes: log.decomposition.notes, problems: log.log.problems)
        report.masked = log.masked
        report.leftOutCount =
            log.decomposition.records.count - drafts.reduce(0) { $0 + $1.records.count }
        return (drafts, report)
    }

    // MARK: Records

    private func recordDrafts(_ url: URL, _ output: URL) throws -> ([ProjectDraft], ImportReport) {
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
        return ([draft], report)
    }
}
