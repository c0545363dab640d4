/// What is drawn on a terminal that cannot show Unicode.
package enum ASCIIFallback {
    /// The buffer with every character in ASCII; widths stay.
    package static func apply(to buffer: ScreenBuffer) -> ScreenBuffer {
        var result = buffer
        for y in 0..<buffer.size.height {
            for x in 0..<buffer.size.width {
                guard let cell = buffer[x, y], !cell.isContinuation else { continue }
                guard !cell.text.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
                let replacement = replacement(for: cell.text)
                result.put(
                    cell.width == 2 ? replacement + replacement : replacement, x: x, y: y,
                    style: cell.style)
            }
        }
        return result
    }

    /// One ASCII character for a cell's text.
    package static func replacement(for text: String) -> String {
        guard let scalar = text.unicodeScalars.first else { return " " }
        if let known = table[scalar] { return known }
        // A letter with its accent as a mark of its own keeps the letter.
        return scalar.isASCII ? String(scalar) : "?"
    }

    private static let table: [Unicode.Scalar: String] = [
        "─": "-", "━": "=", "│": "|", "┃": "|", "┆": ":", "┊": ":", "╌": "-", "┄": "-",
        "╭": "+", "╮": "+", "╰": "+", "╯": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+",
        "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "╴": "-", "╶": "-", "╵": "|",
        "•": "*", "·": ".", "…": "~", "▶": ">", "◀": "<", "▸": ">", "◂": "<", "▲": "^",
        "▼": "v", "●": "o", "○": ".", "◆": "*", "◇": "o", "✓": "+", "✗": "x", "×": "x",
        "█": "#", "▓": "#", "▒": "%", "░": ".", "▌": "#", "▐": "#", "▀": "#", "▄": "#",
        "▏": "|", "▎": "|", "▍": "|", "▋": "#", "▊": "#", "▉": "#", "→": ">", "←": "<",
        "↑": "^", "↓": "v", "↵": "<", "–": "-", "—": "-", "“": "\"", "”": "\"", "‘": "'",
        "’": "'", "τ": "t", "±": "+", "≈": "~", "≤": "<", "≥": ">", "Δ": "d", "\u{A0}": " ",
        "␉": ">",
    ]
}
