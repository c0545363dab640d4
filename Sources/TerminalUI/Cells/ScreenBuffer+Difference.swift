extension ScreenBuffer {
    /// Cells of one row that changed together.
    package struct Run: Equatable, Sendable {
        package let x: Int
        package let y: Int
        package let cells: [Cell]
    }

    /// What must be written to turn a screen that shows `previous` into this one.
    ///
    /// Runs never begin inside a wide character. A previous screen of another size counts as
    /// unknown: everything is written.
    package func difference(from previous: ScreenBuffer) -> [Run] {
        guard previous.size == size else { return wholeRows }
        var runs: [Run] = []
        for y in 0..<size.height {
            let row = y * size.width
            var x = 0
            while x < size.width {
                guard cells[row + x] != previous.cells[row + x] else {
                    x += 1
                    continue
                }
                var start = x
                while start > 0 && cells[row + start].isContinuation { start -= 1 }
                var end = x + 1
                while end < size.width
                    && (cells[row + end] != previous.cells[row + end]
                        || cells[row + end].isContinuation)
                {
                    end += 1
                }
                runs.append(Run(x: start, y: y, cells: Array(cells[(row + start)..<(row + end)])))
                x = end
            }
        }
        return runs
    }

    /// Every row as one run.
    package var wholeRows: [Run] {
        guard size.width > 0 else { return [] }
        return (0..<size.height).map { y in
            Run(x: 0, y: y, cells: Array(cells[(y * size.width)..<((y + 1) * size.width)]))
        }
    }
}
