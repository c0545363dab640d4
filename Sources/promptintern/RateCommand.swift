import ArgumentParser
import Foundation
import JSONText
import Judging
import RunControl
import RunStore

struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Say by key which of two answers is better, without knowing whose they are.",
        discussion: """
            Shows the answers that a run kept at its end, query-only against the full prompt, beside \
            each other in a random order. Each rating is kept at once; the same command goes on later. \
            Equal answers count as ties and are not shown. With evaluation.metric: rating, \
            promptintern compare judges by the ratings.

            Examples:
              promptintern rate sample-data/formulas --run 3
              promptintern rate sample-data/formulas --run 3 --result --json
            Without a terminal, fill in "better" in each line of a file:
              promptintern rate sample-data/formulas --export pairs.jsonl
              promptintern rate sample-data/formulas --ratings pairs.jsonl
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("run"), help: "The run whose answers are rated; the newest with answers.")
    var runID: Int64?

    @Option(help: "Whose answers to the full prompt query-only is held against: base or tuned.")
    var against = RatedAgainst.base

    @Option(help: "Draws which answer stands on the left.")
    var seed = 1

    @Flag(help: "Only tell the result so far.")
    var result = false

    @Option(help: "Write the pairs with their ratings to a new file of JSON lines, ask nothing.")
    var export: String?

    @Option(help: "Take ratings from a file of JSON lines, ask nothing.")
    var ratings: String?

    func run() throws {
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let found = try RunPairs(
            run: runID, against: against.model, store: store, project: project)
        if !found.unknownRecords.isEmpty {
            Console.error(
                "\(found.unknownRecords.count) answers are left out, because the project has their "
                    + "records no longer: "
                    + found.unknownRecords.prefix(Self.nameLimit).joined(separator: ", "))
        }
        let book = RatingBook(store: store)
        if let ratings {
            let reading = try RatingFile.read(URL(filePath: ratings), pairs: found.pairs)
            try book.keep(reading.ratings)
            Console.error(
                "\(reading.ratings.count) ratings taken from \(ratings), "
                    + "\(reading.openCount) lines without one.")
        }
        if let export {
            try RatingFile.write(found.pairs, book: book, seed: seed, to: URL(filePath: export))
            Console.error("Pairs written to \(export).")
        }
        if !result, ratings == nil, export == nil {
            try ask(RatingRound(found.pairs, book: book, seed: seed))
        }
        let comparison = PreferredComparison(
            title: "rating", tally: try book.tally(found.pairs), model: .tuned,
            against: against.model, margin: project.file.evaluation.margin)
        output.print(json(found, comparison)) {
            "Run \(found.runID), \(found.pairs.count) pairs of answers"
                + comparison.lines.map { "\n" + $0 }.joined()
        }
    }

    /// Records that are named at most.
    private static let nameLimit = 10

    private func json(_ found: RunPairs, _ comparison: PreferredComparison) -> JSONValue {
        var object = comparison.json.objectValue ?? JSONObject()
        object.append("run", .integer(Int(found.runID)))
        object.append("pairs", .integer(found.pairs.count))
        return .object(object)
    }

    // MARK: Asking

    /// Shows pair after pair until all are rated or the user stops.
    private func ask(_ round: RatingRound) throws {
        var round = round
        guard !round.pairs.isEmpty else { return }
        guard let terminal = KeyTerminal(avoidingStandardOutput: output.json) else {
            throw RateError.noTerminal(project: projectOptions.project)
        }
        terminal.begin()
        defer { terminal.restore() }
        var signal: Int32?
        show(round, terminal)
        asking: while round.current != nil {
            switch terminal.next() {
            case .key(let key):
                guard let isGoingOn = try perform(key, &round, terminal) else { continue }
                guard isGoingOn else { break asking }
                show(round, terminal)
            case .resumed: show(round, terminal)
            case .end: break asking
            case .signal(let number):
                signal = number
                break asking
            }
        }
        terminal.write("\n")
        if let signal {
            terminal.restore()
            Console.error("Stopped. The ratings are kept; the same command goes on.")
            throw ExitCode(128 + signal)
        }
    }

    /// Does what a key says.
    /// - Returns: Whether to go on with a pair, which is to be shown; nil where nothing has changed.
    private func perform(
        _ key: Character, _ round: inout RatingRound, _ terminal: KeyTerminal
    ) throws -> Bool? {
        switch key {
        case "1": try round.rate(.left)
        case "2": try round.rate(.right)
        case "=": try round.rate(.tie)
        case "s": round.skip()
        case "u":
            guard try round.undo() else {
                terminal.write("\nThis is the first pair of this sitting.\n")
                return nil
            }
        case "q": return false
        default: return nil
        }
        return true
    }

    private func show(_ round: RatingRound, _ terminal: KeyTerminal) {
        guard let pair = round.current else { return }
        terminal.forgetKeys()
        let lines = RatingText.lines(
            pair, number: round.number, count: round.pairs.count, width: terminal.width)
        terminal.write(
            "\n" + lines.joined(separator: "\n") + "\n" + RatingText.keys + "\n")
    }
}

/// Why nobody can be asked.
enum RateError: Error, CustomStringConvertible {
    case noTerminal(project: String)

    var description: String {
        switch self {
        case .noTerminal(let project):
            "Rating by key needs a terminal, and standard input or output is none. Rate in a file: "
                + "promptintern rate \(project) --export pairs.jsonl writes one, and --ratings "
                + "pairs.jsonl reads it back with \"better\" filled in."
        }
    }
}
