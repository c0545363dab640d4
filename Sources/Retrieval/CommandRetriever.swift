import Foundation
import JSONText
import Processes
import Prompts

/// Examples that a program of the user's chooses.
///
/// The program reads JSON lines from standard input: first
/// `{"bank": N, "records": R, "count": K}`, then N lines of the bank
/// `{"id", "query", "output"}`, then R lines of records for which examples are sought, `{"id",
/// "query"}`, with `"output"` for training records only. It writes one line a record, in any order:
/// `{"id": ..., "examples": [ids of the bank, best first]}`. It may name more than K: what a record
/// must not have (itself, its twins) is dropped from its list, whatever the program says.
package struct CommandRetriever: ExampleRetriever {
    /// Program and arguments.
    package let command: [String]
    /// Where it runs.
    package let folder: URL
    package let timeoutSeconds: Double

    package init(_ command: [String], folder: URL, timeoutSeconds: Double) {
        self.command = command
        self.folder = folder
        self.timeoutSeconds = timeoutSeconds
    }

    package var name: String { "command" }
    package var settingsText: String {
        JSONValue.array(command.map { .string($0) }).text()
    }
    /// The program may be another one tomorrow.
    package var isRepeatable: Bool { false }

    package func matches(
        for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
    ) throws -> [[ExampleMatch]] {
        let title = command.joined(separator: " ")
        let positions = try Self.positions(bank.entries.map(\.id), title)
        let asked = try Self.positions(probes.map(\.id), title)
        let output = try run(input: Self.input(probes, bank, count), title)
        var reader = CommandAnswers(command: title, records: asked, bank: positions)
        try reader.read(output)
        return try reader.lists(probes.map(\.id))
    }

    /// More than this is no list of examples.
    static let outputLimit = 1 << 30

    /// Everything that the program writes to standard output until it ends.
    private func run(input: [UInt8], _ title: String) throws(RetrievalError) -> [UInt8] {
        let ending: ProcessEnding
        do {
            ending = try ChildProcess(
                command, workingFolder: folder.path, input: input, wallSeconds: timeoutSeconds,
                outputLimit: Self.outputLimit
            ).run()
        } catch {
            throw .cannotStart(command: title, reason: error.reason)
        }
        switch ending.status {
        case .exited(0): return ending.output
        case .timedOut: throw .timedOut(command: title, seconds: timeoutSeconds)
        case .tooMuchOutput:
            throw .answerTooLong(command: title, byteLimit: Self.outputLimit)
        case .exited, .signalled, .cancelled:
            throw .commandFailed(
                command: title, ending: ending.status.words,
                message: ending.lastErrorLines.joined(separator: "\n"))
        }
    }

    private static func positions(
        _ ids: [String], _ command: String
    ) throws(RetrievalError) -> [String: Int] {
        var positions: [String: Int] = [:]
        for (position, id) in ids.enumerated() {
            guard positions.updateValue(position, forKey: id) == nil else {
                throw .ambiguousID(command: command, id: id)
            }
        }
        return positions
    }

    private static func input(
        _ probes: [RetrievalProbe], _ bank: RetrievalBank, _ count: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        func line(_ value: JSONValue) {
            bytes.append(contentsOf: value.text().utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        line([
            "bank": .integer(bank.count), "records": .integer(probes.count),
            "count": .integer(count),
        ])
        for entry in bank.entries {
            line([
                "id": .string(entry.id), "query": .string(entry.query),
                "output": .string(entry.output),
            ])
        }
        for probe in probes {
            var object = JSONObject()
            object.append("id", .string(probe.id))
            object.append("query", .string(probe.query))
            if let output = probe.output { object.append("output", .string(output)) }
            line(.object(object))
        }
        return bytes
    }
}
