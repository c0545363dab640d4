import RunEvents
import TerminalUI

/// Bars for the stages and the numbers of the last steps.
struct TrainProgressView {
    let model: WorkbenchModel
    let theme: Theme

    private var training: TrainingState { model.training }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard !area.isEmpty else { return }
        buffer.clipped(to: area) { buffer in
            var y = area.y
            if let header = training.header {
                buffer.put(RunStatusText.styled(header.status, theme), x: area.x, y: y)
                if !header.isOwn {
                    buffer.put("elsewhere", x: area.x + 12, y: y, style: theme[.muted])
                }
            } else {
                let text = training.isStarting ? "◆ starting" : "○ nothing is trained"
                buffer.put(text, x: area.x, y: y, style: theme[.muted])
            }
            if !hasEngineRows(area) { renderShortEngine(&buffer, area) }
            y += 1
            bar("all", training.share, isCurrent: true, &buffer, area, y: y)
            y += 1
            y = renderStages(&buffer, area, y: y)
            let facts = facts(area)
            if area.maxY - y > facts.count { y += 1 }
            for (name, value) in facts where y < area.maxY {
                buffer.put(name, x: area.x, y: y, style: theme[.muted])
                buffer.put(
                    value, x: area.maxX - CellText.width(of: value), y: y,
                    style: theme[.foreground])
                y += 1
            }
        }
    }

    /// Two more facts, where they take no line from the stages.
    private func hasEngineRows(_ area: Rect) -> Bool {
        let stageCount = training.header?.stages.count ?? 0
        return training.header?.engine != nil
            && area.height >= 2 + stageCount + Self.factCount + engineFacts.count
    }

    /// Behind the status, where the line has room.
    private func renderShortEngine(_ buffer: inout ScreenBuffer, _ area: Rect) {
        guard let header = training.header, let engine = header.engine else { return }
        let short = ["float32": "fp32", "bfloat16": "bf16"]
        let text = [
            short[engine.base] ?? engine.base,
            engine.memoryGigabytes.map { NumberText.gigabytes($0) },
        ].compactMap { $0 }.joined(separator: " ")
        let status = RunStatusText.styled(header.status, theme)
        let used = header.isOwn ? status.width : 12 + CellText.width(of: "elsewhere")
        let x = area.maxX - CellText.width(of: text)
        guard x > area.x + used else { return }
        buffer.put(text, x: x, y: area.y, style: theme[.muted])
    }

    private var engineFacts: [(String, String)] {
        guard let engine = training.header?.engine else { return [] }
        let isNative = engine.base == engine.precision
        return [
            ("precision", isNative ? engine.precision : "\(engine.base), \(engine.precision)"),
            ("memory", engine.memoryGigabytes.map { "about " + NumberText.gigabytes($0) } ?? "–"),
        ]
    }

    private func renderStages(_ buffer: inout ScreenBuffer, _ area: Rect, y start: Int) -> Int {
        let stages = training.header?.stages ?? []
        let current = training.lastStep?.stage ?? 0
        let room = max(1, area.maxY - start - facts(area).count)
        let range = ListWindow.visible(count: stages.count, selected: current, height: room)
        for (offset, index) in range.enumerated() {
            let stage = stages[index]
            let share = Double(training.stepsDone(in: stage)) / Double(max(1, stage.stepCount))
            bar(
                "\(index)", share, isCurrent: index == current && training.isActive, &buffer, area,
                y: start + offset)
        }
        return start + range.count
    }

    private func bar(
        _ name: String, _ share: Double, isCurrent: Bool, _ buffer: inout ScreenBuffer,
        _ area: Rect, y: Int
    ) {
        let style = theme[isCurrent ? .accent : .muted]
        buffer.put(name, x: area.x + 3 - CellText.width(of: name), y: y, style: style)
        let percent = NumberText.percent(share)
        buffer.put(
            percent, x: area.maxX - CellText.width(of: percent), y: y, style: theme[.foreground])
        ProgressBar.render(
            share, into: &buffer, x: area.x + 4, y: y, width: area.width - 11, filled: style,
            empty: theme[.muted].adding(.dim))
    }

    /// Rows that every run has.
    private static let factCount = 8

    private func facts(_ area: Rect) -> [(String, String)] {
        let width = area.width
        let last = training.lastStep
        let total = training.header?.stepCount ?? 0
        let isDone = training.status == .finished
        let left = training.isActive ? NumberText.duration(training.secondsLeft) : "–"
        return [
            (
                "step",
                last.map { "\(NumberText.count($0.step)) of \(NumberText.count(total))" } ?? "–"
            ),
            ("left", isDone ? "done" : left),
            ("records", perSecond(\.recordCount)),
            ("tokens", perSecond(\.tokenCount)),
            ("unique tokens", perSecond(\.uniqueTokenCount)),
            ("learning rate", last.map { NumberText.learningRate($0.learningRate) } ?? "–"),
            ("gradient norm", last.map { NumberText.loss($0.gradientNorm) } ?? "–"),
            (
                "checkpoint",
                training.checkpoint.map {
                    let size = width > 31 ? ", \(NumberText.bytes($0.byteCount))" : ""
                    return "step \(NumberText.count($0.step))\(size)"
                } ?? "–"
            ),
        ] + (hasEngineRows(area) ? engineFacts : [])
    }

    private func perSecond(_ amount: (StepMetrics) -> Int) -> String {
        training.rate(amount).map { NumberText.perSecond($0) + " /s" } ?? "–"
    }
}
