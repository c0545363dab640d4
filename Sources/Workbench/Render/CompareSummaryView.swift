import RunEvents
import TerminalUI

/// What the last evaluation measured over a whole split.
struct CompareSummaryView {
    let model: WorkbenchModel
    let theme: Theme

    private static let arms: [(ModelState, PromptArm, String)] = [
        (.base, .fullPrompt, "base, full prompt"), (.base, .queryOnly, "base, query only"),
        (.tuned, .fullPrompt, "tuned, full prompt"), (.tuned, .queryOnly, "tuned, query only"),
    ]

    private var rows: [(name: String, metrics: EvaluationMetrics)] {
        Self.arms.compactMap { model, arm, name in
            self.model.compare.measured(model, arm).map { (name, $0) }
        }
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
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
        Table(
            columns: [
                .init(""), .init("exact match", .right), .init("loss", .right),
                .init("input", .right, minimumWidth: 9),
                .init("prefill", .right, priority: 2, minimumWidth: 8),
                .init("decode", .right, priority: 1, minimumWidth: 8),
            ],
            rowCount: rows.count, heading: theme[.muted]
        ) { index in
            let metrics = rows[index].metrics
            return Table.Row(
                [
                    rows[index].name, NumberText.accuracy(metrics.exactMatch),
                    NumberText.loss(metrics.loss),
                    NumberText.count(metrics.inputTokensPerRecord) + " tok",
                    NumberText.milliseconds(metrics.prefillMilliseconds),
                    NumberText.milliseconds(metrics.decodeMilliseconds),
                ],
                style: theme[.foreground])
        }.render(into: &buffer, in: inside)
    }

    private var note: String {
        guard let last = rows.map(\.metrics).max(by: { $0.step < $1.step }) else { return "" }
        return "\(last.split) · \(NumberText.count(last.recordCount)) records · step "
            + NumberText.count(last.step)
    }
}
