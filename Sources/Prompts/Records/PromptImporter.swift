import Foundation
import JSONText

/// Reads logs of prompts: OpenAI's chat JSONL, prompt/completion JSONL, and plain text.
package struct PromptImporter: Sendable {
    /// Leave bad lines out instead of refusing the file.
    package var skipsInvalid: Bool
    /// How a plain text is cut; nil reads JSON lines.
    package var plainText: PlainTextRules?

    package init(skipsInvalid: Bool = false, plainText: PlainTextRules? = nil) {
        self.skipsInvalid = skipsInvalid
        self.plainText = plainText
    }

    /// What an import gave.
    package struct Log: Sendable, Equatable {
        package var format: LogFormat
        package var prompts: [ImportedPrompt]
        package var problems: [LineProblem]
    }

    /// Reads one file; its format is told by its lines.
    /// - Throws: `PromptsError` where the file is unreadable, empty, plain text, a JSON list, of an
    ///   unknown format or of several, or already holds records; `.invalidLines` with all bad
    ///   lines, unless they are skipped.
    package func read(_ url: URL) throws -> Log {
        if let plainText { return try readText(url, plainText) }
        var state = State(
            file: url.lastPathComponent, stem: url.deletingPathExtension().lastPathComponent)
        try LineReader(url: url).forEachLine { try state.take($0, $1) }
        guard state.lineCount > 0 else { throw PromptsError.noRecords(file: state.file) }
        if !skipsInvalid, !state.problems.isEmpty {
            throw PromptsError.invalidLines(state.problems)
        }
        guard let format = state.format else { throw PromptsError.invalidLines(state.problems) }
        return Log(format: format.value, prompts: state.prompts, problems: state.problems)
    }

    private func readText(_ url: URL, _ rules: PlainTextRules) throws -> Log {
        let file = url.lastPathComponent
        let stem = url.deletingPathExtension().lastPathComponent
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            let exists = FileManager.default.fileExists(atPath: url.path)
            throw PromptsError.unreadableFile(
                file: file, reason: exists ? error.localizedDescription : "it does not exist")
        }
        var log = Log(format: .text, prompts: [], problems: [])
        for block in rules.blocks(of: data) {
            let source = RecordSource(file: file, line: block.line)
            do throws(LineFailure) {
                log.prompts.append(
                    try rules.prompt(block, id: "\(stem):\(block.line)", source: source))
            } catch {
                log.problems.append(LineProblem(source: source, reason: error.reason))
            }
        }
        if log.prompts.isEmpty, log.problems.isEmpty { throw PromptsError.noRecords(file: file) }
        if !log.problems.isEmpty, !skipsInvalid || log.prompts.isEmpty {
            throw PromptsError.invalidLines(log.problems)
        }
        return log
    }

    /// The format of a file, told by its first good line, or nil where there is none.
    package static func format(of url: URL) throws -> LogFormat? {
        struct Found: Error { let format: LogFormat? }
        do {
            try LineReader(url: url).forEachLine { _, line in
                if let object = try? JSONLine.object(line) {
                    throw Found(format: LogFormat(fieldsOf: object))
                }
            }
        } catch let found as Found {
            return found.format
        }
        return nil
    }
}

private struct State {
    let file: String
    let stem: String
    var lineCount = 0
    var format: (value: LogFormat, line: Int)?
    var prompts: [ImportedPrompt] = []
    var problems: [LineProblem] = []

    init(file: String, stem: String) {
        self.file = file
        self.stem = stem
    }

    mutating func take(_ number: Int, _ line: LineReader.Line) throws {
        lineCount += 1
        if lineCount == 1, case .bytes(let bytes) = line { try refusePlainText(bytes, number) }
        let source = RecordSource(file: file, line: number)
        let object: JSONObject
        do throws(LineFailure) {
            object = try JSONLine.object(line)
        } catch {
            problems.append(LineProblem(source: source, reason: error.reason))
            return
        }
        guard let found = LogFormat(fieldsOf: object) else {
            if let format {
                let field = format.value == .chat ? "messages" : "prompt"
                problems.append(LineProblem(source: source, reason: .missingField(field)))
                return
            }
            throw PromptsError.unknownFormat(
                file: file, line: number, fields: object.members.map(\.key))
        }
        if let format, format.value != found {
            throw PromptsError.mixedFormats(
                file: file, first: format.value, firstLine: format.line, other: found,
                line: number)
        }
        if found == .records { throw PromptsError.alreadyRecords(file: file) }
        if format == nil { format = (found, number) }
        do throws(LineFailure) {
            prompts.append(
                found == .chat
                    ? try ChatLine.prompt(object, id: "\(stem):\(number)", source: source)
                    : try completion(object, source: source))
        } catch {
            problems.append(LineProblem(source: source, reason: error.reason))
        }
    }

    private func refusePlainText(_ bytes: UnsafeRawBufferPointer, _ number: Int) throws {
        // A byte order mark is no text.
        let content = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        switch content.first {
        case UInt8(ascii: "{"): return
        case UInt8(ascii: "["): throw PromptsError.jsonList(file: file)
        default: throw PromptsError.plainText(file: file, line: number)
        }
    }

    private func completion(
        _ object: JSONObject, source: RecordSource
    ) throws(LineFailure) -> ImportedPrompt {
        let prompt = try object.text("prompt")
        let output = try object.text("completion")
        if output.isBlank { throw LineFailure(.emptyField("completion")) }
        return ImportedPrompt(
            id: "\(stem):\(source.line)", turns: [.init(role: nil, text: prompt)],
            output: output, source: source)
    }
}
