/// What can go wrong while answers are judged.
///
/// A message has three lines: what, where, what to do.
package enum JudgingError: Error, Equatable, CustomStringConvertible {
    /// A program that the sandbox is made of is not installed.
    case sandboxProgramMissing(program: String, package: String)
    /// bubblewrap is there but cannot make its namespaces.
    case sandboxRefused(reason: String)
    /// The command that runs tests does not work inside the sandbox.
    case interpreterBroken(command: String, reason: String)
    /// pass@1 of a record without tests in its meta.
    case noTests(recordID: String, field: String)
    case processNotStarted(command: String, reason: String)
    /// A user's program did not end in time.
    case commandTimedOut(command: String, seconds: Double, lineCount: Int, expected: Int)
    case commandFailed(command: String, ending: String, errors: String)
    case commandPrintedTooMuch(command: String, byteLimit: Int)
    case tooFewLines(command: String, found: Int, expected: Int)
    case tooManyLines(command: String, found: Int, expected: Int)
    /// `line` is counted from 1.
    case notAScore(command: String, line: Int, recordID: String, text: String)
    /// A file of rule probes with all its mistakes, as full sentences.
    case invalidProbes(file: String, problems: [String])
    /// Inputs of a break-even table with all their mistakes, as full sentences.
    case invalidPrices(problems: [String])
    /// A file of prices with all its mistakes, as full sentences.
    case invalidPriceFile(path: String, problems: [String])
    case unknownModel(name: String, known: [String])
    case invalidPattern(pattern: String, reason: String)
    /// A rule's program ended neither with 0 nor with 1.
    case probeCommandFailed(command: String, ending: String, errors: String)

    package var description: String {
        switch self {
        case .sandboxProgramMissing(let program, let package):
            return Self.message(
                "Tests of answers cannot be run: the program \(program) is missing.",
                "pass@1, which runs code of a model only inside a sandbox",
                "Install it with: apt-get install \(package), or choose another metric.")
        case .sandboxRefused(let reason):
            return Self.message(
                "Tests of answers cannot be run: bubblewrap cannot make a sandbox here: \(reason)",
                "pass@1, which runs code of a model only inside a sandbox",
                "Use bubblewrap 0.8 or newer, allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, on Ubuntu "
                    + "kernel.apparmor_restrict_unprivileged_userns=0, in a container its security "
                    + "profile), or choose another metric.")
        case .interpreterBroken(let command, let reason):
            return Self.message(
                "The program that runs the tests does not work in the sandbox: \(reason)",
                "the command \"\(command)\"",
                "Install it under /usr, or name it by its full path and add its folder to those "
                    + "that the sandbox may read.")
        case .noTests(let recordID, let field):
            return Self.message(
                "The record has no tests.", "record \"\(recordID)\", \"\(field)\" in its \"meta\"",
                "Add \"\(field)\", a list of statements, to each record's \"meta\", "
                    + "or choose another metric.")
        case .processNotStarted(let command, let reason):
            return Self.message(
                "A program cannot be started: \(reason).", "the command \"\(command)\"",
                "Check its path and rights.")
        case .commandTimedOut(let command, let seconds, let lineCount, let expected):
            return Self.message(
                "The metric's program did not end within \(FixedText.decimal(seconds, places: 0)) s"
                    + " and was stopped; it had printed \(lineCount) of \(expected) lines.",
                Self.place(command),
                "Give it more time, or let it print a line for each answer and end.")
        case .commandFailed(let command, let ending, let errors):
            return Self.message(
                "The metric's program \(ending)." + Self.said(errors), Self.place(command),
                "Correct the program: it must end with status 0.")
        case .commandPrintedTooMuch(let command, let byteLimit):
            return Self.message(
                "The metric's program printed more than \(byteLimit) bytes and was stopped.",
                Self.place(command), "Let it print one number for each answer, nothing else.")
        case .tooFewLines(let command, let found, let expected):
            return Self.message(
                "The metric's program printed \(found) lines for \(expected) answers.",
                "\(Self.place(command)), line \(found + 1) of its output",
                "Let it print one number, or true or false, for each line that it reads.")
        case .tooManyLines(let command, let found, let expected):
            return Self.message(
                "The metric's program printed \(found) lines for \(expected) answers.",
                "\(Self.place(command)), line \(expected + 1) of its output",
                "Let it print one number, or true or false, for each line that it reads.")
        case .notAScore(let command, let line, let recordID, let text):
            return Self.message(
                "The metric's program printed \"\(text)\", which is no number, true or false.",
                "\(Self.place(command)), line \(line) of its output (record \"\(recordID)\")",
                "Let it print one number, or true or false, for each line that it reads.")
        case .invalidProbes(let file, let problems):
            return Self.message(
                problems.joined(separator: "\n"), file,
                "Write {\"name\", \"query\"} and one of \"contains\", \"not_contains\", \"matches\","
                    + " \"equals\", \"command\".")
        case .invalidPrices(let problems):
            return Self.message(
                problems.joined(separator: "\n"), "the inputs of the break-even table",
                "Correct them in project.yaml or on the command line.")
        case .invalidPriceFile(let path, let problems):
            return Self.message(
                problems.joined(separator: "\n"), path,
                "Write {\"models\": [{\"name\", \"input\", \"cached_input\", \"output\", \"tuned\": "
                    + "{...}, \"training\"}]}, in dollars per million tokens.")
        case .unknownModel(let name, let known):
            return Self.message(
                "There are no prices of \"\(name)\".", "the table of prices",
                "Name one of \(known.joined(separator: ", ")), or give the prices.")
        case .invalidPattern(let pattern, let reason):
            return Self.message(
                "The pattern cannot be read: \(reason)", "the pattern \"\(pattern)\"",
                "Correct the regular expression.")
        case .probeCommandFailed(let command, let ending, let errors):
            return Self.message(
                "A rule's program \(ending)." + Self.said(errors),
                "the rule's command \"\(command)\"",
                "Let it end with 0 where the answer meets the rule and with 1 where it does not.")
        }
    }

    /// The three lines of a message.
    private static func message(_ what: String, _ place: String, _ remedy: String) -> String {
        "\(what)\n\(place)\n\(remedy)"
    }

    private static func place(_ command: String) -> String { "the metric's command \"\(command)\"" }

    private static func said(_ errors: String) -> String {
        errors.isEmpty ? "" : " It said: \(errors)"
    }
}
