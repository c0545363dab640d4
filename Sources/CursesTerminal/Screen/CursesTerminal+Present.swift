import CNcurses
import TerminalUI

extension CursesTerminal {
    package func present(_ buffer: ScreenBuffer) throws {
        guard draw(buffer) else { return }
        guard styler.ranOutOfPairs else { return }
        // Pairs of earlier frames took all numbers: give them to this one and draw it anew. A frame
        // that alone needs more than there are stays partly without colour.
        styler.reset()
        reset_color_pairs()
        shown = nil
        draw(buffer)
        styler.acceptShortage()
    }

    /// Draws what differs; false where nothing does.
    @discardableResult
    private func draw(_ buffer: ScreenBuffer) -> Bool {
        let isKnown = shown?.size == buffer.size
        let runs = shown.map { buffer.difference(from: $0) } ?? buffer.wholeRows
        if isKnown, runs.isEmpty, shown?.cursor == buffer.cursor { return false }
        if !isKnown {
            // What stood outside the buffer, or before it was known what stands where.
            werase(nc_stdscr())
            clearok(nc_stdscr(), shown == nil)
        }
        for run in runs where run.y < size.height {
            var x = run.x
            for cell in run.cells {
                put(cell, x: x, y: run.y)
                x += 1
            }
        }
        placeCursor(buffer.cursor)
        shown = buffer
        TerminalModes.write(TerminalModes.beginFrame)
        wrefresh(nc_stdscr())
        TerminalModes.write(TerminalModes.endFrame)
        return true
    }

    private func put(_ cell: Cell, x: Int, y: Int) {
        guard !cell.isContinuation, x < size.width else { return }
        let rendition = styler.rendition(of: cell.style)
        guard cell.width == 1 || x + 1 < size.width else {
            put([0x20], x: x, y: y, rendition)
            return
        }
        var characters = cell.text.unicodeScalars.map { wchar_t($0.value) }
        // Where the C library counts other columns than we do (a younger or older Unicode), the
        // rest of the row would shift: show a stand-in of the right width.
        if let first = characters.first, first >= 0x80, wcwidth(first) != Int32(cell.width) {
            characters = [0x3F]
        }
        put(characters, x: x, y: y, rendition)
        if cell.width == 2, characters == [0x3F] { put([0x20], x: x + 1, y: y, rendition) }
    }

    private func put(_ characters: [wchar_t], x: Int, y: Int, _ rendition: CellStyler.Rendition) {
        withUnsafeTemporaryAllocation(of: wchar_t.self, capacity: characters.count + 1) { text in
            _ = text.initialize(from: characters)
            text[characters.count] = 0
            // The last cell of the screen reports an error, since the cursor cannot move on; the
            // character is there all the same.
            _ = nc_put(
                Int32(y), Int32(x), text.baseAddress, rendition.attributes, rendition.pair)
        }
    }

    private func placeCursor(_ cursor: Point?) {
        guard let cursor, cursor.x >= 0, cursor.y >= 0, cursor.x < size.width,
            cursor.y < size.height
        else {
            curs_set(0)
            return
        }
        curs_set(1)
        wmove(nc_stdscr(), Int32(cursor.y), Int32(cursor.x))
    }
}
