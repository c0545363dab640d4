import Foundation
import JSONText
import Processes

/// A user's program as the metric.
///
/// It gets a JSON line `{"id", "query", "expected", "answer"}` for each answer on standard input
/// and prints for each, in order, one number or `true` or `false` on a line.
package struct CommandMetric: Equatable, Sendable {
    /// One answer as the program gets it.
    package struct Item: Equatable, Sendable {
        package var id: String
        package var query: String
        package var expected: String
        package var answer: String

        package init(id: String, query: String, expected: String, answer: String) {
            self.id = id
            self.query = query
            self.expected = expected
            self.answer = answer
        }

        fileprivate var line: String {
            let object: JSONValue = [
                "id": .string(id), "query": .string(query), "expected": .string(expected),
                "answer": .string(answer),
            ]
            return object.text() + "\n"
        }
    }

    /// What /bin/sh runs.
    package var command: String
    /// The folder that the program starts in; this process's own where it is nil.
    package var folder: String?
    /// For all answers together.
    package var wallSeconds: Double

    /// What its figures are called.
    package static func title(_ command: String) -> String { "command \"\(command)\"" }

    package static let standardSeconds = 600.0
    /// A line of output may be this long before the program is stopped, on the average.
    private static let bytesPerLine = 256
    private static let leastOutputLimit = 1 << 20

    package init(
        command: String, folder: String? = nil, wallSeconds: Double = CommandMetric.standardSeconds
    ) {
        self.command = command
        self.folder = folder
        self.wallSeconds = wallSeconds
    }

    /// The program's number for each answer; 1 for `true`, 0 for `false`.
    /// - Throws: `JudgingError`: the program hangs, fails, prints too much or too little, or
    ///   something that is no number.
    package func scores(_ items: [Item]) throws -> [Double] {
        guard !items.isEmpty else { return [] }
        let limit = max(Self.leastOutputLimit, items.count * Self.bytesPerLine)
        let ending = try ShellCommand.run(
            command, folder: folder, input: items.map(\.line).joined(), wallSeconds: wallSeconds,
            outputLimit: limit)
        let lines = Self.lines(of: ending.output)
        switch ending.status {
        case .exited(0): break
        case .timedOut:
            throw JudgingError.commandTimedOut(
                command: command, seconds: wallSeconds, lineCount: lines.count,
                expected: items.count)
        case .tooMuchOutput:
            throw JudgingError.commandPrintedTooMuch(command: command, byteLimit: limit)
        case .exited, .signalled, .cancelled:
            throw JudgingError.commandFailed(
                command: command, ending: ending.status.words,
                errors: ending.lastErrorLines.joined(separator: "\n"))
        }
        return try scores(lines, items)
    }

    private func scores(_ lines: [String], _ items: [Item]) throws -> [Double] {
        // What is no number comes first: it is often why the count is wrong as well.
        let scores = try zip(lines, items).enumerated().map { index, pair in
            guard let score = Self.score(pair.0) else {
                throw JudgingError.notAScore(
                    command: command, line: index + 1, recordID: pair.1.id,
                    text: String(pair.0.prefix(80)))
            }
            return score
        }
        if lines.count < items.count {
            throw JudgingError.tooFewLines(
                command: command, found: lines.count, expected: items.count)
        }
        if lines.count > items.count {
            throw JudgingError.tooManyLines(
                command: command, found: lines.count, expected: items.count)
        }
        return scores
    }

    private static func lines(of output: [UInt8]) -> [String] {
        var lines = output.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // The last line's end begins no line; empty lines at the end are no answers either.
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines
    }

    private static func score(_ line: String) -> Double? {
        let text = line.trimmingCharacters(in: .whitespaces)
        switch text.lowercased() {
        case "true": return 1
        case "false": return 0
        default:
            guard let number = Double(text), number.isFinite else { return nil }
            return number
        }
    }
}
