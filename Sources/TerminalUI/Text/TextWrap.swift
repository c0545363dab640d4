/// Breaks text into lines of a width.
///
/// Lines break after spaces, inside a word only where it is wider than the line, and at line ends.
/// Spaces stay where they are, since they are part of a prompt; a tab becomes four of them.
package enum TextWrap {
    private struct Piece {
        let text: String
        let width: Int
        let style: Style
        let isSpace: Bool
    }

    /// The lines of a text of one style; at least one.
    package static func lines(_ text: String, style: Style = .plain, width: Int) -> [StyledText] {
        lines(StyledText(text, style), width: width)
    }

    /// The lines of a text; at least one.
    package static func lines(_ text: StyledText, width: Int) -> [StyledText] {
        var result: [StyledText] = []
        var paragraph: [Piece] = []
        for run in text.runs {
            // Not split(separator:): "\r\n" is one Character, and each must end one line.
            for scalar in cluster(run.text) {
                switch scalar.text {
                case "\n":
                    result += broken(paragraph, width: width)
                    paragraph = []
                case "\t":
                    paragraph += Array(
                        repeating: Piece(text: " ", width: 1, style: run.style, isSpace: true),
                        count: 4)
                default:
                    paragraph.append(
                        Piece(
                            text: scalar.text, width: scalar.width, style: run.style,
                            isSpace: scalar.text == " "))
                }
            }
        }
        result += broken(paragraph, width: width)
        return result
    }

    /// Clusters, with line ends and tabs as themselves.
    private static func cluster(_ text: String) -> [CellText.Cluster] {
        var result: [CellText.Cluster] = []
        var plain = ""
        func flush() {
            result += CellText(plain)
            plain = ""
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t":
                flush()
                result.append(CellText.Cluster(text: String(scalar), width: 0))
            case "\r": continue
            default: plain.unicodeScalars.append(scalar)
            }
        }
        flush()
        return result
    }

    private static func broken(_ pieces: [Piece], width: Int) -> [StyledText] {
        guard width > 0, !pieces.isEmpty else { return [StyledText()] }
        var lines: [StyledText] = []
        var start = 0
        while start < pieces.count {
            var end = start
            var used = 0
            var lastBreak: Int?
            while end < pieces.count, used + pieces[end].width <= width {
                used += pieces[end].width
                end += 1
                if pieces[end - 1].isSpace { lastBreak = end }
            }
            if end < pieces.count {
                // One space that does not fit is not worth a line of its own.
                if pieces[end].isSpace {
                    end += 1
                } else if let lastBreak {
                    end = lastBreak
                } else if end == start {
                    end += 1
                }
            }
            var line = StyledText()
            for piece in pieces[start..<end] { line.append(piece.text, piece.style) }
            lines.append(line)
            start = end
        }
        return lines
    }

    /// The text in at most so many columns, with an ellipsis where something is left out.
    package static func truncated(_ text: String, to width: Int) -> String {
        guard CellText.width(of: text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for cluster in CellText(text) {
            guard used + cluster.width <= width - 1 else { break }
            result += cluster.text
            used += cluster.width
        }
        return result + "…"
    }

    /// The text on one line: line ends, tabs and repeated spaces become one space.
    package static func singleLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
