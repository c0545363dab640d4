import RunEvents
import TerminalUI

/// What the last evaluation measured over a whole split.
struct CompareSummaryView {
    let model: WorkbenchModel
    let theme: Theme

    private static let arms: [(ModelState, PromptArm, String)] = [
        (.base, .fullPrompt, "base, full"), (.base, .queryOnly, "base, query"),
        (.tuned, .fullPrompt, "tuned, full"), (.tuned, .queryOnly, "tuned, query"),
    ]

    private var rows: [(name: String, metrics: EvaluationMetrics)] {
        Self.arms.compactMap { model, arm, name in
            self.model.compare.measured(model, arm).map { (name, $0) }
        }
    }

    /// The table needs about so many columns; the verdict gets what is left.
    private static let tableWidth = 78
    private static let leastVerdictWidth = 36

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let isWide = area.width >= Self.tableWidth + Self.leastVerdictWidth
        guard isWide, let verdict = model.compare.verdict else {
            return renderTable(into: &buffer, in: area)
        }
        let columns = area.columns([.fixed(Self.tableWidth), .fill()])
        renderTable(into: &buffer, in: columns[0])
        renderVerdict(verdict, into: &buffer, in: columns[1])
    }

    private func renderVerdict(
        _ verdict: CompareVerdict, into buffer: inout ScreenBuffer, in area: Rect
    ) {
        let inside = theme.panel("Verdict", note: "v: all of it")
            .render(into: &buffer, in: area).inset(left: 1, right: 1)
        buffer.put(
            verdict.decision, x: inside.x, y: inside.y,
            style: theme[verdict.isShip ? .ok : .warning], maxWidth: inside.width)
        let lines = TextWrap.lines(
            ([verdict.reason] + (verdict.speed.map { [$0] } ?? [])).joined(separator: " "),
            style: theme[.foreground], width: inside.width)
        buffer.clipped(to: inside) { buffer in
            for (index, line) in lines.enumerated() {
                let isCut = index == inside.height - 2 && lines.count > inside.height - 1
                buffer.put(line, x: inside.x, y: inside.y + 1 + index)
                if isCut {
                    buffer.put("…", x: inside.maxX - 1, y: inside.y + 1 + index)
                }
            }
        }
    }

    private func renderTable(into buffer: inout ScreenBuffer, in area: Rect) {
        let rows = rows
        let inside = theme.panel("Last evaluation", note: note)
            .render(into: &buffer, in: area)
        guard !rows.isEmpty else {
            buffer.put(
                "Nothing is measured yet; a training does it at the end of each stage.",
                x: inside.x + 1, y: inside.y, style: theme[.muted], maxWidth: inside.width - 2)
            return
        }
        let theme = theme
        let metric = rows.compactMap { $0.metrics.score?.title }.first
        Table(
            columns: [
                .init(""), .init(metric ?? "exact match", .right), .init("loss", .right),
                .init("input", .right, minimumWidth: 9),
                .init("1st token", .right, priority: 1, minimumWidth: 9),
                .init("warm", .right, priority: 3, minimumWidth: 8),
                .init("answer", .right, priority: 2, minimumWidth: 8),
            ],
            rowCount: rows.count, heading: theme[.muted]
        ) { index in
            let metrics = rows[index].metrics
            return Table.Row(
                [
                    rows[index].name,
                    metric == nil
                        ? NumberText.accuracy(metrics.exactMatch) : metrics.score?.valueText ?? "–",
                    NumberText.loss(metrics.loss),
                    NumberText.count(metrics.inputTokensPerRecord) + " tok",
                    NumberText.milliseconds(metrics.prefillMilliseconds),
                    NumberText.milliseconds(metrics.warmPrefillMilliseconds),
                    NumberText.milliseconds(metrics.answerMilliseconds),
                ],
                style: theme[.foreground])
        }.render(into: &buffer, in: inside)
    }

    private var note: String {
        guard let last = rows.map(\.metrics).max(by: { $0.step < $1.step }) else { return "" }
        let verdict = model.compare.verdict.map { "\($0.decision) · " } ?? ""
        return "\(verdict)\(last.split) · \(NumberText.count(last.recordCount)) records · step "
            + NumberText.count(last.step)
    }
}
