import Prompts
import RunEvents
import TerminalUI

/// What a schedule comes to, and what is doubtful about it.
struct ScheduleNotesView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let warnings = model.schedule.warnings
        let troubles = troubles
        let inside = theme.panel(
            "Notes",
            note: warnings.isEmpty && troubles.isEmpty
                ? "no warnings" : "\(warnings.count + troubles.count) to look at"
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
            func put(_ text: String, _ sign: String, _ role: ThemeRole) {
                let lines = TextWrap.lines(text, style: theme[role], width: inside.width - 2)
                buffer.put(sign, x: inside.x, y: y, style: theme[role])
                for line in lines {
                    buffer.put(line, x: inside.x + 2, y: y)
                    y += 1
                }
            }
            if let compression = model.compression {
                put("\(compression.text); X stops it", "◆", .accent)
            }
            if !troubles.isEmpty { put("r compresses again", "◆", .accent) }
            for trouble in troubles { put(trouble, "✗", .error) }
            for warning in warnings { put(warning, "!", .warning) }
            if !warnings.isEmpty || !troubles.isEmpty { y += 1 }
            for method in model.project.value?.methods ?? [] {
                let name = buffer.put(
                    method.name, x: inside.x, y: y, style: theme[.muted], maxWidth: inside.width)
                let value = TextWrap.truncated(method.value, to: inside.width - name - 1)
                buffer.put(
                    value, x: inside.maxX - CellText.width(of: value), y: y,
                    style: theme[.foreground])
                y += 1
            }
        }
    }

    /// What keeps stages from being trained; what is still being compressed is none yet.
    ///
    /// A reason that several stages have is told once.
    private var troubles: [String] {
        var first: [Substring: Int] = [:]
        return model.schedule.problems.filter { $0.problem != .pending }.map { stage, problem in
            let text = problem.text
            // The first line tells which template, the others why.
            let reason = text.drop { !$0.isNewline }
            if !reason.isEmpty, let same = first[reason] {
                return "Stage \(stage): as stage \(same)."
            }
            first[reason] = stage
            return text.contains("in stage \(stage)") ? text : "Stage \(stage): \(text)"
        }
    }

    private var facts: [(String, String)] {
        guard let plan = model.schedule.plan, plan.problems.isEmpty else { return [] }
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
