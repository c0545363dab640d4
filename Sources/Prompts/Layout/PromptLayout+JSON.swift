import Foundation
import JSONText

extension PromptLayout {
    /// The layout as a project's layout file holds it; what is empty is left out.
    ///
    /// Read back it gives the same layout:
    /// ```
    /// {
    ///   "parts": [
    ///     {"kind": "template", "role": "system", "text": "...", "trailing": "\n\n"},
    ///     {"kind": "examples", "role": "system"},
    ///     {"kind": "query", "role": "user", "text": "{query}", "query_piece": 0}
    ///   ],
    ///   "examples": {"format": "{input}\n{output}", "separator": "\n\n"}
    /// }
    /// ```
    /// Examples that are messages have `{"input_role": "user", "output_role": "assistant"}`.
    package var json: JSONValue {
        ["parts": .array(parts.map(\.json)), "examples": exampleFormat.json]
    }

    /// What a layout file holds.
    package var fileText: String { json.text(.indented) + "\n" }

    /// Reads what `json` gives.
    /// - Parameters:
    ///   - json: An object.
    ///   - file: The name that messages begin with.
    /// - Throws: `PromptsError.invalidLayout` with all mistakes.
    package init(json: JSONValue, file: String) throws {
        var reader = LayoutReader()
        self = reader.layout(json)
        if reader.mistakes.isEmpty { reader.checkQuery(of: self) }
        guard reader.mistakes.isEmpty else {
            throw PromptsError.invalidLayout(file: file, mistakes: reader.mistakes)
        }
    }

    /// Reads a layout file.
    /// - Throws: `PromptsError.unreadableFile`, `.invalidLayout`.
    package static func load(_ file: URL) throws -> PromptLayout {
        let name = file.lastPathComponent
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            let exists = FileManager.default.fileExists(atPath: file.path)
            throw PromptsError.unreadableFile(
                file: name, reason: exists ? error.localizedDescription : "it does not exist")
        }
        let json: JSONValue
        do {
            json = try data.withUnsafeBytes { try JSONValue.parse($0) }
        } catch {
            throw PromptsError.invalidLayout(file: name, mistakes: ["It is not JSON: \(error)."])
        }
        return try PromptLayout(json: json, file: name)
    }
}

extension PromptLayout.Part {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object.append("kind", .string(kind.rawValue))
        if let role { object.append("role", .string(role)) }
        if !leading.isEmpty { object.append("leading", .string(leading)) }
        if !text.isEmpty { object.append("text", .string(text)) }
        if !trailing.isEmpty { object.append("trailing", .string(trailing)) }
        if kind == .query || queryPiece != 0 {
            object.append("query_piece", .integer(queryPiece))
        }
        return .object(object)
    }
}

extension ExampleFormat {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let format, let separator):
            ["format": .string(format), "separator": .string(separator)]
        case .turns(let inputRole, let outputRole):
            ["input_role": .string(inputRole), "output_role": .string(outputRole)]
        }
    }
}

/// Takes a layout out of JSON; notes each mistake and goes on.
private struct LayoutReader {
    var mistakes: [String] = []

    mutating func layout(_ json: JSONValue) -> PromptLayout {
        guard let object = json.objectValue else {
            mistakes.append("It is \(json.kindName), not an object.")
            return PromptLayout(parts: [])
        }
        refuseOthers(in: object, known: ["parts", "examples"], "")
        var parts: [PromptLayout.Part] = []
        if let list = object["parts"]?.arrayValue {
            for (index, value) in list.enumerated() { parts.append(part(value, "parts[\(index)]")) }
        } else {
            mistakes.append(
                "\"parts\" is \(object["parts"]?.kindName ?? "absent"), not a list.")
        }
        guard let examples = object["examples"] else { return PromptLayout(parts: parts) }
        return PromptLayout(parts: parts, exampleFormat: format(examples))
    }

    /// What `PromptLayout.validate` would throw, told beside the file's other mistakes.
    mutating func checkQuery(of layout: PromptLayout) {
        do {
            try layout.validate()
        } catch PromptsError.noPlaceForQuery {
            mistakes.append("\"parts\" has none of the kind \"query\".")
        } catch PromptsError.missingPlaceholder(let format, let placeholder) {
            mistakes.append("The format \"\(format)\" has no \(placeholder).")
        } catch {
            mistakes.append("\(error)")
        }
    }

    private mutating func part(_ value: JSONValue, _ place: String) -> PromptLayout.Part {
        guard let object = value.objectValue else {
            mistakes.append("\(place) is \(value.kindName), not an object.")
            return .init(kind: .template)
        }
        let known = ["kind", "role", "leading", "text", "trailing", "query_piece"]
        refuseOthers(in: object, known: known, place)
        return .init(
            kind: kind(object, place), role: text(object, "role", place),
            leading: text(object, "leading", place) ?? "",
            text: text(object, "text", place) ?? "",
            trailing: text(object, "trailing", place) ?? "",
            queryPiece: piece(object, place))
    }

    private mutating func kind(_ object: JSONObject, _ place: String) -> SpanKind {
        guard let name = text(object, "kind", place) else {
            if object["kind"].map(\.isNull) ?? true { mistakes.append("\(place) has no \"kind\".") }
            return .template
        }
        if let kind = SpanKind(rawValue: name) { return kind }
        let allowed = SpanKind.allCases.map(\.rawValue).joined(separator: ", ")
        mistakes.append("\(place).kind is \"\(name)\", which is none of: \(allowed).")
        return .template
    }

    private mutating func piece(_ object: JSONObject, _ place: String) -> Int {
        guard let value = object["query_piece"] else { return 0 }
        if let piece = value.intValue, piece >= 0 { return piece }
        mistakes.append("\(place).query_piece is not a whole number from 0 on.")
        return 0
    }

    private mutating func format(_ value: JSONValue) -> ExampleFormat {
        let standard = PromptLayout(parts: []).exampleFormat
        guard let object = value.objectValue else {
            mistakes.append("\"examples\" is \(value.kindName), not an object.")
            return standard
        }
        refuseOthers(
            in: object, known: ["format", "separator", "input_role", "output_role"], "examples")
        let format = text(object, "format", "examples")
        let inputRole = text(object, "input_role", "examples")
        let outputRole = text(object, "output_role", "examples")
        if let inputRole, let outputRole, format == nil {
            return .turns(inputRole: inputRole, outputRole: outputRole)
        }
        guard let format, inputRole == nil, outputRole == nil else {
            mistakes.append(
                "\"examples\" needs either \"format\" or both \"input_role\" and \"output_role\".")
            return standard
        }
        return .text(format: format, separator: text(object, "separator", "examples") ?? "")
    }

    /// The text of a member, or nil where it is absent, null, or noted as no text.
    private mutating func text(_ object: JSONObject, _ key: String, _ place: String) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        if let text = value.stringValue { return text }
        mistakes.append("\(place).\(key) is \(value.kindName), not a string.")
        return nil
    }

    private mutating func refuseOthers(in object: JSONObject, known: [String], _ place: String) {
        for member in object.members where !known.contains(member.key) {
            let name = place.isEmpty ? member.key : "\(place).\(member.key)"
            mistakes.append(
                "\(name) is not known; known here: \(known.joined(separator: ", ")).")
        }
    }
}
