import JSONText
import Prompts

/// Reads what a retriever's command wrote, and takes nothing that is not as agreed.
struct CommandAnswers {
    /// For messages.
    let command: String
    /// Positions by id.
    let records: [String: Int]
    let bank: [String: Int]

    private var lines: [Int: Int] = [:]
    private var examples: [Int: [Int]] = [:]

    init(command: String, records: [String: Int], bank: [String: Int]) {
        self.command = command
        self.records = records
        self.bank = bank
    }

    /// - Throws: `RetrievalError` with the first line that is wrong.
    mutating func read(_ output: [UInt8]) throws(RetrievalError) {
        var number = 0
        for line in output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            if !isBlank { try read(Array(line), number) }
        }
    }

    /// The lists for records, in their order.
    /// - Throws: `RetrievalError.missingRecords`.
    func lists(_ ids: [String]) throws(RetrievalError) -> [[ExampleMatch]] {
        let missing = ids.indices.filter { examples[$0] == nil }
        if let first = missing.first {
            throw .missingRecords(command: command, count: missing.count, first: ids[first])
        }
        return ids.indices.map { record in
            examples[record, default: []].map { ExampleMatch(position: $0, score: nil) }
        }
    }

    private mutating func read(_ line: [UInt8], _ number: Int) throws(RetrievalError) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(line)
        } catch {
            let reason = (error as? JSONSyntaxError)?.reason ?? "\(error)"
            throw bad(number, "it is not JSON: \(reason).")
        }
        guard let id = value["id"]?.stringValue else {
            throw bad(number, "it has no \"id\" that is a string.")
        }
        guard let list = value["examples"]?.arrayValue else {
            throw bad(number, "it has no \"examples\" that is a list.")
        }
        guard let record = records[id] else {
            throw .unknownRecord(command: command, line: number, id: id)
        }
        if let first = lines.updateValue(number, forKey: record) {
            throw .repeatedRecord(command: command, line: number, id: id, firstLine: first)
        }
        var positions: [Int] = []
        var seen: Set<Int> = []
        for element in list {
            guard let example = element.stringValue else {
                throw bad(number, "\"examples\" holds \(element.kindName), not an id.")
            }
            guard let position = bank[example] else {
                throw .unknownExample(command: command, line: number, id: example)
            }
            guard seen.insert(position).inserted else {
                throw .repeatedExample(command: command, line: number, id: example)
            }
            positions.append(position)
        }
        examples[record] = positions
    }

    private func bad(_ line: Int, _ reason: String) -> RetrievalError {
        .badAnswer(command: command, line: line, reason: reason)
    }
}
