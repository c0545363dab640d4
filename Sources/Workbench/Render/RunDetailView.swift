import RunEvents
import TerminalUI

/// A run of the history: its curve and all that is known of it.
struct RunDetailView {
    let model: WorkbenchModel
    let opened: OpenedRun
    let theme: Theme

    private static func areas(_ body: Rect) -> (chart: Rect, details: Rect) {
        if body.width >= 100 {
            let columns = body.columns([.fill(3), .fill(2)])
            return (columns[0], columns[1])
        }
        let rows = body.rows([.fill(3), .fill(2)])
        return (rows[0], rows[1])
    }

    static func scrollLimit(in model: WorkbenchModel) -> Int {
        guard let opened = model.runs.opened else { return 0 }
        let details = areas(ScreenLayout(model.size).body).details
        let lines = RunDetailText(
            opened, model.secondsFromGMT, .monochrome, symbols: model.symbols,
            width: details.width - 4
        ).lines
        return max(0, lines.count - max(0, details.height - 2))
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let summary = opened.detail.summary
        let (chart, details) = Self.areas(area)
        let inside = theme.panel(
            "Run \(summary.id) · \(summary.name)", note: RunStatusText.text(summary.status),
            isFocused: true
        ).render(into: &buffer, in: chart)
        LossChart(
            curves: opened.curves, stages: opened.detail.stages, currentStage: nil,
            symbols: model.symbols, theme: theme, emptyText: "no steps were stored"
        ).chart.render(into: &buffer, in: inside, styles: theme.chartStyles)
        renderDetails(&buffer, details)
    }

    private func renderDetails(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let lines = RunDetailText(
            opened, model.secondsFromGMT, theme, symbols: model.symbols, width: area.width - 4
        ).lines
        let inside = theme.panel("Details").render(into: &buffer, in: area)
        let scroll = min(opened.scroll, max(0, lines.count - inside.height))
        buffer.clipped(to: inside.inset(left: 1, right: 1)) { buffer in
            for (offset, line) in lines.dropFirst(scroll).prefix(inside.height).enumerated() {
                buffer.put(line, x: inside.x + 1, y: inside.y + offset)
            }
        }
        ScrollBar.render(
            into: &buffer, x: area.maxX - 1, y: inside.y, height: inside.height, count: lines.count,
            first: scroll, style: theme[.border])
    }
}
