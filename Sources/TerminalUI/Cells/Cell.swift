/// One cell of the screen: what stands in it and how it looks.
///
/// A character that is two columns wide takes its cell (`width` 2) and the next one, which then is
/// a `continuation` (`width` 0, no text). All other cells have width 1.
package struct Cell: Equatable, Sendable {
    /// One spacing scalar and the combining marks on it; empty in a continuation.
    package let text: String
    package var style: Style
    /// Columns: 1, 2, or 0 for the second half of a wide character.
    package let width: Int8

    /// Makes a cell of a cluster as `CellText` yields it.
    package init(text: String, style: Style, width: Int) {
        self.text = text
        self.style = style
        self.width = Int8(clamping: width)
    }

    /// An empty cell.
    package static func blank(_ style: Style = .plain) -> Cell {
        Cell(text: " ", style: style, width: 1)
    }

    /// The second half of a wide character.
    package static func continuation(_ style: Style) -> Cell {
        Cell(text: "", style: style, width: 0)
    }

    package var isContinuation: Bool { width == 0 }
}
