import Foundation

/// The lines of a program's errors that fit a message.
enum LineExcerpt {
    private static let firstCount = 5
    private static let lastCount = 2
    private static let longestLine = 300

    /// The first lines and, of a long text, the last, where interpreters put what happened.
    static func text(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
            .map { $0.count > longestLine ? $0.prefix(longestLine) + "..." : $0 }
        if lines.count <= firstCount + lastCount { return lines.joined(separator: "\n") }
        return (lines.prefix(firstCount) + ["..."] + lines.suffix(lastCount))
            .joined(separator: "\n")
    }
}
