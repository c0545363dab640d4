import TerminalUI

/// A box in the middle with a text and the keys that answer it.
struct MessageView {
    let title: String
    let text: String
    let answers: String
    let role: ThemeRole
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let width = min(area.width - 2, 64)
        let lines = TextWrap.lines(text, style: theme[.foreground], width: width - 4)
        let height = min(area.height, lines.count + 4)
        let box = area.centred(width: width, height: height)
        buffer.fill(box, style: theme[.foreground].over(theme[.background]))
        let panel = Panel(
            title: title, border: theme[role], titleStyle: theme[role], noteStyle: theme[.muted])
        let inside = panel.render(into: &buffer, in: box).inset(left: 1, right: 1)
        let shown = lines.prefix(max(0, inside.height - 2))
        for (index, line) in shown.enumerated() {
            buffer.put(line, x: inside.x, y: inside.y + index, maxWidth: inside.width)
        }
        buffer.put(
            answers, x: inside.x, y: inside.maxY - 1, style: theme[.accent], maxWidth: inside.width)
        buffer.cursor = Point(x: inside.x, y: max(inside.y, inside.maxY - 1))
    }
}
