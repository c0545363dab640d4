import TerminalUI

/// A query with two answers beside each other, names hidden.
struct RatingView {
    let model: WorkbenchModel
    var theme = Theme.monochrome

    private struct Areas {
        let question: Rect
        let answers: [Rect]
    }

    private static func areas(_ body: Rect) -> Areas {
        let question = body.height < 10 ? 0 : max(4, body.height / 4)
        let rows = body.rows([.fixed(question), .fill()])
        return Areas(question: rows[0], answers: rows[1].columns([.fill(), .fill()]))
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        switch model.rating {
        case .asking(let sheet, let position, let scroll):
            guard let pair = model.rating?.current else { return }
            let areas = Self.areas(area)
            if !areas.question.isEmpty {
                let inside = theme.panel(
                    "Pair \(position + 1) of \(sheet.pairs.count)",
                    note: "run \(sheet.runID), \(sheet.doneCount) done before", isFocused: true
                ).render(into: &buffer, in: areas.question).inset(left: 1, right: 1)
                put(pair.query, .query, scroll: 0, into: &buffer, in: inside)
            }
            for (title, text, area) in [
                ("1 · left", pair.left, areas.answers[0]),
                ("2 · right", pair.right, areas.answers[1]),
            ] {
                let inside = theme.panel(title).render(into: &buffer, in: area)
                    .inset(left: 1, right: 1)
                put(text, .output, scroll: scroll, into: &buffer, in: inside)
            }
        case .done(let result):
            NoticeView(title: "Ratings", text: result ?? "Counting …", theme: theme)
                .render(into: &buffer, in: area)
        case .loading, nil:
            NoticeView(title: "Ratings", text: "Reading the answers …", theme: theme)
                .render(into: &buffer, in: area)
        }
    }

    /// How far the longer answer can be scrolled.
    var scrollLimit: Int {
        guard let pair = model.rating?.current else { return 0 }
        let areas = Self.areas(ScreenLayout(model.size).body).answers
        return zip([pair.left, pair.right], areas).map { text, area in
            let inside = area.inset(left: 2, top: 1, right: 2, bottom: 1)
            return TextWrap.lines(text, width: inside.width).count - inside.height
        }.max().map { max(0, $0) } ?? 0
    }

    private func put(
        _ text: String, _ role: ThemeRole, scroll: Int, into buffer: inout ScreenBuffer,
        in area: Rect
    ) {
        let shown = text.isEmpty ? "(empty)" : text
        buffer.clipped(to: area) { buffer in
            let lines = TextWrap.lines(
                shown, style: theme[text.isEmpty ? .muted : role], width: area.width)
            for (offset, line) in lines.dropFirst(scroll).prefix(max(0, area.height)).enumerated() {
                buffer.put(line, x: area.x, y: area.y + offset)
            }
        }
    }
}
