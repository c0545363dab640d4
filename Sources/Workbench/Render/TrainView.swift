import Foundation
import RunEvents
import TerminalUI

/// A training as it goes: curve, progress and log.
struct TrainView {
    let model: WorkbenchModel
    let theme: Theme

    private var training: TrainingState { model.training }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let log = area.height < 15 ? 0 : max(5, area.height / 5)
        let rows = area.rows([.fill(), .fixed(log)])
        let side = area.width < 70 ? 0 : min(36, max(28, area.width / 4))
        let columns = rows[0].columns([.fill(), .fixed(side)])
        renderChart(&buffer, columns[0])
        if side > 0 {
            let inside = theme.panel("Progress").render(into: &buffer, in: columns[1])
            TrainProgressView(model: model, theme: theme)
                .render(into: &buffer, in: inside.inset(left: 1, right: 1))
        }
        if log > 0 { renderLog(&buffer, rows[1]) }
    }

    private func renderChart(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let name = training.header.map { "Loss · \($0.name)" } ?? "Loss"
        let smoothing = training.curves.smoothing
        let note = smoothing > 0 ? "nats/token · smoothing \(smoothing)" : "nats/token"
        let inside = theme.panel(name, note: note, isFocused: true).render(into: &buffer, in: area)
        if let failure = training.failure {
            renderFailure(failure, &buffer, inside)
            return
        }
        var chartArea = inside
        if let step = training.curves.firstBadStep {
            let parts = inside.rows([.fixed(1), .fill()])
            buffer.put(
                "! The loss is no number since step \(step).", x: inside.x + 1, y: inside.y,
                style: theme[.error])
            chartArea = parts[1]
        }
        let isIdle = training.header == nil && !training.isStarting
        LossChart(
            curves: training.curves, stages: training.header?.stages ?? [],
            currentStage: training.isActive ? training.lastStep?.stage : nil,
            symbols: model.symbols, theme: theme,
            emptyText: isIdle ? idleText : "waiting for the first step"
        ).chart.render(into: &buffer, in: chartArea, styles: theme.chartStyles)
    }

    /// What `s` would begin.
    private var idleText: String {
        guard let plan = model.schedule.plan else { return "no training yet · s starts one" }
        let steps = plan.stages.reduce(0) { $0 + $1.stepCount }
        return "s starts \(NumberText.count(steps)) steps in \(plan.stages.count) stages"
    }

    private func renderFailure(_ text: String, _ buffer: inout ScreenBuffer, _ area: Rect) {
        let inside = area.inset(left: 1, right: 1)
        let lines =
            TextWrap.lines("✗ The run failed. \(text)", style: theme[.error], width: inside.width)
        let height = min(lines.count, max(1, area.height / 2))
        buffer.clipped(to: inside) { buffer in
            for (index, line) in lines.prefix(height).enumerated() {
                buffer.put(line, x: inside.x, y: inside.y + index)
            }
        }
        LossChart(
            curves: training.curves, stages: training.header?.stages ?? [], currentStage: nil,
            symbols: model.symbols, theme: theme
        ).chart.render(
            into: &buffer, in: area.inset(top: height + 1), styles: theme.chartStyles)
    }

    private func renderLog(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let inside = theme.panel("Log").render(into: &buffer, in: area)
        LogView(lines: training.log, secondsFromGMT: model.secondsFromGMT, theme: theme)
            .render(into: &buffer, in: inside.inset(left: 1, right: 1))
    }
}
