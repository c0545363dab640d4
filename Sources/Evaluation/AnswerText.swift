import Foundation

/// Where an answer ends and when it is right.
package enum AnswerText {
    /// The text before the first of the stop strings, and whether one was found.
    package static func cut(_ text: String, at stops: [String]) -> (text: String, isStopped: Bool) {
        let ends = stops.filter { !$0.isEmpty }.compactMap { text.range(of: $0)?.lowerBound }
        guard let end = ends.min() else { return (text, false) }
        return (String(text[..<end]), true)
    }

    /// Exact match, but for white space around the answers.
    ///
    /// Compared by bytes, so that two
    /// spellings of one character count as different, as they do for a program that reads them.
    package static func isExactMatch(_ text: String, _ expected: String) -> Bool {
        normalised(text).utf8.elementsEqual(normalised(expected).utf8)
    }

    private static func normalised(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
