import Foundation

/// Whether an answer is the expected one, but for white space around both.
///
/// Compared by bytes, so that two spellings of one character count as different, as they do for a
/// program that reads them.
package enum ExactMatch {
    /// Whether the two texts are the same.
    package static func holds(_ answer: String, _ expected: String) -> Bool {
        normalised(answer).utf8.elementsEqual(normalised(expected).utf8)
    }

    private static func normalised(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
