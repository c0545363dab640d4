import RunEvents
import TerminalUI

/// Loss over the steps of a run: raw behind smoothed, validation over both, stages below.
struct LossChart {
    let curves: RunCurves
    let stages: [StageSummary]
    /// Nil where none is being trained.
    let currentStage: Int?
    let symbols: DotSymbols
    let theme: Theme
    var emptyText = ""

    var chart: LineChart {
        var lines: [ChartLine] = []
        let isSmoothed = curves.smoothing > 0
        if isSmoothed {
            lines.append(
                ChartLine(
                    name: "raw", series: curves.loss, style: theme[.muted], isInLegend: false))
        }
        let shown = isSmoothed ? curves.smoothedLoss : curves.loss
        lines.append(
            ChartLine(
                name: "train", series: shown, style: theme[.series1], layer: 1,
                note: last(of: shown)))
        if !curves.fullPromptLoss.isEmpty {
            lines.append(
                ChartLine(
                    name: "validation, full prompt", shortName: "full",
                    series: curves.fullPromptLoss, style: theme[.series2],
                    marker: "◆", note: last(of: curves.fullPromptLoss)))
        }
        if !curves.queryOnlyLoss.isEmpty {
            lines.append(
                ChartLine(
                    name: "validation, query only", shortName: "query-only",
                    series: curves.queryOnlyLoss, style: theme[.series3],
                    marker: "●", note: last(of: curves.queryOnlyLoss)))
        }
        return LineChart(
            lines: lines, bands: bands, xUnit: "steps", symbols: symbols, emptyText: emptyText)
    }

    private func last(of series: ChartSeries) -> String {
        series.y.last.map { NumberText.loss($0) } ?? ""
    }

    private var bands: [ChartBand] {
        var start = 0.0
        return stages.map { stage in
            let end = start + Double(max(1, stage.stepCount))
            defer { start = end }
            let rate = NumberText.rate(stage.compressionRate)
            return ChartBand(
                range: start...end,
                labels: [
                    "stage \(stage.stage) · τ \(rate) k \(stage.shots)",
                    "τ \(rate) k \(stage.shots)",
                    "\(rate)·\(stage.shots)", "\(stage.stage)",
                ],
                isCurrent: stage.stage == currentStage)
        }
    }
}
