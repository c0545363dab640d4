import Foundation
import Project
import Prompts

/// A project that an import fills anew: records and layout are the log's, settings stay the
/// user's.
struct ProjectUpdate {
    let folder: URL
    private var editor: ProjectEditor
    /// Split of the records that the project holds already, by what makes them twins.
    private let splits: KnownSplits

    /// - Returns: Nil where the folder holds no project.
    /// - Throws: `ProjectError`, `PromptsError` where it cannot be read.
    init?(folder: URL) throws {
        let file = folder.appending(path: ProjectFile.fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        self.folder = folder
        editor = try ProjectEditor(folder: folder)
        splits = try KnownSplits(editor.project.data, folder: folder)
    }

    /// Records keep the split that they or their twins have in the project.
    func keepSplits(_ records: inout [PromptRecord]) { splits.apply(to: &records) }

    /// The files as they shall stand afterwards.
    ///
    /// - Returns: Paths as project.yaml names them, and how many records of the project are not in
    ///   the log.
    mutating func files(
        _ draft: ProjectDraft
    ) throws -> (files: [NewFile], goneCount: Int) {
        var draft = draft
        try setLayout(&draft)
        try setSplit(.validation, draft, \.validation, "validation.jsonl")
        try setSplit(.test, draft, \.test, "test.jsonl")
        var project = draft
        project.file = editor.project
        var files = project.files
        files[0] = NewFile(path: ProjectFile.fileName, content: editor.text)
        return (files, splits.goneCount(draft.records))
    }

    /// The layout's file, or the template's where the project has no more than that.
    private mutating func setLayout(_ draft: inout ProjectDraft) throws {
        let data = editor.project.data
        if data.layout == nil, draft.layout == nil, case .file? = data.template,
            data.format.isSamePrompt(as: draft.file.data.format)
        {
            return
        }
        if data.layout == nil {
            guard data.pinned.isEmpty else {
                throw ProjectSetupError.pinnedBesideLayout(folder: folder.path)
            }
            for key: [YAMLStep] in [["template"], ["pinned"]] + Self.promptFormats {
                try editor.remove(["data"] + key)
            }
            try editor.set(["data", "layout"], to: .text(ProjectDraft.layoutFile))
        }
        draft.layout = draft.fullLayout
        draft.templateText = nil
    }

    /// What a layout says by itself.
    private static let promptFormats: [[YAMLStep]] = [
        "query", "example", "separator", "example_separator",
    ].map { ["format", .key($0)] }

    private mutating func setSplit(
        _ split: DataSplit, _ draft: ProjectDraft, _ path: KeyPath<ProjectFile.DataFiles, String?>,
        _ standard: String
    ) throws {
        let isEmpty = draft.records(split).isEmpty
        if let name = editor.project.data[keyPath: path] {
            // An empty file would not load, and the old one may hold records to train on.
            if isEmpty {
                throw ProjectSetupError.splitGone(
                    split: split, name: name, folder: folder.path)
            }
        } else if !isEmpty {
            try editor.set(["data", .key(split.rawValue)], to: .text(standard))
        }
    }
}

extension ProjectFile.Format {
    /// Whether prompts look the same; the output's format is the user's.
    fileprivate func isSamePrompt(as other: ProjectFile.Format) -> Bool {
        query == other.query && example == other.example && separator == other.separator
            && exampleSeparator == other.exampleSeparator
    }
}
