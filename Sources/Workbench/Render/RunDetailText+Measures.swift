import Judging
import TerminalUI

/// What was measured on a run, in its details.
extension RunDetailText {
    /// Cells of a section's bar.
    private static let barWidth = 10
    /// Columns of the gap's course.
    private static let courseWidth = 24
    /// Changed answers that are shown.
    private static let exampleLimit = 3

    mutating func add(_ kept: KeptMeasure, _ secondsFromGMT: Int) {
        let date = DateText.minute(kept.measuredAt, secondsFromGMT: secondsFromGMT)
        let place = "step \(NumberText.count(kept.step)), \(date)"
        switch kept.measure {
        case .rules(let report): addRules(report, place)
        case .coverage(let report): addCoverage(report, place)
        case .forgetting(let report): addForgetting(report, place)
        case .gap(let gap): addGap(gap, place)
        }
    }

    // MARK: Rules

    private mutating func addRules(_ report: RuleReport, _ place: String) {
        addHeading("rules · \(place)")
        let counts = RuleReport.Fate.allCases.map {
            "\(report.names($0).count) \($0.rawValue)"
        }
        addField(
            "\(report.rows.count) tried", counts.joined(separator: ", "),
            report.lost.isEmpty ? .ok : .foreground)
        for row in report.rows where row.fate == .lost {
            addField("lost", "\(row.name): \(quoted(row.answers.tunedQueryOnly))", .error)
        }
        // Rules that hold need no names: there are many of them in a good run.
        for fate in [RuleReport.Fate.gained, .neverHeld] where !report.names(fate).isEmpty {
            addField(fate.rawValue, report.names(fate).joined(separator: "; "), .muted)
        }
    }

    // MARK: Coverage

    private mutating func addCoverage(_ report: CoverageReport, _ place: String) {
        addHeading("coverage of the template · \(place)")
        let longest = report.sections.map { CellText.width(of: $0.title) }.max() ?? 0
        let nameWidth = min(longest, max(1, width / 2))
        for section in report.sections {
            addField(
                TextWrap.truncated(section.title, to: nameWidth), bar(section.coverage),
                nameWidth: nameWidth + 1)
        }
        if !report.isComplete {
            addField(
                "stopped", "\(report.sections.count) of \(report.sectionCount) sections measured",
                .warning)
        }
    }

    /// A share of ten cells with its number and interval, or why there is none.
    private func bar(_ coverage: SectionCoverage) -> StyledText {
        guard let value = coverage.coverage else {
            return StyledText(coverage.remark ?? "undefined", theme[.muted])
        }
        var text = StyledText()
        // A bar of what the base is better without would look like a success.
        if coverage.base.value > 0 {
            let share = min(max(value.value, 0), 1)
            let filled = Int((share * Double(Self.barWidth)).rounded())
            text.append(String(repeating: "█", count: filled), theme[.accent])
            text.append(String(repeating: "·", count: Self.barWidth - filled) + " ", theme[.muted])
        }
        text.append(
            "\(NumberText.accuracy(value.value)) (\(value.interval.pointsText))",
            theme[.foreground])
        if let remark = coverage.remark { text.append(" \(remark)", theme[.muted]) }
        return text
    }

    // MARK: Forgetting

    private mutating func addForgetting(_ report: ForgettingReport, _ place: String) {
        addHeading("off the task · \(place)")
        if let losses = report.losses {
            let interval = losses.difference.interval
            let hasRisen = interval.lower > 0
            addField(
                "loss",
                "\(NumberText.loss(losses.base)) → \(NumberText.loss(losses.tuned)), "
                    + "\(signed(losses.difference.value)) (\(signed(interval.lower)) to "
                    + "\(signed(interval.upper))) nats/token",
                hasRisen ? .warning : .foreground)
        }
        addField(
            "unchanged",
            "\(report.unchangedCount) of \(report.answerCount) answers"
                + (report.unchanged.map { ", \(NumberText.accuracy($0.value))" } ?? ""))
        for change in report.changes.prefix(Self.exampleLimit) {
            addField(
                "changed", "\(change.id): \(quoted(change.base)) → \(quoted(change.tuned))", .muted)
        }
    }

    // MARK: Gap

    private mutating func addGap(_ gap: InternalizationGap, _ place: String) {
        guard let first = gap.points.first, let last = gap.points.last else { return }
        addHeading("internalization gap · \(place)")
        let course = Sparkline.text(gap.gaps, width: Self.courseWidth, symbols: symbols)
        var text = StyledText(course, theme[.series2])
        text.append(
            " \(signed(gap.gap(at: first))) → \(signed(gap.gap(at: last))) nats/token",
            theme[.foreground])
        addField("gap", text)
        addField(
            "reference", "\(NumberText.loss(gap.reference.loss)), \(gap.reference.name)", .muted)
    }

    // MARK: Parts

    private func signed(_ value: Double) -> String {
        (value > 0 ? "+" : "") + NumberText.loss(value)
    }

    private func quoted(_ text: String) -> String {
        let line = TextWrap.singleLine(text)
        return line.isEmpty ? "(nothing)" : line
    }
}
