import TerminalUI

/// A pane that has nothing to show and says why.
struct NoticeView {
    let title: String
    let text: String
    let theme: Theme
    var isError = false

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let inside = theme.panel(title, isFocused: true).render(into: &buffer, in: area)
        let column = inside.inset(left: 2, top: 1, right: 2)
        buffer.clipped(to: column) { buffer in
            for (index, line) in TextWrap.lines(
                text, style: theme[isError ? .error : .foreground], width: column.width
            ).enumerated() {
                buffer.put(line, x: column.x, y: column.y + index)
            }
        }
    }
}
