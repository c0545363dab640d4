import Foundation
import JSONText

/// Reads queries off the task from JSONL: `{"id"?, "query", "output"?, "template"?}`.
package struct OffTaskReader: Sendable {
    /// Leave bad lines out instead of refusing the file.
    package var skipsInvalid: Bool

    package init(skipsInvalid: Bool = false) { self.skipsInvalid = skipsInvalid }

    /// The queries, in the file's order; at least one.
    ///
    /// A query without an id is named by its file and line, such as `off_task:3`.
    /// - Throws: `PromptsError.unreadableFile`; `.noRecords` for a file without a query;
    ///   `.invalidLines` with all bad lines, unless they are skipped.
    package func read(_ url: URL) throws -> [OffTaskQuery] {
        let file = url.lastPathComponent
        let stem = url.deletingPathExtension().lastPathComponent
        var queries: [OffTaskQuery] = []
        var problems: [LineProblem] = []
        var sources: [String: RecordSource] = [:]
        try LineReader(url: url).forEachLine { number, line in
            let source = RecordSource(file: file, line: number)
            do throws(LineFailure) {
                let query = try Self.query(JSONLine.object(line), source: source, stem: stem)
                if let first = sources[query.id] {
                    throw LineFailure(.duplicateID(query.id, firstUse: first))
                }
                sources[query.id] = source
                queries.append(query)
            } catch {
                problems.append(LineProblem(source: source, reason: error.reason))
            }
        }
        if !skipsInvalid, !problems.isEmpty { throw PromptsError.invalidLines(problems) }
        if queries.isEmpty { throw PromptsError.noRecords(file: file) }
        return queries
    }

    private static func query(
        _ object: JSONObject, source: RecordSource, stem: String
    ) throws(LineFailure) -> OffTaskQuery {
        let query = try object.text("query")
        if query.isBlank { throw LineFailure(.emptyField("query")) }
        let output = try object.optionalText("output")
        if let output, output.isBlank { throw LineFailure(.emptyField("output")) }
        return OffTaskQuery(
            id: try RecordReader.id(object) ?? "\(stem):\(source.line)",
            template: try object.optionalText("template"), query: query, output: output,
            source: source)
    }
}
