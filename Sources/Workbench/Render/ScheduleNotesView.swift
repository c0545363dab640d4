import RunEvents
import TerminalUI

/// What a schedule comes to, and what is doubtful about it.
struct ScheduleNotesView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let warnings = model.schedule.warnings
        let inside = theme.panel(
            "Notes", note: warnings.isEmpty ? "no warnings" : "\(warnings.count) to look at"
        ).render(into: &buffer, in: area).inset(left: 1, right: 1)
        buffer.clipped(to: inside) { buffer in
            var y = inside.y
            for (name, value) in facts {
                buffer.put(name, x: inside.x, y: y, style: theme[.muted])
                buffer.put(
                    value, x: inside.maxX - CellText.width(of: value), y: y,
                    style: theme[.foreground])
                y += 1
            }
            if !facts.isEmpty { y += 1 }
            for method in model.project.value?.methods ?? [] {
                let name = buffer.put(
                    method.name, x: inside.x, y: y, style: theme[.muted], maxWidth: inside.width)
                let value = TextWrap.truncated(method.value, to: inside.width - name - 1)
                buffer.put(
                    value, x: inside.maxX - CellText.width(of: value), y: y,
                    style: theme[.foreground])
                y += 1
            }
            if model.project.value?.methods.isEmpty == false { y += 1 }
            for warning in warnings {
                let lines = TextWrap.lines(
                    warning, style: theme[.warning], width: inside.width - 2)
                buffer.put("!", x: inside.x, y: y, style: theme[.warning])
                for line in lines {
                    buffer.put(line, x: inside.x + 2, y: y)
                    y += 1
                }
            }
        }
    }

    private var facts: [(String, String)] {
        guard let plan = model.schedule.plan else { return [] }
        let totals = PlanTotals(plan)
        let mark = model.schedule.isPlanExact ? "" : "~"
        var facts = [
            ("records an epoch", NumberText.count(plan.recordCount)),
            ("a request at first", "\(mark)\(NumberText.count(totals.firstInput)) tok"),
            ("a request at the end", "\(mark)\(NumberText.count(totals.lastInput)) tok"),
        ]
        if totals.firstInput > 0, totals.lastInput < totals.firstInput {
            let share = 1 - totals.lastInput / totals.firstInput
            facts.append(("saved a request", "\(mark)\(NumberText.percent(share))"))
        }
        return facts
    }
}
