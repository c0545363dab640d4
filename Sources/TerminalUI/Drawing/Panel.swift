/// A frame with a title and a note at its right, around something.
package struct Panel: Sendable {
    package var title: String
    package var note: String
    package var border: Style
    package var titleStyle: Style
    package var noteStyle: Style

    package init(
        title: String, note: String = "", border: Style, titleStyle: Style, noteStyle: Style
    ) {
        self.title = title
        self.note = note
        self.border = border
        self.titleStyle = titleStyle
        self.noteStyle = noteStyle
    }

    /// Draws the frame and returns what is free inside.
    @discardableResult
    package func render(into buffer: inout ScreenBuffer, in area: Rect) -> Rect {
        guard area.width >= 2, area.height >= 2 else { return Rect(.zero) }
        buffer.clipped(to: area) { buffer in
            let (right, bottom) = (area.maxX - 1, area.maxY - 1)
            for x in area.x..<area.maxX {
                buffer.put("─", x: x, y: area.y, style: border)
                buffer.put("─", x: x, y: bottom, style: border)
            }
            for y in area.y..<area.maxY {
                buffer.put("│", x: area.x, y: y, style: border)
                buffer.put("│", x: right, y: y, style: border)
            }
            buffer.put("╭", x: area.x, y: area.y, style: border)
            buffer.put("╮", x: right, y: area.y, style: border)
            buffer.put("╰", x: area.x, y: bottom, style: border)
            buffer.put("╯", x: right, y: bottom, style: border)
            drawTitle(&buffer, area)
        }
        return area.inset(left: 1, top: 1, right: 1, bottom: 1)
    }

    private func drawTitle(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let room = area.width - 4
        guard room > 2, !title.isEmpty else { return }
        let name = TextWrap.truncated(title, to: room - 2)
        let used = buffer.put(" \(name) ", x: area.x + 1, y: area.y, style: titleStyle)
        let noteWidth = CellText.width(of: note) + 2
        guard !note.isEmpty, used + 1 + noteWidth <= room + 2 else { return }
        buffer.put(
            " \(note) ", x: area.maxX - 1 - noteWidth, y: area.y, style: noteStyle)
    }
}
