extension ScreenBuffer {
    /// The screen as text, one line a row, blanks at the ends of lines dropped: what tests compare
    /// and `:save-display` writes.
    package var text: String {
        rows.map { row in
            var line = row
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// The rows as text in full width.
    package var rows: [String] {
        (0..<size.height).map { y in
            cells[(y * size.width)..<((y + 1) * size.width)].map(\.text).joined()
        }
    }
}
