import Foundation
import Judging

@testable import Workbench

extension FakeProject {
    private static func estimate(_ value: Double, _ lower: Double, _ upper: Double) -> Estimate {
        Estimate(value: value, interval: ConfidenceInterval(lower: lower, upper: upper))
    }

    private static func row(
        _ name: String, _ rule: String, base: Bool, tuned: Bool, queryOnly: Bool, says: String
    ) -> RuleReport.Row {
        .init(
            name: name, query: "q", rule: rule,
            answers: .init(baseFullPrompt: "", tunedFullPrompt: "", tunedQueryOnly: says),
            holdsInBase: base, holdsInTuned: tuned, holdsQueryOnly: queryOnly)
    }

    private static func section(
        _ title: String, _ base: Estimate, _ tuned: Estimate, _ coverage: Estimate?
    ) -> CoverageReport.Section {
        .init(
            title: title, tokenCount: 40,
            coverage: SectionCoverage(base: base, tuned: tuned, coverage: coverage))
    }

    /// One of each kind, with everything that can be shown.
    static let measures: [KeptMeasure] = [
        RunMeasure.rules(
            RuleReport(rows: [
                row(
                    "formula in «»", "matches ^«.*»$", base: false, tuned: true, queryOnly: true,
                    says: "«TOTAL([revenue])»"),
                row(
                    "columns in square brackets, always", "contains \"[\"", base: true, tuned: true,
                    queryOnly: false, says: "«TOTAL(revenue)»"),
                row(
                    "never a greeting", "does not contain \"Hello\"", base: false, tuned: false,
                    queryOnly: true, says: "«MEAN([price])»"),
                row(
                    "amounts in euros", "contains \"€\"", base: false, tuned: false,
                    queryOnly: false, says: ""),
            ])),
        .coverage(
            CoverageReport(
                sections: [
                    section(
                        "Role", estimate(0.01, -0.02, 0.04), estimate(0, -0.01, 0.01), nil),
                    section(
                        "Functions and what they are called", estimate(1.2, 1, 1.4),
                        estimate(0.22, 0.1, 0.3), estimate(0.817, 0.75, 0.9)),
                    section(
                        "Tone", estimate(-0.3, -0.4, -0.2), estimate(-0.1, -0.2, 0),
                        estimate(0.667, 0.5, 0.8)),
                ], sectionCount: 4, recordCount: 60, split: "test")),
        .forgetting(
            ForgettingReport(
                [
                    .init(id: "o1", query: "Capital of Peru?", base: "Lima", tuned: "Lima"),
                    .init(id: "o2", query: "2 + 2?", base: "4", tuned: "«TOTAL(2, 2)»"),
                ],
                losses: .init(
                    base: [1, 1.5, 2], tuned: [1.2, 1.6, 2.4],
                    bootstrap: Bootstrap(resampleCount: 200)))),
        .gap(gap),
    ].map { KeptMeasure($0, step: 360, measuredAt: Date(timeIntervalSince1970: 1_794_901_000)) }

    private static let gap: InternalizationGap = {
        let points = (0...12).map { index in
            InternalizationGap.Point(
                step: index * 30, stage: index / 4, queryOnly: 2.2 * exp(-Double(index) / 3) + 0.55,
                fullPrompt: 0.9 - 0.03 * Double(index))
        }
        guard let gap = InternalizationGap(points, base: [], recordCount: 60, split: "validation")
        else { preconditionFailure("The points have losses") }
        return gap
    }()

    /// The opened run after it was measured.
    static let measured: RunDetail = {
        var detail = FakeProject.detail
        detail.measures = measures
        return detail
    }()
}
