import ArgumentParser
import Foundation
import JSONText
import Project
import ProjectSetup
import Prompts

struct CorrectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Say what the parts of a log's prompts are, where the program guessed wrong.",
        discussion: """
            Corrections stand in corrections.yaml of the project's folder, which may be edited by \
            hand. They name texts, so that each later import applies them again. What is said of \
            one record goes before what is said of a group, and that before what is said of all.

            Examples:
              promptintern correct add my-project --is pinned --text "Never lie."
              promptintern correct add my-project --is left-out --record log:17
              promptintern correct check my-project --log next-week.jsonl
            """,
        subcommands: [Add.self, List.self, Remove.self, Check.self])
}

/// The folder with corrections.
struct CorrectionFolderOptions: ParsableArguments {
    @Argument(help: "The project's folder, or the one that an import is to write.")
    var folder: String

    func load() throws -> CorrectionFolder {
        try CorrectionFolder(URL(filePath: folder, directoryHint: .isDirectory))
    }
}

extension CorrectCommand {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a correction, and see what it does to a record.",
            discussion: """
                It is refused where it contradicts another one, and where it touches no prompt of \
                the log.

                Examples:
                  promptintern correct add p --log log.jsonl --is pinned --text "Never lie."
                  promptintern correct add p --is query --from "Question:" --which last
                  promptintern correct add p --is context --from "<docs>" --to "Question:"
                  promptintern correct add p --is group --name sales --holds "sales desk"
                """)

        @OptionGroup var folderOptions: CorrectionFolderOptions
        @OptionGroup var correction: CorrectionOptions
        @OptionGroup var reading: LogReadingOptions
        @OptionGroup var output: OutputOptions

        @Option(help: "Show this record instead of the first that is touched.")
        var show: String?

        @Flag(help: "Only show what it would do.")
        var dryRun = false

        @Flag(help: "Add it although it touches no prompt of the log.")
        var anyway = false

        func run() throws {
            var folder = try folderOptions.load()
            let before = folder.file.corrections
            var addition = try correction.correction()
            let desk = try reading.desk(folder)
            if let desk { addition = try desk.located(addition) }
            try folder.file.add(addition)
            let number = folder.file.corrections.list.count
            let outcome = try desk?.outcome(folder.file.corrections)
            let use = outcome?.decomposition.corrections.last
            let isUseless = use?.promptCount == 0 && !anyway
            let change =
                try outcome.flatMap {
                    isUseless && show == nil
                        ? nil
                        : try desk?.change(
                            from: before, to: $0, correction: number, record: show)
                }
            let isSaved = !dryRun && !isUseless
            if isSaved {
                if let log = reading.log { try folder.setLog(URL(filePath: log)) }
                try folder.save()
            }
            output.print(json(folder, number, use, change, isSaved)) {
                text(folder, number, use, change, isSaved)
            }
            if isUseless { throw ExitCode(1) }
        }

        private func json(
            _ folder: CorrectionFolder, _ number: Int, _ use: CorrectionUse?,
            _ change: CorrectionDesk.Change?, _ isSaved: Bool
        ) -> JSONValue {
            [
                "number": .integer(number),
                "file": .string(folder.url.appending(path: Corrections.fileName).path),
                "saved": .bool(isSaved), "prompts": .optional(use?.promptCount),
                "record": change?.json ?? .null,
            ]
        }

        private func text(
            _ folder: CorrectionFolder, _ number: Int, _ use: CorrectionUse?,
            _ change: CorrectionDesk.Change?, _ isSaved: Bool
        ) -> String {
            let file = folder.url.appending(path: Corrections.fileName).path
            let summary = folder.file.corrections.list[number - 1].summary
            var lines: [String] = []
            if let use, use.promptCount == 0, !isSaved, !dryRun {
                return
                    "\(summary): touches no prompt of the log. \(file): left as it is. Check the "
                    + "text against promptintern decompose, or pass --anyway."
            }
            lines.append(
                isSaved ? "Correction \(number): \(summary)" : "Not saved: \(summary)")
            if let use {
                lines.append("  touches \(CountText.text(use.promptCount, "prompt"))")
            } else {
                lines.append("  not tried: no log is known. Name it with --log.")
            }
            if isSaved { lines.append("  \(file)") }
            if let change { lines += [""] + change.lines }
            if isSaved {
                lines += ["", "Apply it with: \(importLine(folder))"]
            }
            return lines.joined(separator: "\n")
        }

        private func importLine(_ folder: CorrectionFolder) -> String {
            let log = folder.file.logFile(in: folder.url)?.path ?? "LOG"
            return "promptintern import \(log) --output \(folder.url.path)"
                + (folder.hasProject ? " --update" : "")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a project's corrections.",
            discussion: """
                Example:
                  promptintern correct list my-project
                """)

        @OptionGroup var folderOptions: CorrectionFolderOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let folder = try folderOptions.load()
            let list = folder.file.corrections.list
            output.print(
                [
                    "log": .optional(folder.file.log),
                    "corrections": .array(list.map(\.json)),
                ]
            ) {
                if list.isEmpty { return "\(folder.url.path) has no corrections." }
                return list.map { correction in
                    "\(correction.number)  \(correction.summary)"
                        + (correction.note.map { "  # \($0)" } ?? "")
                }.joined(separator: "\n")
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a correction away, by the number that list shows.",
            discussion: """
                Example:
                  promptintern correct remove my-project 2
                """)

        @OptionGroup var folderOptions: CorrectionFolderOptions

        @Argument(help: "The correction's number.")
        var number: Int

        @OptionGroup var output: OutputOptions

        func run() throws {
            var folder = try folderOptions.load()
            let list = folder.file.corrections.list
            guard list.indices.contains(number - 1) else {
                throw ValidationError(
                    list.isEmpty
                        ? "There are no corrections in \(folder.url.path)."
                        : "There is no correction \(number). Give a number from 1 to \(list.count)."
                )
            }
            let removed = list[number - 1]
            try folder.file.remove(number)
            try folder.save()
            output.print(
                ["removed": removed.json, "left": .integer(folder.file.corrections.list.count)]
            ) {
                "Removed correction \(number): \(removed.summary)"
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold the corrections against a log: what each touches, and one record.",
            discussion: """
                Ends with 1 where a correction touches no prompt.

                Example:
                  promptintern correct check my-project --log next-week.jsonl --show next-week:5
                """)

        @OptionGroup var folderOptions: CorrectionFolderOptions
        @OptionGroup var reading: LogReadingOptions
        @OptionGroup var output: OutputOptions

        @Option(help: "Show this record instead of the first that is touched.")
        var show: String?

        func run() throws {
            let folder = try folderOptions.load()
            guard let desk = try reading.desk(folder) else {
                throw ValidationError(
                    "No log is known for \(folder.url.path). Name it with --log.")
            }
            let outcome = try desk.outcome(folder.file.corrections)
            let change = try desk.change(
                from: .none, to: outcome, correction: nil, record: show)
            let decomposition = outcome.decomposition
            output.print(
                [
                    "log": .string(desk.log.file),
                    "templates": .integer(decomposition.layouts.count),
                    "records": .integer(decomposition.records.count),
                    "inexact": .integer(outcome.inexactCount),
                    "corrections": .array(decomposition.corrections.map(\.json)),
                    "left_out": .array(decomposition.leftOut.map { .string($0.id) }),
                    "notes": .array(decomposition.notes.map { .string($0) }),
                    "record": change?.json ?? .null,
                ]
            ) {
                var lines = [
                    "\(desk.log.file): \(CountText.text(decomposition.records.count, "record")), "
                        + CountText.text(decomposition.layouts.count, "template")
                ]
                lines += decomposition.correctionLines + decomposition.notes
                lines.append(
                    outcome.inexactCount == 0
                        ? "Every record's spans give back its prompt byte by byte."
                        : "\(CountText.text(outcome.inexactCount, "record")) not given back.")
                if let change { lines += [""] + change.lines }
                return lines.joined(separator: "\n")
            }
            if !outcome.untouched.isEmpty { throw ExitCode(1) }
        }
    }
}

/// Numbers of things in sentences.
private enum CountText {
    static func text(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
