import Prompts
import RunEvents
import TerminalUI

/// The stages as a table to be edited, their course as a plot, and what they cost.
struct ScheduleView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard model.project.value != nil else {
            NoticeView(title: "Schedule", text: "Reading the project …", theme: theme)
                .render(into: &buffer, in: area)
            return
        }
        let wanted = model.schedule.schedule.stages.count + 4
        let tableHeight = area.height < 14 ? area.height : min(wanted, area.height - 8)
        let parts = area.rows([.fixed(tableHeight), .fill()])
        renderTable(&buffer, parts[0])
        guard !parts[1].isEmpty else { return }
        let notes = area.width < 72 ? 0 : min(60, max(32, area.width * 2 / 5))
        let lower = parts[1].columns([.fill(), .fixed(notes)])
        renderPlot(&buffer, lower[0])
        if notes > 0 {
            ScheduleNotesView(model: model, theme: theme).render(into: &buffer, in: lower[1])
        }
    }

    // MARK: - The table

    private func renderTable(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let state = model.schedule
        let shape = ScheduleShapeName.name(of: state.schedule)
        var note = state.isEdited ? "not saved" : "as in the project's file"
        let warnings = state.warnings.count
        if warnings > 0 { note = "\(warnings) warning\(warnings == 1 ? "" : "s") · " + note }
        let inside = theme.panel("Schedule · \(shape)", note: note, isFocused: true)
            .render(into: &buffer, in: area)
        let plan = state.plan
        let rows = inside.rows([.fill(), .fixed(1)])
        table(plan).render(into: &buffer, in: rows[0])
        renderTotal(&buffer, rows[1], plan)
        let range = ListWindow.visible(
            count: state.schedule.stages.count, selected: state.selected, height: rows[0].height - 1
        )
        buffer.cursor = Point(
            x: inside.x, y: rows[0].y + 1 + max(0, state.selected - range.lowerBound))
    }

    private func table(_ plan: PlanPreview?) -> Table {
        let state = model.schedule
        let theme = theme
        let own = (
            rate: model.project.value?.learningRate ?? 0,
            warmup: model.project.value?.warmupSteps ?? 0
        )
        let stages = state.schedule.stages
        // They take room from the tokens only where they say something.
        func priority(_ column: ScheduleColumn, _ isSet: Bool, else last: Int) -> Int {
            state.column == column || isSet ? 0 : last
        }
        let ratePriority = priority(
            .learningRate, stages.contains { $0.learningRate != nil }, else: 6)
        let warmupPriority = priority(
            .warmupSteps, stages.contains { $0.warmupSteps != nil }, else: 7)
        return Table(
            columns: [
                .init("stage", .right), .init("τ", .right, minimumWidth: 7),
                .init("k", .right, minimumWidth: 5), .init("epochs", .right, minimumWidth: 7),
                .init("rate", .right, priority: ratePriority, minimumWidth: 9),
                .init("warm-up", .right, priority: warmupPriority, minimumWidth: 7),
                .init("kept", .right, priority: 5, minimumWidth: 6),
                .init("template", .right, priority: 4, minimumWidth: 10),
                .init("a record", .right, priority: 1, minimumWidth: 11),
                .init("an epoch", .right, priority: 2, minimumWidth: 11),
                .init("steps", .right, priority: 3, minimumWidth: 6),
            ],
            rowCount: state.schedule.stages.count, selected: state.selected,
            // The widths have room for the sign of an estimate, so that nothing moves when the
            // exact numbers come.
            heading: theme[.muted], gap: 1
        ) { index in
            Self.row(index, state, plan, theme, own: own)
        }
    }

    private static func row(
        _ index: Int, _ state: ScheduleState, _ plan: PlanPreview?, _ theme: Theme,
        own: (rate: Double, warmup: Int)
    ) -> Table.Row {
        let stage = state.schedule.stages[index]
        let planned = plan.flatMap { $0.stages.indices.contains(index) ? $0.stages[index] : nil }
        let mark = state.isPlanExact ? "" : "~"
        var cells = [
            "\(index)", NumberText.rate(stage.compressionRate), "\(stage.shots)",
            "\(stage.epochs)", NumberText.shortRate(stage.learningRate ?? own.rate),
            stage.warmupSteps.map { "\($0)" } ?? (index == 0 ? "\(own.warmup)" : "–"),
        ]
        if let planned, let plan, let problem = plan.problems[index] {
            let sign = problem == .pending ? "…" : "✗"
            cells += Array(repeating: sign, count: 4) + [mark + NumberText.count(planned.stepCount)]
        } else if let planned, let plan {
            let epoch =
                (planned.inputTokensPerRecord + plan.meanOutputTokens) * Double(plan.recordCount)
            cells += [
                mark + NumberText.rate(planned.achievedRate),
                mark + NumberText.count(planned.templateTokens) + " tok",
                mark + NumberText.count(planned.inputTokensPerRecord) + " tok",
                mark + NumberText.short(epoch) + " tok",
                mark + NumberText.count(planned.stepCount),
            ]
        } else {
            cells += Array(repeating: "…", count: 5)
        }
        var styles: [Int: Style] = [:]
        if stage.learningRate == nil { styles[4] = theme[.muted] }
        if stage.warmupSteps == nil { styles[5] = theme[.muted] }
        if !state.isPlanExact { for column in 6..<11 { styles[column] = theme[.muted] } }
        if index == state.selected {
            let column = 1 + state.column.rawValue
            cells[column] = "◂\(cells[column])▸"
            styles[column] = theme[.selection].over(theme[.accent])
        }
        return Table.Row(cells, style: theme[.foreground], cellStyles: styles)
    }

    private func renderTotal(_ buffer: inout ScreenBuffer, _ area: Rect, _ plan: PlanPreview?) {
        guard let plan else {
            buffer.put("  Counting tokens …", x: area.x, y: area.y, style: theme[.muted])
            return
        }
        let totals = PlanTotals(plan)
        guard plan.problems.isEmpty else {
            let count = plan.problems.count
            let text =
                "  all \(model.schedule.schedule.epochs) epochs · "
                + "\(NumberText.count(totals.stepCount)) steps · "
                + (count == 1 ? "1 stage lacks" : "\(count) stages lack") + " prompts"
            buffer.put(
                text, x: area.x, y: area.y, style: theme[.warning], maxWidth: area.width)
            return
        }
        let mark = model.schedule.isPlanExact ? "" : "~"
        let text =
            "  all \(model.schedule.schedule.epochs) epochs · \(mark)"
            + "\(NumberText.count(totals.stepCount)) steps · \(mark)"
            + "\(NumberText.short(totals.tokenCount)) tok"
        let used = buffer.put(
            text, x: area.x, y: area.y, style: theme[.title], maxWidth: area.width)
        guard let saved = totals.savedShare, saved >= 0.005 else { return }
        let note = " · \(NumberText.percent(saved)) saved by shortening"
        guard used + CellText.width(of: note) <= area.width else { return }
        buffer.put(note, x: area.x + used, y: area.y, style: theme[.muted])
    }

    // MARK: - The plot

    private func renderPlot(_ buffer: inout ScreenBuffer, _ area: Rect) {
        let inside = theme.panel("Course", note: "share of the first stage")
            .render(into: &buffer, in: area)
        ScheduleChart(
            schedule: model.schedule.schedule, plan: model.schedule.plan,
            selected: model.schedule.selected, symbols: model.symbols, theme: theme
        ).chart.render(into: &buffer, in: inside, styles: theme.chartStyles)
    }
}
