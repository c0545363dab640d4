import ChatTemplates
import Foundation
import JSONText

/// Conversations as Jinja2 renders them, set up as transformers does: NAME.jinja with NAME.json.
struct ChatTemplateConformance {
    let folder: URL
    /// Without extension.
    let names: [String]

    /// - Returns: nil where the folder has no template with rows beside it.
    init?(folder: URL) {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let suffix = ".jinja"
        names = files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            .filter { files.contains($0 + ".json") }.sorted()
        guard !names.isEmpty else { return nil }
        self.folder = folder
    }

    func run(output: URL?) throws -> ConformanceReport {
        var report = ConformanceReport(folder: folder.path)
        for name in names {
            let computed = try compare(name, &report)
            guard let output else { continue }
            guard output.standardizedFileURL.path != folder.standardizedFileURL.path else {
                throw ConformanceError.cannotWrite(
                    path: output.path, reason: "it is the reference folder itself")
            }
            try Conformance.write(computed, to: output, as: "\(name).json")
        }
        return report
    }

    /// The reference file with our own texts and errors.
    private func compare(_ name: String, _ report: inout ConformanceReport) throws -> JSONValue {
        let file = folder.appending(path: "\(name).json")
        let golden = try Conformance.readJSON(file)
        guard var root = golden.objectValue, let rows = golden["rows"]?.arrayValue else {
            throw ConformanceError.unreadable(path: file.path, reason: "it has no rows")
        }
        let now = try time(golden["now"], file: file)
        let template = try template(name)
        var counts = (texts: 0, errors: 0)
        var unequal = (texts: 0, errors: 0)
        var computedRows: [JSONValue] = []
        for row in rows {
            let outcome = outcome(of: row, template, now: now)
            let isEqual = Self.isEqual(row, outcome)
            if row["text"] != nil {
                counts.texts += 1
                if !isEqual { unequal.texts += 1 }
            } else if row["error"] != nil {
                counts.errors += 1
                if !isEqual { unequal.errors += 1 }
            }
            let kept = (row.objectValue?.members ?? []).filter {
                $0.key != "text" && $0.key != "error"
            }
            computedRows.append(.object(JSONObject(kept + [outcome])))
        }
        // A comparison of nothing fails, but a template may have nothing but errors.
        if counts.texts > 0 || counts.errors == 0 {
            report.addEquality("\(name), texts", unequal: unequal.texts, of: counts.texts)
        }
        if counts.errors > 0 {
            report.addEquality("\(name), errors", unequal: unequal.errors, of: counts.errors)
        }
        root.set("rows", .array(computedRows))
        return .object(root)
    }

    private func time(_ value: JSONValue?, file: URL) throws -> LocalTime {
        guard let value else { return LocalTime(Date()) }
        guard let time = value.stringValue.flatMap({ LocalTime($0) }) else {
            throw ConformanceError.unreadable(
                path: file.path, reason: "\"now\" is not a time such as 2026-11-23 12:00")
        }
        return time
    }

    /// The template, or the error that refuses it, which then is every row's.
    private func template(_ name: String) throws -> Result<ChatTemplate, ChatTemplateError> {
        let file = folder.appending(path: "\(name).jinja")
        guard let data = FileManager.default.contents(atPath: file.path),
            let source = String(validating: data, as: UTF8.self)
        else {
            throw ConformanceError.unreadable(
                path: file.path, reason: "it cannot be opened, or is not UTF-8")
        }
        do { return .success(try ChatTemplate(source: source)) } catch let error
            as ChatTemplateError
        {
            return .failure(error)
        }
    }

    private func outcome(
        of row: JSONValue, _ template: Result<ChatTemplate, ChatTemplateError>, now: LocalTime
    ) -> JSONObject.Member {
        var arguments: [String: JSONValue] = [:]
        for member in row["arguments"]?.objectValue?.members ?? [] {
            arguments[member.key] = member.value
        }
        if let messages = row["messages"] { arguments["messages"] = messages }
        do {
            let text = try template.get().render(arguments, now: now)
            return .init(key: "text", value: .string(text))
        } catch let error as ChatTemplateError {
            return .init(key: "error", value: .string(error.jinjaMessage))
        } catch {
            return .init(key: "error", value: .string("\(error)"))
        }
    }

    /// By bytes, as texts for a tokenizer are.
    private static func isEqual(_ row: JSONValue, _ outcome: JSONObject.Member) -> Bool {
        guard let expected = row[outcome.key]?.stringValue, let found = outcome.value.stringValue
        else { return false }
        return expected.utf8.elementsEqual(found.utf8)
    }
}
