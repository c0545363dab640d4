/// The lines of a program's errors that fit a message.
package enum LineExcerpt {
    private static let firstCount = 5
    private static let lastCount = 2
    private static let longestLine = 300

    /// The first lines and, of a long text, the last, where interpreters put what happened.
    package static func text(_ text: String) -> String {
        let lines = lines(of: text)
        if lines.count <= firstCount + lastCount { return lines.joined(separator: "\n") }
        return (lines.prefix(firstCount) + ["..."] + lines.suffix(lastCount))
            .joined(separator: "\n")
    }

    /// The last lines alone; blank ones are left out.
    package static func lastLines(of text: String) -> [String] {
        Array(lines(of: text).suffix(firstCount))
    }

    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
            .map { $0.count > longestLine ? $0.prefix(longestLine) + "..." : String($0) }
    }
}
