import RunEvents
import TerminalUI

/// All runs of the project, newest first.
struct RunsView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard let list = model.runs.list else {
            NoticeView(title: "Runs", text: "Reading the history …", theme: theme)
                .render(into: &buffer, in: area)
            return
        }
        guard !list.isEmpty else {
            NoticeView(
                title: "Runs",
                text: "No run yet. Go to Train with 3 and start one with s: it is kept here, and "
                    + "is still here tomorrow.", theme: theme
            ).render(into: &buffer, in: area)
            return
        }
        let inside = theme.panel(
            "Runs", note: "\(model.runs.selected + 1) of \(NumberText.count(list.count))",
            isFocused: true
        ).render(into: &buffer, in: area)
        table(list).render(into: &buffer, in: inside)
        let range = ListWindow.visible(
            count: list.count, selected: model.runs.selected, height: inside.height - 1)
        ScrollBar.render(
            into: &buffer, x: area.maxX - 1, y: inside.y + 1, height: inside.height - 1,
            count: list.count, first: range.lowerBound, style: theme[.borderFocused])
        buffer.cursor = Point(
            x: inside.x, y: inside.y + 1 + model.runs.selected - range.lowerBound)
    }

    private func table(_ list: [RunSummary]) -> Table {
        let (theme, zone) = (theme, model.secondsFromGMT)
        return Table(
            columns: [
                .init("status", minimumWidth: 13),
                .init("name", isFlexible: true, minimumWidth: 12),
                .init("started", priority: 2, minimumWidth: 11),
                .init("stages", .right, priority: 5), .init("steps", .right, minimumWidth: 8),
                .init("loss", .right, priority: 1, minimumWidth: 5),
                .init("✓ full", .right, priority: 4),
                .init("✓ query", .right, priority: 3),
            ],
            rowCount: list.count, selected: model.runs.selected, selection: theme[.selection],
            heading: theme[.muted]
        ) { index in
            let run = list[index]
            return Table.Row(
                [
                    RunStatusText.text(run.status), run.name,
                    DateText.shortMinute(run.started, secondsFromGMT: zone), "\(run.stageCount)",
                    run.stepsDone == run.stepsPlanned
                        ? NumberText.count(run.stepsDone)
                        : "\(NumberText.count(run.stepsDone))/\(NumberText.count(run.stepsPlanned))",
                    NumberText.loss(run.loss),
                    run.fullPromptScore?.valueText ?? NumberText.accuracy(run.fullPromptAccuracy),
                    run.queryOnlyScore?.valueText ?? NumberText.accuracy(run.queryOnlyAccuracy),
                ],
                style: theme[.foreground],
                cellStyles: [0: theme[RunStatusText.role(run.status)], 2: theme[.muted]])
        }
    }
}
