/// A raster of dots, several in each cell, for one line of a plot.
///
/// Dots count from the upper left. Everything outside is clipped, however far away.
package struct DotCanvas: Equatable, Sendable {
    package let symbols: DotSymbols
    /// In cells.
    package let size: Size
    /// One mask a cell, row by row.
    package private(set) var masks: [UInt8]

    package init(size: Size, symbols: DotSymbols = .braille) {
        self.size = size
        self.symbols = symbols
        masks = Array(repeating: 0, count: size.width * size.height)
    }

    package var dotWidth: Int { size.width * symbols.columnsPerCell }
    package var dotHeight: Int { size.height * symbols.rowsPerCell }

    /// Sets a dot; one outside is left out.
    package mutating func setDot(x: Int, y: Int) {
        guard x >= 0, y >= 0, x < dotWidth, y < dotHeight else { return }
        let (column, row) = (symbols.columnsPerCell, symbols.rowsPerCell)
        masks[y / row * size.width + x / column] |= symbols.bit(
            column: x % column, row: y % row)
    }

    /// Whether a dot is set; false outside.
    package func hasDot(x: Int, y: Int) -> Bool {
        guard x >= 0, y >= 0, x < dotWidth, y < dotHeight else { return false }
        let (column, row) = (symbols.columnsPerCell, symbols.rowsPerCell)
        return masks[y / row * size.width + x / column]
            & symbols.bit(column: x % column, row: y % row) != 0
    }

    /// Draws a straight line with both ends.
    package mutating func line(from start: Point, to end: Point) {
        if start.x == end.x {
            guard start.x >= 0, start.x < dotWidth else { return }
            let top = max(0, min(start.y, end.y))
            let bottom = min(dotHeight - 1, max(start.y, end.y))
            guard top <= bottom else { return }
            for y in top...bottom { setDot(x: start.x, y: y) }
            return
        }
        guard let (first, last) = clip(start, end) else { return }
        bresenham(from: first, to: last)
    }

    private mutating func bresenham(from start: Point, to end: Point) {
        let deltaX = abs(end.x - start.x)
        let deltaY = -abs(end.y - start.y)
        let stepX = start.x < end.x ? 1 : -1
        let stepY = start.y < end.y ? 1 : -1
        var error = deltaX + deltaY
        var (x, y) = (start.x, start.y)
        while true {
            setDot(x: x, y: y)
            if x == end.x && y == end.y { return }
            let doubled = 2 * error
            if doubled >= deltaY {
                error += deltaY
                x += stepX
            }
            if doubled <= deltaX {
                error += deltaX
                y += stepY
            }
        }
    }

    /// The part of a line that lies on the canvas (Liang and Barsky), ends rounded to dots.
    private func clip(_ start: Point, _ end: Point) -> (Point, Point)? {
        guard dotWidth > 0, dotHeight > 0 else { return nil }
        let isInside =
            min(start.x, end.x) >= 0 && max(start.x, end.x) < dotWidth
            && min(start.y, end.y) >= 0 && max(start.y, end.y) < dotHeight
        if isInside { return (start, end) }
        let (x, y) = (Double(start.x), Double(start.y))
        let (deltaX, deltaY) = (Double(end.x) - x, Double(end.y) - y)
        var (low, high) = (0.0, 1.0)
        let edges = [
            (-deltaX, x), (deltaX, Double(dotWidth - 1) - x), (-deltaY, y),
            (deltaY, Double(dotHeight - 1) - y),
        ]
        for (slope, distance) in edges {
            if slope == 0 {
                if distance < 0 { return nil }
            } else if slope < 0 {
                low = max(low, distance / slope)
            } else {
                high = min(high, distance / slope)
            }
        }
        guard low <= high else { return nil }
        func at(_ share: Double) -> Point {
            Point(
                x: Int((x + share * deltaX).rounded()), y: Int((y + share * deltaY).rounded()))
        }
        return (at(low), at(high))
    }

    /// Puts the dots onto the screen; a cell without dots is left as it is, one with dots replaces
    /// what was there, so that the colours of two lines never mix in one cell.
    package func draw(into buffer: inout ScreenBuffer, at origin: Point, style: Style) {
        for y in 0..<size.height {
            for x in 0..<size.width {
                let mask = masks[y * size.width + x]
                guard mask != 0 else { continue }
                buffer.put(symbols.text(mask), x: origin.x + x, y: origin.y + y, style: style)
            }
        }
    }
}
