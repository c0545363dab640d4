import JSONText
import Prompts

extension LineProblem {
    /// For scripts.
    var json: JSONValue {
        [
            "file": .string(source.file), "line": .integer(source.line), "reason": .string(what),
        ]
    }
}

extension [LineProblem] {
    /// A heading and a line for each, or nothing.
    var leftOutLines: [String] {
        guard !isEmpty else { return [] }
        return ["", "Left out \(Count.text(count, "line")):"]
            + map { "  \($0.source): \($0.what)" }
    }
}
