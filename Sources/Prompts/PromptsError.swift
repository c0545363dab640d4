/// What can go wrong with a user's prompts, records and logs.
///
/// A message has three lines: what, where, what to do.
package enum PromptsError: Error, Equatable, CustomStringConvertible {
    case unreadableFile(file: String, reason: String)
    /// Nothing but blank lines, or nothing at all.
    case noRecords(file: String)
    /// All bad lines of a read, in their order.
    case invalidLines([LineProblem])
    case plainText(file: String, line: Int)
    /// A whole file that is one JSON list.
    case jsonList(file: String)
    case alreadyRecords(file: String)
    case unknownFormat(file: String, line: Int, fields: [String])
    case mixedFormats(file: String, first: LogFormat, firstLine: Int, other: LogFormat, line: Int)
    case noPlaceForQuery
    /// A format text without one of its places, such as "{query}".
    case missingPlaceholder(format: String, placeholder: String)
    case compressionRateOutOfRange(Double)
    /// A template part, counted from 1, that its compressor could not shorten; without a stage for
    /// prompts that belong to none.
    case cannotCompress(
        compressor: String, rate: Double, part: Int, stage: Int?, record: String?, reason: String)
    /// A template that another part of the program is still compressing.
    case notCompressed(rate: Double, stage: Int?)
    /// The retriever found no examples, for its own reason.
    case cannotRetrieve(retriever: String, reason: String)
    /// A layout file with all its mistakes, as full sentences.
    case invalidLayout(file: String, mistakes: [String])
    /// A chat template refuses a record's prompt; in query-only and for held-out records without a
    /// stage.
    case cannotDress(recordID: String, source: String, stage: Int?, reason: String)
    /// A chat template does more with the query than to show it.
    case queryNotFound(recordID: String, source: String)
    /// A chat template shows the query otherwise than alone.
    case queryDiffers(recordID: String, source: String, stage: Int?)

    package var description: String {
        switch self {
        case .unreadableFile(let file, let reason):
            return Self.message(
                "The file cannot be read: \(reason).", file, "Check its path and rights.")
        case .noRecords(let file):
            return Self.message("The file holds no records.", file, "Write one JSON object a line.")
        case .invalidLines(let problems):
            return LineProblem.report(problems)
        case .plainText(let file, let line):
            return Self.message(
                "The file is plain text, not JSON lines.", "\(file), line \(line)",
                "Write one JSON object a line: {\"prompt\": ..., \"completion\": ...} "
                    + "or {\"messages\": [...]}; or say how the text is cut, with --between LINE "
                    + "(what stands between two prompts) and --answer TEXT (what an answer "
                    + "follows).")
        case .jsonList(let file):
            return Self.message(
                "The file is one JSON list, not JSON lines.", "\(file), line 1",
                "Write each element on a line of its own.")
        case .alreadyRecords(let file):
            return Self.message(
                "The file already holds records with a query and an output.", file,
                "Use it as it is: nothing has to be imported.")
        case .unknownFormat(let file, let line, let fields):
            return Self.message(
                "The format is not known: the line has \(Self.list(fields)).",
                "\(file), line \(line)",
                "Write \"messages\" (a chat), \"prompt\" and \"completion\", "
                    + "or \"query\" and \"output\".")
        case .mixedFormats(let file, let first, let firstLine, let other, let line):
            return Self.message(
                "The file mixes formats: \(first.title) (line \(firstLine)) "
                    + "and \(other.title) (line \(line)).",
                "\(file), line \(line)", "Write each format to a file of its own.")
        case .noPlaceForQuery:
            return Self.message(
                "The layout has no place for the query.", "the prompt's layout",
                "Add a query span.")
        case .missingPlaceholder(let format, let placeholder):
            return Self.message(
                "The format \"\(format)\" has no \(placeholder).", "the prompt's layout",
                "Add \(placeholder) where the text belongs.")
        case .compressionRateOutOfRange(let rate):
            return Self.message(
                "A compression rate of \(rate) is not a share.", "the schedule",
                "Give a number from 0 (nothing kept) to 1 (all kept).")
        case .cannotCompress(let compressor, let rate, let part, let stage, let record, let reason):
            // The reason has its own place and remedy.
            return "Template part \(part)"
                + (record.map { " of record \"\($0)\"" } ?? "")
                + " cannot be shortened to tau \(rate) by \"\(compressor)\""
                + "\(Self.inStage(stage)).\n\(reason)"
        case .notCompressed(let rate, let stage):
            return Self.message(
                "The template is not compressed to tau \(rate) yet.",
                "the compressor\(Self.inStage(stage))",
                "Wait until it is done, or let it be done again.")
        case .cannotRetrieve(let retriever, let reason):
            // The reason has its own place and remedy.
            return "No examples can be found by \"\(retriever)\".\n\(reason)"
        case .invalidLayout(let file, let mistakes):
            return Self.message(
                mistakes.joined(separator: "\n"), file,
                "Correct the layout, or make it anew with: promptintern import")
        case .cannotDress(let recordID, let source, let stage, let reason):
            return Self.message(
                "The prompt of record \"\(recordID)\"\(Self.inStage(stage)) cannot be put into the "
                    + "chat template. \(reason)",
                source, "Change the layout's roles, or set data.chat_template to none.")
        case .queryNotFound(let recordID, let source):
            return Self.message(
                "The chat template does not show the query of record \"\(recordID)\" as it is.",
                source, "Use another chat template, or set data.chat_template to none.")
        case .queryDiffers(let recordID, let source, let stage):
            return Self.message(
                "The chat template shows the query of record \"\(recordID)\""
                    + "\(Self.inStage(stage)) otherwise than production sends it alone.",
                source,
                "Let the query's format begin and end without white space, or set "
                    + "data.chat_template to none.")
        }
    }

    /// Whether it keeps one stage's prompts from being made, and says nothing against others.
    var isOfOneStage: Bool {
        switch self {
        case .cannotCompress, .cannotRetrieve: true
        default: false
        }
    }

    /// The three lines of a message.
    static func message(_ what: String, _ place: String, _ remedy: String) -> String {
        "\(what)\n\(place)\n\(remedy)"
    }

    private static func inStage(_ stage: Int?) -> String { stage.map { " in stage \($0)" } ?? "" }

    private static func list(_ fields: [String]) -> String {
        if fields.isEmpty { return "no fields" }
        return "only " + fields.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
