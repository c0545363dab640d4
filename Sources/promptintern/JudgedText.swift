import Judging
import RunControl

/// A judged comparison for people.
enum JudgedText {
    /// Records that changed sides are named up to this number.
    private static let nameLimit = 10

    static func lines(_ judged: JudgedComparison) -> [String] {
        guard let title = judged.arms.first?.judgement.title else { return [] }
        var table = TextTable(["answers", title, "95 % interval"])
        for arm in judged.arms {
            guard let figure = arm.judgement.figure() else { continue }
            table.rows.append([
                arm.name, NumberText.fixed(figure.value * 100, 1),
                "\(NumberText.fixed(figure.interval.lower * 100, 1)) to "
                    + NumberText.fixed(figure.interval.upper * 100, 1),
            ])
        }
        var lines = ["", table.text]
        guard let verdict = judged.verdict, let reference = judged.reference else { return lines }
        lines += ["", changes(judged, reference: reference.name)]
        if let retention = verdict.retention { lines.append("Retention: \(retention.text)") }
        let decision = verdict.decision.rawValue
        lines += ["", "Verdict: \(decision). \(verdict.reason)"]
        return lines
    }

    private static func changes(_ judged: JudgedComparison, reference: String) -> String {
        func names(_ direction: PairedOutcomes.SideChange.Direction) -> String {
            let ids = judged.sideChanges.filter { $0.direction == direction }.map(\.recordID)
            let more = ids.count > nameLimit ? ", ..." : ""
            return ids.isEmpty
                ? "none" : "\(ids.count) (\(ids.prefix(nameLimit).joined(separator: ", "))\(more))"
        }
        let test = judged.test.map { ", \($0.text)" } ?? ""
        return "Query-only against \(reference): lost \(names(.lost)), gained "
            + "\(names(.gained))\(test)."
    }
}
