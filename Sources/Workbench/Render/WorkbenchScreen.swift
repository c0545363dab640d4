import TerminalUI

/// The whole picture of a model.
package enum WorkbenchScreen {
    /// - Complexity: O(cells); runs and records out of view cost nothing.
    package static func render(_ model: WorkbenchModel, theme: Theme) -> ScreenBuffer {
        let base = theme[.foreground].over(theme[.background])
        var buffer = ScreenBuffer(size: model.size, style: base)
        let least = ScreenLayout.minimumSize
        guard model.size.width >= least.width, model.size.height >= least.height else {
            TooSmallView(size: model.size, theme: theme).render(into: &buffer)
            return buffer
        }
        let layout = ScreenLayout(model.size)
        HeaderView(model: model, theme: theme).render(into: &buffer, in: layout.header)
        buffer.clipped(to: layout.body) { buffer in
            renderPane(model, theme, into: &buffer, in: layout.body)
        }
        StatusView(model: model, theme: theme).render(into: &buffer, in: layout.status)
        HintsView(model: model, theme: theme).render(into: &buffer, in: layout.hints)
        renderOverlay(model, theme, into: &buffer, in: layout.body)
        return buffer
    }

    private static func renderPane(
        _ model: WorkbenchModel, _ theme: Theme, into buffer: inout ScreenBuffer, in area: Rect
    ) {
        // What went wrong with the project matters wherever there is nothing else to show.
        if case .failed(let text) = model.project, model.pane != .runs || model.runs.list == nil {
            NoticeView(title: "No project", text: text, theme: theme, isError: true)
                .render(into: &buffer, in: area)
            return
        }
        switch model.pane {
        case .prompts: PromptsView(model: model, theme: theme).render(into: &buffer, in: area)
        case .schedule: ScheduleView(model: model, theme: theme).render(into: &buffer, in: area)
        case .train: TrainView(model: model, theme: theme).render(into: &buffer, in: area)
        case .compare:
            if model.rating == nil {
                CompareView(model: model, theme: theme).render(into: &buffer, in: area)
            } else {
                RatingView(model: model, theme: theme).render(into: &buffer, in: area)
            }
        case .runs:
            if let opened = model.runs.opened {
                RunDetailView(model: model, opened: opened, theme: theme)
                    .render(into: &buffer, in: area)
            } else {
                RunsView(model: model, theme: theme).render(into: &buffer, in: area)
            }
        }
    }

    private static func renderOverlay(
        _ model: WorkbenchModel, _ theme: Theme, into buffer: inout ScreenBuffer, in area: Rect
    ) {
        switch model.overlay {
        case .help(let help):
            HelpView(model: model, help: help, theme: theme).render(into: &buffer, in: area)
        case .confirmation(let question):
            MessageView(
                title: question.title, text: question.text,
                answers: "y  \(question.answer)     n  go back", role: .warning, theme: theme
            ).render(into: &buffer, in: area)
        case .message(let title, let text):
            MessageView(
                title: title, text: text, answers: "esc  close", role: .error, theme: theme
            ).render(into: &buffer, in: area)
        case .choice(let choice):
            ChoiceView(choice: choice, theme: theme).render(into: &buffer, in: area)
        case .report(let report):
            ReportView(report: report, theme: theme).render(into: &buffer, in: area)
        case .search, nil: break
        }
    }
}
