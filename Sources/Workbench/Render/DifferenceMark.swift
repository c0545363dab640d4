/// Signs around words that changed, the same as in git's word difference, so that colour is not the
/// only sign.
enum DifferenceMark {
    static func removed(_ text: String) -> String { marked(text, "[-", "-]") }

    static func added(_ text: String) -> String { marked(text, "{+", "+}") }

    /// Spaces and line ends at the end stay outside, else a line begins with a closing sign.
    private static func marked(_ text: String, _ open: String, _ close: String) -> String {
        var end = text.endIndex
        while end > text.startIndex, text[text.index(before: end)].isWhitespace {
            end = text.index(before: end)
        }
        guard end > text.startIndex else { return text }
        return open + text[..<end] + close + text[end...]
    }
}
