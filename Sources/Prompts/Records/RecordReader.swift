import Foundation
import JSONText

/// Reads records from JSONL:
/// `{"id"?, "template"?, "examples"?, "query", "output", "split"?, "meta"?}`.
package struct RecordReader: Sendable {
    /// Leave bad lines out instead of refusing the files.
    package var skipsInvalid: Bool

    package init(skipsInvalid: Bool = false) { self.skipsInvalid = skipsInvalid }

    /// What a read gave: the good records, and every line that is none.
    package struct Reading: Sendable, Equatable {
        package var records: [PromptRecord] = []
        package var problems: [LineProblem] = []
    }

    /// Reads one file.
    package func read(_ url: URL) throws -> Reading { try read([url]) }

    /// Reads files in order; ids are unique over all of them.
    /// - Throws: `PromptsError.unreadableFile`; `.noRecords` for a file of blank lines;
    ///   `.invalidLines` with all bad lines of all files, unless they are skipped.
    package func read(_ urls: [URL]) throws -> Reading {
        var reading = Reading()
        var sources: [String: RecordSource] = [:]
        for url in urls {
            let file = url.lastPathComponent
            let stem = url.deletingPathExtension().lastPathComponent
            var lineCount = 0
            try LineReader(url: url).forEachLine { number, line in
                lineCount += 1
                let source = RecordSource(file: file, line: number)
                do throws(LineFailure) {
                    let object = try JSONLine.object(line)
                    let record = try Self.record(object, source: source, stem: stem)
                    if let first = sources[record.id] {
                        throw LineFailure(.duplicateID(record.id, firstUse: first))
                    }
                    sources[record.id] = source
                    reading.records.append(record)
                } catch {
                    reading.problems.append(LineProblem(source: source, reason: error.reason))
                }
            }
            if lineCount == 0 { throw PromptsError.noRecords(file: file) }
        }
        if !skipsInvalid, !reading.problems.isEmpty {
            throw PromptsError.invalidLines(reading.problems)
        }
        return reading
    }

    // MARK: One record

    private static func record(
        _ object: JSONObject, source: RecordSource, stem: String
    ) throws(LineFailure) -> PromptRecord {
        if object["query"] == nil, let format = LogFormat(fieldsOf: object) {
            throw LineFailure(.otherFormat(format))
        }
        let query = try object.text("query")
        let output = try object.text("output")
        if query.isBlank { throw LineFailure(.emptyField("query")) }
        if output.isBlank { throw LineFailure(.emptyField("output")) }
        return PromptRecord(
            id: try id(object) ?? "\(stem):\(source.line)",
            template: try object.optionalText("template"), examples: try examples(object),
            query: query, output: output, split: try split(object), meta: try meta(object),
            source: source)
    }

    static func id(_ object: JSONObject) throws(LineFailure) -> String? {
        if let number = object["id"]?.intValue { return String(number) }
        return try object.optionalText("id")
    }

    private static func split(_ object: JSONObject) throws(LineFailure) -> DataSplit? {
        guard let name = try object.optionalText("split") else { return nil }
        guard let split = DataSplit(rawValue: name) else { throw LineFailure(.unknownSplit(name)) }
        return split
    }

    private static func meta(_ object: JSONObject) throws(LineFailure) -> JSONObject? {
        guard let value = object["meta"], !value.isNull else { return nil }
        guard let meta = value.objectValue else {
            throw LineFailure(
                .wrongType(field: "meta", expected: "an object", found: value.kindName))
        }
        return meta
    }

    private static func examples(_ object: JSONObject) throws(LineFailure) -> [Example] {
        guard let value = object["examples"], !value.isNull else { return [] }
        guard let list = value.arrayValue else {
            throw LineFailure(
                .wrongType(field: "examples", expected: "a list", found: value.kindName))
        }
        var examples: [Example] = []
        for element in list {
            guard let example = element.objectValue else {
                throw LineFailure(
                    .wrongType(
                        field: "examples", expected: "a list of objects",
                        found: "a list with \(element.kindName)"))
            }
            examples.append(
                Example(input: try example.text("input"), output: try example.text("output")))
        }
        return examples
    }
}
