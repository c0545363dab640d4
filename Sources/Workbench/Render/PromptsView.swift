import Prompts
import TerminalUI

/// Records at the left, the selected one's prompt at the right.
struct PromptsView {
    let model: WorkbenchModel
    let theme: Theme

    /// Below this width the list gives its room to the prompt.
    private static let listThreshold = 72

    private static func columns(_ size: Size) -> (list: Rect, prompt: Rect) {
        let body = ScreenLayout(size).body
        let width = body.width < listThreshold ? 0 : min(44, max(24, body.width * 3 / 10))
        let parts = body.columns([.fixed(width), .fill()])
        return (parts[0], parts[1])
    }

    /// Rows above the prompt's text: stages, parts, sum, and a line below.
    private static func summaryHeight(_ prompt: Rect) -> Int { prompt.height < 12 ? 2 : 6 }

    /// Where the prompt's text is seen.
    static func textArea(of size: Size) -> Rect {
        let prompt = columns(size).prompt
        return prompt.inset(left: 2, top: 1, right: 1, bottom: 1)
            .inset(top: summaryHeight(prompt))
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard model.project.value != nil else {
            NoticeView(title: "Prompts", text: "Reading the project …", theme: theme)
                .render(into: &buffer, in: area)
            return
        }
        let (list, prompt) = Self.columns(model.size)
        if list.width > 0 { renderList(&buffer, list) }
        renderPrompt(&buffer, prompt)
    }

    // MARK: - The list

    private func renderList(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let prompts = model.prompts
        let count = prompts.visible.count
        var title = prompts.filter == .all ? "Records" : "Records · \(prompts.filter.rawValue)"
        if !prompts.search.isEmpty { title += " · \(prompts.search)" }
        let inside = theme.panel(title, note: NumberText.count(count), isFocused: true)
            .render(into: &buffer, in: area)
        guard count > 0 else {
            buffer.put(
                "no record", x: inside.x + 1, y: inside.y, style: theme[.muted],
                maxWidth: inside.width)
            return
        }
        let range = ListWindow.visible(
            count: count, selected: prompts.selected, height: inside.height)
        for (offset, index) in range.enumerated() {
            let record = model.records[prompts.visible[index]]
            let y = inside.y + offset
            let isSelected = index == prompts.selected
            buffer.clipped(to: inside) { buffer in
                buffer.put(isSelected ? "▸" : " ", x: inside.x, y: y, style: theme[.accent])
                let used = buffer.put(
                    TextWrap.truncated(record.id, to: max(8, inside.width / 2)), x: inside.x + 1,
                    y: y, style: theme[.foreground])
                buffer.put(
                    TextWrap.truncated(
                        TextWrap.singleLine(record.query), to: inside.width - used - 2),
                    x: inside.x + used + 2, y: y, style: theme[.muted])
                guard isSelected else { return }
                buffer.restyle(Rect(x: inside.x, y: y, width: inside.width, height: 1)) { _ in
                    theme[.selection]
                }
                buffer.cursor = Point(x: inside.x, y: y)
            }
        }
        ScrollBar.render(
            into: &buffer, x: area.maxX - 1, y: inside.y, height: inside.height, count: count,
            first: range.lowerBound, style: theme[.borderFocused])
    }

    // MARK: - The prompt

    private func renderPrompt(_ buffer: inout ScreenBuffer, _ area: Rect) {
        guard let record = model.selectedRecord else {
            theme.panel("Prompt").render(into: &buffer, in: area)
            return
        }
        let inside = theme.panel(title(of: record), note: record.source)
            .render(into: &buffer, in: area)
        let summary = PromptSummaryView(model: model, record: record, theme: theme)
        let height = Self.summaryHeight(area)
        summary.render(
            into: &buffer,
            in: Rect(x: inside.x + 1, y: inside.y, width: inside.width - 1, height: height))
        let text = Self.textArea(of: model.size)
        let lines = PromptText(model: model, width: text.width, theme: theme).lines
        buffer.clipped(to: text) { buffer in
            for (offset, line) in lines.dropFirst(model.prompts.scroll).prefix(text.height)
                .enumerated()
            {
                buffer.put(line.margin, x: text.x, y: text.y + offset)
                buffer.put(line.text, x: text.x + 2, y: text.y + offset)
            }
        }
        ScrollBar.render(
            into: &buffer, x: area.maxX - 1, y: text.y, height: text.height, count: lines.count,
            first: model.prompts.scroll, style: theme[.border])
    }

    private func title(of record: RecordSummary) -> String {
        let stages = model.schedule.schedule.stages
        guard stages.indices.contains(model.prompts.stage) else { return record.id }
        let stage = stages[model.prompts.stage]
        return "\(record.id) · stage \(model.prompts.stage) · τ "
            + "\(NumberText.rate(stage.compressionRate)) · k \(stage.shots)"
    }
}
