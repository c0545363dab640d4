import JSONText
import Project
import Prompts

/// What an import read and wrote.
package struct ImportReport: Sendable, Equatable {
    /// A project that was written.
    package struct Project: Sendable, Equatable {
        /// Where it stands.
        package var folder: String
        /// Which of the log's templates, counted from 1; nil where records were copied.
        package var template: Int?
        /// Records to train on.
        package var trainingCount: Int
        /// Records that are watched while training.
        package var validationCount: Int
        /// Records that the result is measured on.
        package var testCount: Int
        /// Whether layout.json tells the prompt's parts, and not project.yaml alone.
        package var hasLayoutFile: Bool
        /// Examples of the first stage.
        package var shots: Int
        /// Paths in the folder.
        package var files: [String]
        /// What to know about it, as full sentences.
        package var notes: [String]

        /// Records of all splits.
        package var recordCount: Int { trainingCount + validationCount + testCount }

        /// Whether the project was there, and was filled anew.
        package var isUpdate: Bool

        init(_ draft: ProjectDraft, files: [String], isUpdate: Bool) {
            self.files = files
            self.isUpdate = isUpdate
            folder = draft.folder.path
            template = draft.template
            trainingCount = draft.records(.train).count
            validationCount = draft.records(.validation).count
            testCount = draft.records(.test).count
            hasLayoutFile = draft.layout != nil
            shots = draft.file.schedule.shots
            notes = draft.notes
        }
    }

    /// The file's name.
    package var source: String
    /// How the file spells its prompts.
    package var format: LogFormat
    /// Records that could be read.
    package var recordCount: Int
    /// Templates that were found.
    package var templateCount: Int
    /// What did not fit in the log, as full sentences.
    package var notes: [String]
    /// Lines left out because they could not be read.
    package var problems: [LineProblem]
    /// What was written, in the order of templates.
    package var projects: [Project] = []
    /// Records that no project holds: of templates that were not asked for, or of none.
    package var leftOutCount = 0
    /// What was masked; nil where nobody asked for it.
    package var masked: MaskReport?
    /// What corrections did; nil for records, which have none.
    var corrections: Decomposition?

    init(
        source: String, format: LogFormat, recordCount: Int, templateCount: Int, notes: [String],
        problems: [LineProblem]
    ) {
        self.source = source
        self.format = format
        self.recordCount = recordCount
        self.templateCount = templateCount
        self.notes = notes
        self.problems = problems
    }
}

// MARK: Wording

extension ImportReport {
    /// For scripts.
    package var json: JSONValue {
        [
            "source": .string(source), "format": .string(format.rawValue),
            "records": .integer(recordCount), "templates": .integer(templateCount),
            "projects": .array(projects.map(\.json)), "left_out": .integer(leftOutCount),
            "notes": .array(notes.map { .string($0) }),
            "skipped_lines": .array(problems.map(\.json)),
            "masked": masked?.json ?? .null,
            "corrections": .array((corrections?.corrections ?? []).map(\.json)),
            "left_out_by_corrections": .array(
                (corrections?.leftOut ?? []).map { .string($0.id) }),
        ]
    }

    /// For people.
    package var text: String {
        var lines = [
            "\(source): \(Count.text(recordCount, "record")) (\(format.title)), "
                + Count.text(templateCount, "template")
        ]
        lines += notes
        if let masked { lines += masked.lines }
        lines += corrections?.correctionLines ?? []
        for project in projects { lines += [""] + project.lines }
        if leftOutCount > 0 {
            lines += [
                "",
                "\(Count.text(leftOutCount, "record")) \(leftOutCount == 1 ? "is" : "are") in no "
                    + "project: of another template than the one asked for, or of none.",
            ]
        }
        lines += problems.leftOutLines
        if let first = projects.first {
            lines += ["", "See the stages with: promptintern plan \(first.folder)"]
        }
        return lines.joined(separator: "\n")
    }
}

extension ImportReport.Project {
    fileprivate var json: JSONValue {
        [
            "folder": .string(folder), "template": template.map { .integer($0) } ?? .null,
            "records": .integer(recordCount), "train": .integer(trainingCount),
            "validation": .integer(validationCount), "test": .integer(testCount),
            "updated": .bool(isUpdate), "layout": .bool(hasLayoutFile), "shots": .integer(shots),
            "files": .array(files.map { .string($0) }),
            "notes": .array(notes.map { .string($0) }),
        ]
    }

    fileprivate var lines: [String] {
        [
            folder + (template.map { " (template \($0))" } ?? "")
                + (isUpdate ? ", filled anew" : ""),
            "  \(recordCount) records: \(trainingCount) training, \(validationCount) validation, "
                + "\(testCount) test",
            "  wrote \(files.joined(separator: ", "))",
        ] + notes.map { "  \($0)" }
    }
}
