import TerminalUI

/// The panes' names, and what is being worked on.
struct HeaderView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let isShort = area.width < Self.fullWidth
        var x = area.x
        for pane in Pane.allCases {
            let isSelected = pane == model.pane
            let text = Self.label(pane, isShort: isShort && !isSelected)
            x += buffer.put(
                text, x: x, y: area.y,
                style: isSelected ? theme[.selection].over(theme[.accent]) : theme[.muted])
        }
        guard let project = model.project.value else { return }
        let full = "\(project.name) · \(project.modelName) "
        let room = area.maxX - x - 2
        for text in [full, "\(project.name) "] where CellText.width(of: text) <= room {
            buffer.put(
                text, x: area.maxX - CellText.width(of: text), y: area.y, style: theme[.muted])
            return
        }
    }

    private static let fullWidth = 56

    private static func label(_ pane: Pane, isShort: Bool) -> String {
        isShort ? " \(pane.rawValue + 1) " : " \(pane.rawValue + 1) \(pane.title) "
    }

    /// The pane whose name stands at a column.
    static func pane(at x: Int, in model: WorkbenchModel) -> Pane? {
        let isShort = model.size.width < fullWidth
        var end = 0
        for pane in Pane.allCases {
            end += CellText.width(of: label(pane, isShort: isShort && pane != model.pane))
            if x < end { return pane }
        }
        return nil
    }
}
