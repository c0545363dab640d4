import Foundation
import Judging
import TerminalUI

/// What was measured on a run, for people.
enum MeasureText {
    /// Rows of the gap's table.
    private static let gapRows = 12
    /// Columns of the gap's course.
    private static let courseWidth = 60
    /// Changed answers that are shown.
    private static let exampleLimit = 3
    private static let exampleWidth = 90

    /// The lines of one measure, after a blank one.
    static func lines(_ kept: KeptMeasure) -> [String] {
        let place = "step \(kept.step), \(kept.measuredAt.formatted(.iso8601))"
        return switch kept.measure {
        case .rules(let report): ["", "Rules (\(place))"] + rules(report)
        case .coverage(let report): ["", "Coverage of the template (\(place))"] + coverage(report)
        case .forgetting(let report): ["", "Off the task (\(place))"] + forgetting(report)
        case .gap(let gap): ["", "Internalization gap (\(place))"] + self.gap(gap)
        }
    }

    // MARK: Rules

    private static func rules(_ report: RuleReport) -> [String] {
        var table = TextTable(["rule", "base, full", "tuned, full", "query-only", "fate"])
        func word(_ holds: Bool) -> String { holds ? "holds" : "-" }
        for row in report.rows {
            table.rows.append([
                row.name, word(row.holdsInBase), word(row.holdsInTuned),
                word(row.holdsQueryOnly), row.fate.rawValue,
            ])
        }
        let counts = RuleReport.Fate.allCases.map { fate in
            "\(report.names(fate).count) \(fate.rawValue)"
        }
        var lines = [table.text, "\(report.rows.count) rules: \(counts.joined(separator: ", "))."]
        for row in report.rows where row.fate == .lost {
            lines += [
                "Lost: \(row.name). An answer that keeps it \(row.rule); query-only says:",
                "  \(excerpt(row.answers.tunedQueryOnly))",
            ]
        }
        return lines
    }

    // MARK: Coverage

    private static func coverage(_ report: CoverageReport) -> [String] {
        var table = TextTable([
            "section", "tokens", "D base", "D tuned", "coverage", "95 % interval",
        ])
        for section in report.sections {
            let value = section.coverage
            table.rows.append([
                section.title, "\(section.tokenCount)",
                range(value.base), range(value.tuned),
                value.coverage.map { FixedText.points($0.value) + " %" } ?? "undefined",
                value.coverage.map { $0.interval.pointsText } ?? "-",
            ])
        }
        var lines = report.sections.isEmpty ? [] : [table.text]
        lines.append(
            "D: what the section alone takes off the loss of \(report.recordCount) "
                + "\(report.split) records, in nats a token.")
        for section in report.sections {
            guard let remark = section.coverage.remark else { continue }
            lines.append("\(section.title): \(remark)")
        }
        if !report.isComplete {
            lines.append(
                "Stopped after \(report.sections.count) of \(report.sectionCount) sections.")
        }
        return lines
    }

    // MARK: Forgetting

    private static func forgetting(_ report: ForgettingReport) -> [String] {
        var lines: [String] = []
        if let losses = report.losses {
            lines.append(
                "loss     base \(NumberText.fixed(losses.base, 4)), tuned "
                    + "\(NumberText.fixed(losses.tuned, 4)), difference "
                    + "\(range(losses.difference)) nats a token, \(losses.recordCount) queries")
        }
        let share = report.unchanged.map {
            " (\(FixedText.points($0.value)) %, \($0.interval.pointsText))"
        }
        lines.append(
            "answers  \(report.unchangedCount) of \(report.answerCount) are the base's own"
                + (share ?? ""))
        for change in report.changes.prefix(exampleLimit) {
            lines += [
                "  \(change.id): \(excerpt(change.query))",
                "    base   \(excerpt(change.base))", "    tuned  \(excerpt(change.tuned))",
            ]
        }
        return lines
    }

    // MARK: Gap

    private static func gap(_ gap: InternalizationGap) -> [String] {
        var table = TextTable(["step", "stage", "query-only", "full prompt", "gap"])
        for point in gap.outline(limit: gapRows) {
            table.rows.append([
                "\(point.step)", "\(point.stage)", NumberText.fixed(point.queryOnly, 4),
                point.fullPrompt.map { NumberText.fixed($0, 4) } ?? "-",
                signed(gap.gap(at: point)),
            ])
        }
        let course = Sparkline.text(
            gap.gaps, width: courseWidth, symbols: showsUnicode ? .braille : .ascii)
        return [
            table.text,
            "Query-only loss above \(NumberText.fixed(gap.reference.loss, 4)) "
                + "(\(gap.reference.name)), in nats a token, \(gap.recordCount) \(gap.split) "
                + "records.",
            course,
        ]
    }

    // MARK: Parts

    /// An estimate with its interval: `+0.787 (+0.701 to +0.872)`.
    private static func range(_ estimate: Estimate) -> String {
        "\(signed(estimate.value)) (\(signed(estimate.interval.lower)) to "
            + "\(signed(estimate.interval.upper)))"
    }

    private static func signed(_ value: Double) -> String {
        let text = NumberText.fixed(value, 3)
        return value > 0 ? "+" + text : text
    }

    /// One line, cut off.
    private static func excerpt(_ text: String) -> String {
        let line = TextWrap.singleLine(text)
        return line.isEmpty ? "(nothing)" : TextWrap.truncated(line, to: exampleWidth)
    }

    /// Whether the locale writes UTF-8, by the variables in the C library's order.
    private static var showsUnicode: Bool {
        let environment = ProcessInfo.processInfo.environment
        let value = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let name = (value ?? "").uppercased()
        return name.contains("UTF-8") || name.contains("UTF8")
    }
}
