import RunControl
import TerminalUI

/// A pair of answers as lines of a plain terminal, names hidden.
enum RatingText {
    /// From this width on the answers stand beside each other.
    private static let sideBySideWidth = 72
    private static let divider = " │ "

    static let keys = "1 left   2 right   = equally good   s skip   u undo   q stop"

    static func lines(_ shown: ShownPair, number: Int, count: Int, width: Int) -> [String] {
        let rule = String(repeating: "─", count: max(1, width - 1))
        return [rule, "Pair \(number) of \(count)", ""]
            + wrapped(shown.pair.query, width - 1) + [""]
            + answers(shown, width: width) + [""]
    }

    private static func answers(_ shown: ShownPair, width: Int) -> [String] {
        guard width >= sideBySideWidth else {
            return ["── 1, left"] + wrapped(shown.left, width - 1) + ["", "── 2, right"]
                + wrapped(shown.right, width - 1)
        }
        let column = (width - 1 - divider.count) / 2
        let left = ["1, left", ""] + wrapped(shown.left, column)
        let right = ["2, right", ""] + wrapped(shown.right, column)
        return (0..<max(left.count, right.count)).map { index in
            let first = index < left.count ? left[index] : ""
            let second = index < right.count ? right[index] : ""
            let padding = String(repeating: " ", count: max(0, column - CellText.width(of: first)))
            return first + padding + divider + second
        }
    }

    /// Lines without anything that could steer the terminal; an empty answer is named.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        guard !text.isEmpty else { return ["(empty)"] }
        return TextWrap.lines(text, width: max(1, width)).map(\.text)
    }
}
