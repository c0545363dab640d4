/// A screen in memory: rows of cells that panes draw into and a terminal shows.
///
/// All drawing is clipped to `clip`, so that a pane never needs to ask whether something fits.
package struct ScreenBuffer: Equatable, Sendable {
    package let size: Size
    /// Row by row.
    package private(set) var cells: [Cell]
    /// Where the terminal's cursor stands: at the focus, so that screen readers and input methods
    /// find it.
    ///
    /// Nil hides it.
    package var cursor: Point?
    /// Drawing outside is dropped; never larger than the screen.
    package private(set) var clip: Rect

    package init(size: Size, style: Style = .plain) {
        self.size = size
        cells = Array(repeating: .blank(style), count: size.width * size.height)
        clip = Rect(size)
    }

    package var bounds: Rect { Rect(size) }

    /// The cell at a place; nil outside the screen.
    package subscript(x: Int, y: Int) -> Cell? {
        bounds.contains(Point(x: x, y: y)) ? cells[y * size.width + x] : nil
    }

    /// Draws with a narrower clip.
    package mutating func clipped(to rect: Rect, _ draw: (inout ScreenBuffer) -> Void) {
        let before = clip
        clip = before.intersection(rect)
        draw(&self)
        clip = before
    }

    /// Empties a block.
    package mutating func fill(_ rect: Rect, style: Style, with text: String = " ") {
        let area = rect.intersection(clip)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX { set(x, y, Cell(text: text, style: style, width: 1)) }
        }
    }

    /// Lays a style over a block and keeps its text.
    package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let area = rect.intersection(clip)
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            for index in (y * size.width + area.x)..<(y * size.width + area.maxX) {
                cells[index].style = change(cells[index].style)
            }
        }
    }

    /// Writes one line of text and returns the columns it would take unclipped.
    ///
    /// A wide character that only half fits leaves a blank.
    @discardableResult
    package mutating func put(
        _ text: String, x: Int, y: Int, style: Style = .plain, maxWidth: Int = .max
    ) -> Int {
        guard maxWidth > 0 else { return 0 }
        let limit = maxWidth < Int.max - abs(x) ? x + maxWidth : Int.max
        let isRowVisible = y >= clip.y && y < clip.maxY
        var column = x
        for cluster in CellText(text) {
            guard column < limit else { break }
            if column + cluster.width > limit {
                if isRowVisible { place(" ", width: 1, x: column, y: y, style: style) }
                column = limit
                break
            }
            if isRowVisible, column < clip.maxX {
                place(cluster.text, width: cluster.width, x: column, y: y, style: style)
            }
            column += cluster.width
        }
        return column - x
    }

    private mutating func place(_ text: String, width: Int, x: Int, y: Int, style: Style) {
        let hasStart = x >= clip.x && x < clip.maxX
        if width == 1 {
            if hasStart { set(x, y, Cell(text: text, style: style, width: 1)) }
            return
        }
        let hasEnd = x + 1 >= clip.x && x + 1 < clip.maxX
        if hasStart && hasEnd {
            set(x, y, Cell(text: text, style: style, width: 2))
            set(x + 1, y, .continuation(style))
        } else if hasStart {
            set(x, y, .blank(style))
        } else if hasEnd {
            set(x + 1, y, .blank(style))
        }
    }

    /// Replaces a cell and blanks the other half of a wide character that it cuts.
    private mutating func set(_ x: Int, _ y: Int, _ cell: Cell) {
        let index = y * size.width + x
        let old = cells[index]
        if old.isContinuation && !cell.isContinuation && x > 0 {
            cells[index - 1] = .blank(cells[index - 1].style)
        }
        if old.width == 2 && x + 1 < size.width {
            cells[index + 1] = .blank(cells[index + 1].style)
        }
        cells[index] = cell
    }
}
