import ArgumentParser
import Foundation
import ProjectSetup
import Prompts

/// How a log is read before corrections are held against it; the same as for an import.
struct LogReadingOptions: ParsableArguments {
    @Option(help: "The log; the one that corrections.yaml names where this is left out.")
    var log: String?

    @Flag(help: "Take all user and assistant messages before the last user message for examples.")
    var turnsAsExamples = false

    @Flag(help: "Leave out lines that cannot be read, instead of refusing the file.")
    var skipInvalid = false

    @OptionGroup var plainText: PlainTextOptions

    @OptionGroup var masking: MaskOptions

    /// Nil where no log is known.
    func desk(_ folder: CorrectionFolder) throws -> CorrectionDesk? {
        guard let url = log.map({ URL(filePath: $0) }) ?? folder.file.logFile(in: folder.url)
        else { return nil }
        return try CorrectionDesk(
            DecomposedLog(
                url, skipsInvalid: skipInvalid, takesTurnsAsExamples: turnsAsExamples,
                mask: try masking.textMask(), plainText: plainText.rules))
    }
}

/// What a correction says, from the command line.
///
/// Texts may begin with dashes, as lists in prompts do.
struct CorrectionOptions: ParsableArguments {
    @Option(
        name: .customLong("is"),
        help: ArgumentHelp(
            "What the text is: "
                + (SpanKind.allCases.map(\.rawValue) + [Correction.leftOutWord, "group"])
                .joined(separator: ", ") + ".", valueName: "kind"))
    var kind: String

    @Option(parsing: .unconditional, help: "This text.")
    var text: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What a regular expression fits; for examples, its first two groups are input and "
                + "output."))
    var pattern: String?

    @Option(parsing: .unconditional, help: "From this text on, which belongs to it.")
    var from: String?

    @Option(parsing: .unconditional, help: "Up to this text, which does not belong to it.")
    var to: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Prompts that hold this text; for groups and for prompts to leave out."))
    var holds: [String] = []

    @Option(help: "The group's name.")
    var name: String?

    @Option(help: "every, first or last of several places in a message.")
    var which: Correction.Occurrence = .every

    @Option(help: "Only messages of this role.")
    var role: String?

    @Option(help: "Only prompts of the group with this name.")
    var group: String?

    @Option(help: "Only the record with this id.")
    var record: String?

    @Option(help: "Why, for those who read the file.")
    var note: String?

    func validate() throws {
        let count = [text != nil, pattern != nil, from != nil || to != nil, !holds.isEmpty]
            .count { $0 }
        if count > 1 {
            throw ValidationError(
                "Give one of --text, --pattern, --from with --to, and --holds.")
        }
        if kind == "group", name == nil || holds.isEmpty {
            throw ValidationError("A group needs --name and --holds.")
        }
        if kind != "group", name != nil {
            throw ValidationError("--name belongs to --is group.")
        }
        if kind != "group", kind != Correction.leftOutWord, !holds.isEmpty {
            throw ValidationError("--holds belongs to --is group and --is left-out.")
        }
        if count == 0, role == nil, record == nil,
            !(kind == Correction.leftOutWord && group != nil)
        {
            throw ValidationError(
                "Say which text: --text, --pattern, --from with --to; or --role for whole "
                    + "messages, --record for one record.")
        }
    }

    /// - Throws: `ValidationError` for a kind that there is not.
    func correction() throws -> Correction {
        Correction(
            try verdict(), selection, occurrence: which, role: role, group: group, record: record,
            note: note)
    }

    private func verdict() throws -> Correction.Verdict {
        if let kind = SpanKind(rawValue: kind) { return .kind(kind) }
        switch kind {
        case Correction.leftOutWord: return .leftOut
        case "group": return .group(name ?? "")
        default:
            throw ValidationError(
                "--is does not know \"\(kind)\". Give one of "
                    + SpanKind.allCases.map(\.rawValue).joined(separator: ", ")
                    + ", \(Correction.leftOutWord), group.")
        }
    }

    private var selection: Correction.Selection {
        if let text { return .text(text) }
        if let pattern { return .pattern(pattern) }
        if from != nil || to != nil { return .between(from: from, to: to) }
        return holds.isEmpty ? .all : .holds(holds)
    }
}

extension Correction.Occurrence: ExpressibleByArgument {}
