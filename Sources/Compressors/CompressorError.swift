/// Why a template could not be shortened.
///
/// A message has three lines: what, where, what to do.
package enum CompressorError: Error, Equatable, CustomStringConvertible {
    // MARK: Programs
    case cannotStart(command: String, reason: String)
    case commandFailed(command: String, status: String, errors: String)
    case commandTimedOut(command: String, seconds: Double)
    case commandOutputNotText(command: String)
    /// Nothing, where `tokens` were asked for.
    case commandOutputEmpty(command: String, tokens: Int)
    /// More bytes than it was given.
    case commandOutputTooLong(command: String, givenBytes: Int)
    /// `source` is a command.
    case overBudget(source: String, tokens: Int, budget: Int, slack: Int)

    // MARK: Files
    /// `wanted` are the names that were looked for.
    case missingFile(rate: Double, part: Int, wanted: String, known: [String])
    case unreadableFile(path: String, reason: String)
    case longerThanTemplate(path: String, tokens: Int, fullTokens: Int)
    /// A record's own template, for which nobody made files.
    case unknownTemplate(beginning: String)

    // MARK: Models
    case contextExceeded(tokens: Int, limit: Int)
    case emptyAnswer(source: String, attempts: Int)
    case noValidationRecords
    case unknownLosses(expected: Int, got: Int)

    package var description: String {
        let (what, place, remedy) = parts
        return "\(what)\n\(place)\n\(remedy)"
    }

    private var parts: (what: String, place: String, remedy: String) {
        programParts ?? fileParts ?? modelParts
    }

    private var programParts: (String, String, String)? {
        switch self {
        case .cannotStart(let command, let reason):
            (
                "The compressor command cannot be started: \(reason).", command,
                "Correct compressor.command in project.yaml."
            )
        case .commandFailed(let command, let status, let errors):
            (
                "The compressor command failed: \(status)."
                    + (errors.isEmpty ? "" : " It said: \(errors)"), command,
                "Try it by hand with the template on its standard input."
            )
        case .commandTimedOut(let command, let seconds):
            (
                "The compressor command was stopped after \(Self.seconds(seconds)).", command,
                "Raise compressor.timeout_seconds in project.yaml, or find out what it waits for."
            )
        case .commandOutputNotText(let command):
            (
                "The compressor command wrote bytes that are not UTF-8.", command,
                "Let it write UTF-8 to its standard output, and nothing else."
            )
        case .commandOutputEmpty(let command, let tokens):
            (
                "The compressor command wrote nothing where \(tokens) tokens were asked for.",
                command, "Try it by hand with the template on its standard input."
            )
        case .commandOutputTooLong(let command, let bytes):
            (
                "The compressor command wrote more than it was given (\(bytes) bytes).", command,
                "Let it write the shortened template to its standard output, and nothing else."
            )
        case .overBudget(let source, let tokens, let budget, let slack):
            (
                "The shortened template has \(tokens) tokens where \(budget) were asked for (its "
                    + "longest line or sentence, \(slack) tokens, may be over).", source,
                "Let the command keep to PROMPTINTERN_TOKENS, or ask for a higher tau."
            )
        default: nil
        }
    }

    private var fileParts: (String, String, String)? {
        switch self {
        case .missingFile(let rate, let part, let wanted, let known):
            (
                "There is no file for tau \(HandFiles.rateText(rate)) of template part \(part).",
                wanted,
                known.isEmpty
                    ? "Write it, or name it in compressor.files in project.yaml."
                    : "Write it, or let the schedule use a tau that has one: "
                        + known.joined(separator: ", ") + "."
            )
        case .unreadableFile(let path, let reason):
            ("The file cannot be read: \(reason).", path, "Check its path and rights.")
        case .longerThanTemplate(let path, let tokens, let fullTokens):
            (
                "The shortened template has \(tokens) tokens, but the full one \(fullTokens).",
                path, "Shorten the file."
            )
        case .unknownTemplate(let beginning):
            (
                "A record brings a template of its own, for which there are no files.",
                "the template that begins with \"\(beginning)\"",
                "Use another compressor, or move the template to data.template."
            )
        default: nil
        }
    }

    private var modelParts: (String, String, String) {
        switch self {
        case .contextExceeded(let tokens, let limit):
            (
                "The template with its summary needs \(tokens) tokens, but the model's context "
                    + "holds \(limit).", "the local model",
                "Use an endpoint (compressor.endpoint) or another compressor."
            )
        case .emptyAnswer(let source, let attempts):
            (
                "The model answered with an empty text \(Self.times(attempts)).", source,
                "Use another model or another compressor."
            )
        case .noValidationRecords:
            (
                "There are no validation records on which sections could be left out.",
                "data.validation", "Name a file of them, or use another compressor."
            )
        case .unknownLosses(let expected, let got):
            (
                "\(expected) shortened templates were measured and \(got) losses came back.",
                "the validation loss", "Report this as a mistake of the program."
            )
        default: ("The template cannot be shortened.", "compressor", "Use another compressor.")
        }
    }

    private static func seconds(_ seconds: Double) -> String {
        let text =
            seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds))" : "\(seconds)"
        return text == "1" ? "1 second" : "\(text) seconds"
    }

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
