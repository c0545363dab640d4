import TerminalUI

/// A box in the middle with a long text that scrolls.
struct ReportView {
    let report: Report
    let theme: Theme

    private static let widest = 100

    private static func box(_ report: Report, _ area: Rect, _ theme: Theme) -> (
        box: Rect, lines: [StyledText]
    ) {
        let width = min(area.width - 2, widest)
        let lines = TextWrap.lines(report.text, style: theme[.foreground], width: width - 4)
        let height = min(area.height, lines.count + 2)
        return (area.centred(width: width, height: height), lines)
    }

    /// How far it can be scrolled.
    static func scrollLimit(_ report: Report, in size: Size) -> Int {
        let area = ScreenLayout(size).body
        let (box, lines) = box(report, area, .monochrome)
        return max(0, lines.count - (box.height - 2))
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let (box, lines) = Self.box(report, area, theme)
        buffer.fill(box, style: theme[.foreground].over(theme[.background]))
        let inside = theme.panel(report.title, note: "esc closes", isFocused: true)
            .render(into: &buffer, in: box).inset(left: 1, right: 1)
        let first = min(report.scroll, max(0, lines.count - inside.height))
        for (index, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
            buffer.put(line, x: inside.x, y: inside.y + index, maxWidth: inside.width)
        }
        ScrollBar.render(
            into: &buffer, x: box.maxX - 1, y: inside.y, height: inside.height, count: lines.count,
            first: first, style: theme[.borderFocused])
        buffer.cursor = Point(x: inside.x, y: inside.y)
    }
}
