import Foundation
import JSONText
import Project
import Prompts
import RunControl

/// A project made of records, before it is written.
struct ProjectDraft: Sendable {
    /// Where it goes.
    var folder: URL
    /// Which of the log's templates it holds, counted from 1; nil where records were copied.
    var template: Int?
    var file = ProjectFile()
    /// Each with its split.
    var records: [PromptRecord]
    /// What template.txt holds.
    var templateText: String?
    /// What layout.json holds.
    var layout: PromptLayout?
    /// What layout.json would hold, also where template.txt is enough.
    var fullLayout: PromptLayout?
    /// What the user should know, as full sentences.
    var notes: [String] = []

    static let layoutFile = "layout.json"
    static let templateFile = "template.txt"

    func records(_ split: DataSplit) -> [PromptRecord] { records.filter { $0.split == split } }

    /// Points the project's file to the files that are to be written, and notes what is missing.
    mutating func finish(name: String, model: ModelReference) {
        file.name = name
        file.model.path = model.path
        file.data.train = "train.jsonl"
        file.data.validation = records(.validation).isEmpty ? nil : "validation.jsonl"
        file.data.test = records(.test).isEmpty ? nil : "test.jsonl"
        if templateText != nil { file.data.template = .file(Self.templateFile) }
        if layout != nil { file.data.layout = Self.layoutFile }
        setAnswerLimits()
        let leaks = RecordSplitter.leakCount(records)
        notes.append(
            leaks == 0
                ? "No held-out output occurs in the training records."
                : "\(Count.text(leaks, "held-out record")) \(leaks == 1 ? "has" : "have") an "
                    + "output that the training records hold as well: the splits were given.")
        if file.data.validation == nil {
            notes.append(
                "There are no validation records: training will show no held-out loss.")
        }
        if ChatDress.isOffered(by: model.folder) {
            notes.append(
                "The model has a chat template, which is not used: for prompts as a chat, set "
                    + "data.chat_template to model.")
        }
    }

    /// Answers of several lines must not end at the first, and long ones must not be cut off.
    private mutating func setAnswerLimits() {
        if records.contains(where: { $0.output.contains(where: \.isNewline) }) {
            file.evaluation.stop = []
        }
        // Two bytes a token is on the safe side for prose and code alike.
        let longest = records.map(\.output.utf8.count).max() ?? 0
        let tokens = (longest / 2 + 63) / 64 * 64
        file.evaluation.maxNewTokens = max(file.evaluation.maxNewTokens, min(tokens, 4096))
    }

    // MARK: Files

    var files: [NewFile] {
        var files = [
            NewFile(path: ProjectFile.fileName, content: file.commentedTemplate())
        ]
        if let templateText {
            var path = Self.templateFile
            if case .file(let file)? = file.data.template { path = file }
            files.append(NewFile(path: path, content: templateText + "\n"))
        }
        if let layout {
            files.append(
                NewFile(
                    path: file.data.layout ?? Self.layoutFile,
                    content: layout.fileText))
        }
        let splits: [(String?, DataSplit)] = [
            (file.data.train, .train), (file.data.validation, .validation),
            (file.data.test, .test),
        ]
        for case (let path?, let split) in splits {
            files.append(NewFile(path: path, content: Self.lines(records(split))))
        }
        return files
    }

    private static func lines(_ records: [PromptRecord]) -> String {
        records.map { record in
            var record = record
            // The file says it; a line moved to another file shall follow.
            record.split = nil
            return JSONValue.object(record.json).text() + "\n"
        }.joined()
    }
}
