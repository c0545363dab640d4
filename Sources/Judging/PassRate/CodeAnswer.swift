/// The code in a model's answer.
package enum CodeAnswer {
    private static let fence = "```"

    /// What stands in the first fenced block, whose fence may lack its end; the whole answer where
    /// there is none.
    package static func code(in answer: String) -> String {
        let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: isFence) else { return answer }
        let inside = lines[(start + 1)...]
        let end = inside.firstIndex(where: isFence) ?? lines.endIndex
        return inside[..<end].joined(separator: "\n")
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.drop { $0 == " " || $0 == "\t" }.hasPrefix(fence)
    }
}
