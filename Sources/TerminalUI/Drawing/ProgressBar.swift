/// A bar that fills from the left, in eighths of a cell.
package enum ProgressBar {
    /// Draws a share of one; what is beyond 0 and 1 counts as them, and no number as 0.
    package static func render(
        _ share: Double, into buffer: inout ScreenBuffer, x: Int, y: Int, width: Int,
        filled: Style, empty: Style
    ) {
        guard width > 0 else { return }
        let part = share.isFinite ? min(max(share, 0), 1) : 0
        let eighths = Int((part * Double(width * 8)).rounded(.down))
        for column in 0..<width {
            let here = min(max(eighths - column * 8, 0), 8)
            let text = here == 0 ? "·" : glyphs[here]
            buffer.put(text, x: x + column, y: y, style: here == 0 ? empty : filled)
        }
    }

    private static let glyphs = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}
