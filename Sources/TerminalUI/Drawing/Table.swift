/// Rows under headings, numbers to the right, as many columns as there is room for.
package struct Table: Sendable {
    package enum Alignment: Sendable { case left, right }

    /// What stands over a column, and how it shares the room.
    package struct Column: Sendable {
        package var title: String
        package var alignment: Alignment
        /// Columns with a higher number go first when there is no room; 0 stays.
        package var priority: Int
        /// Takes the room that others leave, and gives way to them down to its title.
        package var isFlexible: Bool
        package var minimumWidth: Int

        package init(
            _ title: String, _ alignment: Alignment = .left, priority: Int = 0,
            isFlexible: Bool = false, minimumWidth: Int = 0
        ) {
            self.title = title
            self.alignment = alignment
            self.priority = priority
            self.isFlexible = isFlexible
            self.minimumWidth = minimumWidth
        }
    }

    /// Texts of one row, a cell a column.
    package struct Row: Sendable {
        package var cells: [String]
        package var style: Style
        /// Styles of single cells, by column.
        package var cellStyles: [Int: Style]

        package init(_ cells: [String], style: Style, cellStyles: [Int: Style] = [:]) {
            self.cells = cells
            self.style = style
            self.cellStyles = cellStyles
        }
    }

    package var columns: [Column]
    package var rowCount: Int
    /// Rows are asked for one by one, only those that are seen.
    package var row: @Sendable (Int) -> Row
    /// The row kept in view; nil shows the first ones.
    package var selected: Int?
    /// Replaces the styles of the selected row, so that it is one block; nil marks it no further than its `▸`.
    package var selection: Style?
    package var heading: Style
    /// Cells between two columns.
    package var gap: Int

    package init(
        columns: [Column], rowCount: Int, selected: Int? = nil, selection: Style? = nil,
        heading: Style, gap: Int = 2, row: @escaping @Sendable (Int) -> Row
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.selected = selected
        self.selection = selection
        self.heading = heading
        self.gap = gap
        self.row = row
    }

    /// Draws the headings and as many rows as fit.
    package func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard area.height > 0, area.width > 2 else { return }
        let range = ListWindow.visible(
            count: rowCount, selected: selected ?? 0, height: area.height - 1)
        let rows = range.map(row)
        let widths = columnWidths(rows, room: area.width - 2)
        buffer.clipped(to: area) { buffer in
            put(columns.map(\.title), widths, { _ in heading }, &buffer, x: area.x + 2, y: area.y)
            for (offset, row) in rows.enumerated() {
                let y = area.y + 1 + offset
                put(
                    row.cells, widths, { row.cellStyles[$0] ?? row.style }, &buffer,
                    x: area.x + 2, y: y)
                guard range.lowerBound + offset == selected else { continue }
                buffer.put("▸", x: area.x, y: y, style: row.style)
                guard let selection else { continue }
                buffer.restyle(Rect(x: area.x, y: y, width: area.width, height: 1)) { _ in
                    selection
                }
            }
        }
    }

    private func put(
        _ cells: [String], _ widths: [Int?], _ style: (Int) -> Style, _ buffer: inout ScreenBuffer,
        x start: Int, y: Int
    ) {
        var x = start
        for (index, column) in columns.enumerated() {
            guard let width = widths[index] else { continue }
            let text = TextWrap.truncated(
                cells.indices.contains(index) ? cells[index] : "", to: width)
            let space = column.alignment == .right ? width - CellText.width(of: text) : 0
            buffer.put(text, x: x + space, y: y, style: style(index))
            x += width + gap
        }
    }

    /// The width of each column; nil for one that is left out.
    private func columnWidths(_ rows: [Row], room: Int) -> [Int?] {
        var widths: [Int?] = columns.enumerated().map { index, column in
            let cells = rows.map { row in
                row.cells.indices.contains(index) ? CellText.width(of: row.cells[index]) : 0
            }
            return max(
                CellText.width(of: column.title), column.minimumWidth,
                column.isFlexible ? 0 : cells.max() ?? 0)
        }
        func used() -> Int {
            let shown = widths.compactMap { $0 }
            return shown.reduce(0, +) + gap * max(0, shown.count - 1)
        }
        while used() > room {
            let shown = columns.indices.filter { widths[$0] != nil && columns[$0].priority > 0 }
            guard let least = shown.max(by: { columns[$0].priority < columns[$1].priority })
            else { break }
            widths[least] = nil
        }
        if let flexible = columns.firstIndex(where: \.isFlexible), let width = widths[flexible] {
            let widest =
                rows.map { row in
                    row.cells.indices.contains(flexible)
                        ? CellText.width(of: row.cells[flexible]) : 0
                }.max() ?? 0
            let free = room - used()
            widths[flexible] = max(
                free < 0 ? max(4, width + free) : width, min(width + free, widest))
        }
        return widths
    }
}
