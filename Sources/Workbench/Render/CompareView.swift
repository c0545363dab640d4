import RunEvents
import TerminalUI

/// One held-out record asked in two ways, beside each other, over what the last evaluation
/// measured.
struct CompareView {
    let model: WorkbenchModel
    var theme = Theme.monochrome

    private var state: CompareState { model.compare }

    struct Areas {
        let list: Rect
        let question: Rect
        let answers: [Rect]
        let summary: Rect
    }

    static func areas(_ body: Rect) -> Areas {
        let listWidth = body.width < 100 ? 0 : min(44, body.width * 3 / 10)
        let columns = body.columns([.fixed(listWidth), .fill()])
        let right = columns[1]
        let listHeight = listWidth > 0 || right.height < 19 ? 0 : 5
        let summary = right.height < 14 ? 0 : 7
        let question = right.height < 10 ? 0 : right.height < 30 ? 4 : 8
        let rows = right.rows([.fixed(listHeight), .fixed(question), .fill(), .fixed(summary)])
        return Areas(
            list: listWidth > 0 ? columns[0] : rows[0], question: rows[1],
            answers: rows[2].columns([.fill(), .fill()]), summary: rows[3])
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard model.project.value != nil else {
            NoticeView(title: "Compare", text: "Reading the project …", theme: theme)
                .render(into: &buffer, in: area)
            return
        }
        guard let record = model.comparedRecord else {
            NoticeView(
                title: "Compare",
                text: "The project has no held-out records. Give some of them the split "
                    + "\"validation\" or \"test\": a model is only compared on what it was not "
                    + "trained on.", theme: theme
            ).render(into: &buffer, in: area)
            return
        }
        let areas = Self.areas(area)
        if !areas.list.isEmpty { renderList(&buffer, areas.list) }
        if !areas.question.isEmpty { renderQuestion(record, &buffer, areas.question) }
        for (arm, area) in zip([PromptArm.fullPrompt, .queryOnly], areas.answers) {
            renderAnswer(record, arm, &buffer, area)
        }
        if !areas.summary.isEmpty {
            CompareSummaryView(model: model, theme: theme).render(into: &buffer, in: areas.summary)
        }
    }

    /// How far the answers of the present record can be scrolled.
    var scrollLimit: Int {
        guard let record = model.comparedRecord else { return 0 }
        let areas = Self.areas(ScreenLayout(model.size).body).answers
        return zip([PromptArm.fullPrompt, .queryOnly], areas).map { arm, area in
            let inside = area.inset(left: 2, top: 2, right: 2, bottom: 1)
            return AnswerText(
                model: model, recordID: record.id, arm: arm, width: inside.width, theme: theme
            ).lines.count - inside.height
        }.max().map { max(0, $0) } ?? 0
    }

    private func renderList(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let count = state.records.count
        let inside = theme.panel(
            "Held out", note: "\(state.selected + 1) of \(NumberText.count(count))", isFocused: true
        ).render(into: &buffer, in: area)
        let range = ListWindow.visible(
            count: count, selected: state.selected, height: inside.height)
        buffer.clipped(to: inside) { buffer in
            for (offset, index) in range.enumerated() {
                let record = model.records[state.records[index]]
                let y = inside.y + offset
                let isSelected = index == state.selected
                buffer.put(isSelected ? "▸" : " ", x: inside.x, y: y, style: theme[.accent])
                buffer.put(signs(record.id), x: inside.x + 1, y: y)
                let x = inside.x + 5
                let used = buffer.put(
                    TextWrap.truncated(record.id, to: inside.width / 2), x: x, y: y,
                    style: theme[.foreground])
                buffer.put(
                    TextWrap.truncated(
                        TextWrap.singleLine(record.query), to: inside.maxX - x - used - 2),
                    x: x + used + 2, y: y, style: theme[.muted])
                guard isSelected else { continue }
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

    /// Full prompt and query alone: right, wrong or not asked.
    private func signs(_ recordID: String) -> StyledText {
        var text = StyledText()
        for arm in [PromptArm.fullPrompt, .queryOnly] {
            guard let answer = state.answer(recordID, arm, state.model) else {
                text.append("·", theme[.muted])
                continue
            }
            text.append(
                answer.isRight ? "✓" : "✗", theme[answer.isRight ? .ok : .error])
        }
        return text
    }

    private func renderQuestion(
        _ record: RecordSummary, _ buffer: inout ScreenBuffer, _ area: Rect
    ) {
        let split = record.split?.rawValue ?? "held out"
        let inside = theme.panel(
            "\(record.id) · \(split)", note: record.source,
            isFocused: Self.areas(ScreenLayout(model.size).body).list.isEmpty
        ).render(into: &buffer, in: area).inset(left: 1, right: 1)
        let expected =
            state.answer(record.id, .queryOnly, state.model)?.expected
            ?? model.prompts.previews[PreviewKey(recordID: record.id, stage: nil)]?.output
        let expectedHeight = inside.height / 2
        let rows = inside.rows([.fill(), .fixed(expectedHeight)])
        field("query", record.query, .query, &buffer, rows[0])
        field("expected", expected ?? "…", .output, &buffer, rows[1])
    }

    /// A name and, beside it, as much of a text as there are rows for.
    private func field(
        _ name: String, _ value: String, _ role: ThemeRole, _ buffer: inout ScreenBuffer,
        _ area: Rect
    ) {
        guard area.height > 0 else { return }
        buffer.put(name, x: area.x, y: area.y, style: theme[.muted])
        let width = area.width - 10
        var lines = TextWrap.lines(value, style: theme[role], width: width)
        if lines.count > area.height {
            // Line ends give way first, then the end of the text.
            lines = TextWrap.lines(TextWrap.singleLine(value), style: theme[role], width: width)
        }
        for (index, line) in lines.prefix(area.height).enumerated() {
            let isCut = index == area.height - 1 && lines.count > area.height
            // A full line gives its last letter for the sign that more follows.
            let text = isCut ? TextWrap.truncated(line.text + "…", to: width) : line.text
            buffer.put(
                text, x: area.x + 10, y: area.y + index, style: theme[role], maxWidth: width)
        }
    }

    private func renderAnswer(
        _ record: RecordSummary, _ arm: PromptArm, _ buffer: inout ScreenBuffer, _ area: Rect
    ) {
        let way = arm == .fullPrompt ? "Full prompt" : "Query only"
        let name = "\(way) · \(state.model.rawValue)"
        let inside = theme.panel(name).render(into: &buffer, in: area).inset(left: 1, right: 1)
        guard inside.height > 0 else { return }
        let parts = inside.rows([.fixed(1), .fill()])
        AnswerFacts(model: model, recordID: record.id, arm: arm, theme: theme)
            .render(into: &buffer, in: parts[0], border: area)
        let lines = AnswerText(
            model: model, recordID: record.id, arm: arm, width: inside.width, theme: theme
        ).lines
        buffer.clipped(to: parts[1]) { buffer in
            for (offset, line) in lines.dropFirst(state.scroll).prefix(parts[1].height).enumerated()
            {
                buffer.put(line, x: parts[1].x, y: parts[1].y + offset)
            }
        }
    }
}
