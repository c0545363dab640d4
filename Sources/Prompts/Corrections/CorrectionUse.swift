import JSONText

/// How many prompts a correction has touched.
package struct CorrectionUse: Sendable, Equatable {
    package var correction: Correction
    package var promptCount: Int

    /// A sentence for a correction that the log does not need any more, or that misses its text.
    package var note: String? {
        guard promptCount == 0 else { return nil }
        let title = correction.title
        return title.prefix(1).uppercased() + title.dropFirst()
            + " touches no prompt of this log. Check its text against promptintern decompose, or "
            + "remove it: promptintern correct remove FOLDER \(correction.number)"
    }

    package var json: JSONValue {
        [
            "number": .integer(correction.number), "is": .string(correction.verdictText),
            "summary": .string(correction.summary), "prompts": .integer(promptCount),
        ]
    }
}

extension Correction {
    /// For scripts: what the file says.
    package var json: JSONValue {
        var object = JSONObject()
        object.append("number", .integer(number))
        object.append("is", .string(verdictText))
        if case .group(let name) = verdict { object.append("name", .string(name)) }
        switch selection {
        case .text(let text): object.append("text", .string(text))
        case .pattern(let pattern): object.append("pattern", .string(pattern))
        case .between(let from, let to):
            if let from { object.append("from", .string(from)) }
            if let to { object.append("to", .string(to)) }
        case .holds(let texts): object.append("holds", .array(texts.map { .string($0) }))
        case .all: break
        }
        if occurrence != .every { object.append("which", .string(occurrence.rawValue)) }
        for (key, value) in [
            ("role", role), ("group", group), ("record", record), ("content", content),
            ("note", note),
        ] {
            if let value { object.append(key, .string(value)) }
        }
        return .object(object)
    }

    /// What the file says behind `is`.
    package var verdictText: String {
        switch verdict {
        case .kind(let kind): kind.rawValue
        case .leftOut: Self.leftOutWord
        case .group: "group"
        }
    }
}
