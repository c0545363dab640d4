import Prompts
import RunEvents
import TerminalUI

/// Tau, examples and input tokens over the steps, each as a share of its first stage.
struct ScheduleChart {
    let schedule: Schedule
    let plan: PlanPreview?
    let selected: Int
    let symbols: DotSymbols
    let theme: Theme

    var chart: LineChart {
        let spans = spans
        let shots = Double(max(1, schedule.largestShots))
        let first = plan?.stages.first?.inputTokensPerRecord ?? 0
        var input: [Double] = []
        if let plan, plan.problems.isEmpty, plan.stages.count == spans.count, first > 0 {
            input = plan.stages.map { $0.inputTokensPerRecord / first }
        }
        var lines: [ChartLine] = []
        if !input.isEmpty {
            lines += pair("input tokens", "i", spans, input, at: 0.5, theme[.series4])
        }
        if schedule.largestShots > 0 {
            lines += pair(
                "examples of \(schedule.largestShots)", "k", spans,
                schedule.stages.map { Double($0.shots) / shots }, at: 0.8, theme[.series2])
        }
        lines += pair(
            "kept", "τ", spans, schedule.stages.map(\.compressionRate), at: 0.2, theme[.series1])
        let bands = zip(spans, schedule.stages).enumerated().map { index, pair in
            let (span, stage) = pair
            let rate = NumberText.rate(stage.compressionRate)
            return ChartBand(
                range: span,
                labels: ["τ \(rate) k \(stage.shots)", "\(rate)·\(stage.shots)", "\(index)"],
                isCurrent: index == selected)
        }
        return LineChart(
            lines: lines, bands: bands, xRange: 0...max(1, spans.last?.upperBound ?? 1),
            yRange: 0...1, xUnit: "steps", symbols: symbols)
    }

    /// Each stage's steps.
    private var spans: [ClosedRange<Double>] {
        var start = 0.0
        return schedule.stages.enumerated().map { index, stage in
            let planned = plan.flatMap {
                $0.stages.indices.contains(index) ? $0.stages[index].stepCount : nil
            }
            let end = start + Double(max(1, planned ?? stage.epochs))
            defer { start = end }
            return start...end
        }
    }

    /// A stair and, on each tread, a letter that tells it from others without colour.
    private func pair(
        _ name: String, _ letter: String, _ spans: [ClosedRange<Double>], _ values: [Double],
        at place: Double, _ style: Style
    ) -> [ChartLine] {
        var stair = ChartSeries()
        var letters = ChartSeries()
        for (span, value) in zip(spans, values) {
            stair.append(x: span.lowerBound, y: value)
            stair.append(x: span.upperBound, y: value)
            let middle = span.lowerBound + place * (span.upperBound - span.lowerBound)
            letters.append(x: middle, y: value)
            // A gap, so that no line joins the letters.
            letters.append(x: middle, y: .nan)
        }
        return [
            ChartLine(name: name, series: stair, style: style, isInLegend: false),
            ChartLine(name: name, series: letters, style: style.adding(.bold), marker: letter),
        ]
    }
}
