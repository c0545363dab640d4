import Prompts
import RunEvents
import TerminalUI

/// Tokens of a prompt: over the stages, and of each part in this one.
struct PromptSummaryView {
    let model: WorkbenchModel
    let record: RecordSummary
    let theme: Theme

    private var previews: PreviewCache { model.prompts.previews }

    private func preview(_ stage: Int?) -> RecordPreview? {
        previews[PreviewKey(recordID: record.id, stage: stage)]
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        buffer.clipped(to: area.inset(left: -1)) { buffer in
            renderStages(&buffer, area)
            guard let shown = preview(model.prompts.stage) else { return }
            let whole = preview(nil) ?? shown
            let kinds = kinds(shown, whole)
            if area.height < 6 {
                renderTotal(&buffer, area, y: area.y + 1, shown, whole)
                return
            }
            let rows = area.inset(top: 1, bottom: 2)
            let columns = kinds.count <= rows.height ? 1 : 2
            let width = rows.width / columns
            for (index, kind) in kinds.prefix(rows.height * columns).enumerated() {
                let place = Rect(
                    x: rows.x + index / rows.height * width, y: rows.y + index % rows.height,
                    width: width - (columns > 1 ? 1 : 0), height: 1)
                renderPart(&buffer, place, kind, shown, whole)
            }
            renderTotal(&buffer, area, y: area.maxY - 2, shown, whole)
            for x in (area.x - 1)..<area.maxX {
                buffer.put("─", x: x, y: area.maxY - 1, style: theme[.border])
            }
        }
    }

    private func kinds(_ shown: RecordPreview, _ whole: RecordPreview) -> [SpanKind] {
        SpanKind.allCases.filter { kind in
            kind == .template || kind == .examples || kind == .query
                || (whole.parts + shown.parts).contains { $0.span.kind == kind }
        }
    }

    /// One field a stage with the tokens of this record, or about those of a mean one.
    private func renderStages(_ buffer: inout ScreenBuffer, _ area: Rect) {
        var x = area.x + buffer.put("stage ", x: area.x, y: area.y, style: theme[.muted])
        let stages = model.schedule.schedule.stages.indices
        let fields = stages.map { " \($0): \(tokens(of: $0)) " }
        let room = area.maxX - x - 4
        // With too many stages for the row the shown one stays in view.
        var first = 0
        while first < model.prompts.stage,
            fields[first...model.prompts.stage].reduce(0, { $0 + CellText.width(of: $1) }) > room
        {
            first += 1
        }
        for index in stages.dropFirst(first) {
            let isShown = index == model.prompts.stage
            guard x + CellText.width(of: fields[index]) <= area.maxX - 3 || isShown else { break }
            x += buffer.put(
                fields[index], x: x, y: area.y,
                style: isShown ? theme[.selection].over(theme[.accent]) : theme[.muted])
        }
        buffer.put("tok", x: x + 1, y: area.y, style: theme[.muted])
    }

    private func tokens(of stage: Int) -> String {
        if let preview = preview(stage) { return NumberText.count(preview.promptTokenCount) }
        guard let plan = model.schedule.plan, plan.stages.indices.contains(stage) else {
            return "…"
        }
        if let problem = plan.problems[stage] { return problem == .pending ? "…" : "✗" }
        return "~" + NumberText.count(plan.stages[stage].inputTokensPerRecord)
    }

    private func renderPart(
        _ buffer: inout ScreenBuffer, _ area: Rect, _ kind: SpanKind, _ shown: RecordPreview,
        _ whole: RecordPreview
    ) {
        let tokens = shown.tokenCount(of: kind)
        let style = theme[kind.role]
        let share = Double(tokens) / Double(max(1, shown.promptTokenCount))
        let label = "\(kind.letter) \(kind.rawValue)"
        buffer.put(label, x: area.x, y: area.y, style: style)
        put("\(NumberText.count(tokens)) tok", &buffer, end: area.x + 21, y: area.y)
        put(NumberText.percent(share), &buffer, end: area.x + 28, y: area.y)
        let bar = area.width - 30
        guard bar > 3 else { return }
        // In proportion to the whole prompt, so that the bars shrink from stage to stage.
        let part = Double(tokens) / Double(max(1, whole.promptTokenCount))
        ProgressBar.render(
            part, into: &buffer, x: area.x + 30, y: area.y, width: bar, filled: style,
            empty: theme[.muted].adding(.dim))
    }

    private func renderTotal(
        _ buffer: inout ScreenBuffer, _ area: Rect, y: Int, _ shown: RecordPreview,
        _ whole: RecordPreview
    ) {
        let (now, all) = (shown.promptTokenCount, whole.promptTokenCount)
        buffer.put("  prompt", x: area.x, y: y, style: theme[.title])
        put("\(NumberText.count(now)) tok", &buffer, end: area.x + 21, y: y, style: theme[.title])
        guard all > 0, now != all else {
            buffer.put("  the whole prompt", x: area.x + 22, y: y, style: theme[.muted])
            return
        }
        let change = Double(all - now) / Double(all)
        let sign = change >= 0 ? "−" : "+"
        buffer.put(
            "\(sign)\(NumberText.percent(abs(change))) of the whole \(NumberText.count(all)) tok",
            x: area.x + 24, y: y, style: theme[.muted])
    }

    private func put(
        _ text: String, _ buffer: inout ScreenBuffer, end: Int, y: Int, style: Style? = nil
    ) {
        buffer.put(
            text, x: end - CellText.width(of: text), y: y, style: style ?? theme[.foreground])
    }
}
