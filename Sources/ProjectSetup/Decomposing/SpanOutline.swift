import Foundation
import Prompts

extension [PromptSpan] {
    /// A line for each span: kind, role, size and beginning.
    package var outline: [String] { map(\.outline) }
}

extension PromptSpan {
    /// Longest piece of a span that an outline shows, in characters.
    private static let shownLength = 60

    fileprivate var outline: String {
        let kindText = kind.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
        let roleText = (role ?? "-").padding(toLength: 10, withPad: " ", startingAt: 0)
        let size = String(text.utf8.count)
        let padding = String(repeating: " ", count: max(0, 7 - size.count))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let shown =
            words.prefix(Self.shownLength) + (words.count > Self.shownLength ? " ..." : "")
        return "  \(kindText) \(roleText) \(padding)\(size) bytes  \(shown)"
    }
}

extension Decomposition {
    /// A heading, and how many prompts each correction touches.
    package var correctionLines: [String] {
        guard !corrections.isEmpty else { return [] }
        let width = corrections.map { String($0.promptCount).count }.max() ?? 1
        var lines = ["corrections, and the prompts that they touch:"]
        for use in corrections {
            let count = String(use.promptCount)
            let space = String(repeating: " ", count: width - count.count)
            lines.append("  \(use.correction.number)  \(space)\(count)  \(use.correction.summary)")
        }
        if !leftOut.isEmpty {
            lines.append("\(Count.text(leftOut.count, "prompt")) left out by corrections")
        }
        return lines
    }
}
