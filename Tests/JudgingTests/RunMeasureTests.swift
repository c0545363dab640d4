import Foundation
import JSONText
import Testing

@testable import Judging

@Suite struct InternalizationGapTests {
    private func point(
        _ step: Int, _ queryOnly: Double, _ full: Double? = nil, stage: Int = 0
    ) -> InternalizationGap.Point {
        .init(step: step, stage: stage, queryOnly: queryOnly, fullPrompt: full)
    }

    private func gap(
        _ points: [InternalizationGap.Point], base: [InternalizationGap.Reference] = []
    ) -> InternalizationGap? {
        InternalizationGap(points, base: base, recordCount: 30, split: "validation")
    }

    @Test func theReferenceIsTheLeastLossWithTheFullPrompt() throws {
        let points = [point(0, 3, 2), point(20, 1, 1.5), point(10, 2, 1.25)]
        let ofTuned = try #require(gap(points))
        #expect(ofTuned.points.map(\.step) == [0, 10, 20])
        #expect(ofTuned.reference == .init(model: "tuned", step: 10, loss: 1.25))
        #expect(ofTuned.gaps == [1.75, 0.75, -0.25])
        let ofBase = try #require(
            gap(points, base: [.init(model: "base", step: 0, loss: 0.5)]))
        #expect(ofBase.reference.name == "base, full prompt, step 0")
        #expect(ofBase.gaps == [2.5, 1.5, 0.5])
    }

    @Test func whatIsNoNumberIsLeftOutAndTheLastOfAStepCounts() throws {
        let gap = try #require(
            self.gap([
                point(0, .nan, 1), point(5, 3, .nan), point(5, 2, 1), point(9, .infinity, 0.1),
            ]))
        #expect(gap.points == [point(5, 2, 1)])
        #expect(gap.reference.loss == 1)
        #expect(self.gap([]) == nil)
        #expect(self.gap([point(0, 1)]) == nil)
    }

    @Test func theOutlineHasBothEndsAndTheEndsOfStages() throws {
        let gap = try #require(self.gap((0..<40).map { point($0, 1, 1, stage: $0 / 16) }))
        let steps = gap.outline(limit: 6).map(\.step)
        #expect(steps.count == 6)
        #expect(steps.first == 0 && steps.last == 39)
        #expect(steps.contains(15) && steps.contains(31))
        #expect(gap.outline(limit: 100).count == 40)
    }
}

/// What comes back from the history is what was kept.
@Suite struct RunMeasureTests {
    private static let estimate = Estimate(
        value: 0.5, interval: ConfidenceInterval(lower: -0.125, upper: 1.5, confidence: 0.9))
    private static let positive = Estimate(
        value: 2, interval: ConfidenceInterval(lower: 1, upper: 3))
    private static let negative = Estimate(
        value: -2, interval: ConfidenceInterval(lower: -3, upper: -1))

    private static let measures: [RunMeasure] = [
        .rules(
            RuleReport(rows: [
                .init(
                    name: "n", query: "q\n", rule: "equals \"x\"",
                    answers: .init(
                        baseFullPrompt: "a", tunedFullPrompt: "\u{1F600}", tunedQueryOnly: ""),
                    holdsInBase: true, holdsInTuned: false, holdsQueryOnly: true)
            ])),
        .coverage(
            CoverageReport(
                sections: [
                    .init(
                        title: "Role", tokenCount: 7,
                        coverage: .init(base: estimate, tuned: positive, coverage: nil)),
                    .init(
                        title: "Rules", tokenCount: 9,
                        coverage: .init(base: positive, tuned: estimate, coverage: positive)),
                ], sectionCount: 3, recordCount: 60, split: "test")),
        .forgetting(
            ForgettingReport(
                [
                    .init(id: "a", query: "q", base: "x", tuned: " x\n"),
                    .init(id: "b", query: "q", base: "x", tuned: "y"),
                ], losses: nil)),
        gap,
    ]

    private static let gap: RunMeasure = {
        guard
            let gap = InternalizationGap(
                [.init(step: 3, stage: 1, queryOnly: 2, fullPrompt: nil)],
                base: [.init(model: "base", step: 0, loss: 1.5)], recordCount: 4,
                split: "validation")
        else { preconditionFailure("It has a point and a reference") }
        return .gap(gap)
    }()

    @Test(arguments: measures) func itComesBackAsItWas(measure: RunMeasure) throws {
        let json = try JSONValue.parse(measure.json.text())
        #expect(RunMeasure(measure.kind, json) == measure)
        for other in RunMeasure.Kind.allCases where other != measure.kind {
            #expect(RunMeasure(other, json) == nil)
        }
        #expect(RunMeasure(measure.kind, ["version": 9]) == nil)
    }

    @Test func aPartOfTheSectionsIsNotComplete() {
        #expect(Self.measures.map(\.isComplete) == [true, false, true, true])
    }

    @Test func aKeptMeasureNamesItself() {
        let json = KeptMeasure(
            Self.gap, step: 12, measuredAt: Date(timeIntervalSince1970: 0)
        ).json
        #expect(json["kind"]?.stringValue == "gap" && json["step"]?.intValue == 12)
        #expect(json["measured"]?.stringValue == "1970-01-01T00:00:00Z")
        #expect(json["points"]?.arrayValue?.first?["gap"]?.doubleValue == 0.5)
    }

    @Test(arguments: [
        (estimate, positive, nil, "The base did not need it: undefined."),
        (positive, positive, nil, "Too few records for an interval: undefined."),
        (negative, negative, positive, "It makes the base worse."),
        (positive, negative, positive, "The tuned model does better without it."),
    ])
    func whatACoverageDoesNotSayIsSaid(
        base: Estimate, tuned: Estimate, coverage: Estimate?, remark: String
    ) {
        #expect(SectionCoverage(base: base, tuned: tuned, coverage: coverage).remark == remark)
    }

    @Test func aPlainCoverageNeedsNoRemark() {
        let plain = SectionCoverage(
            base: Self.positive, tuned: Self.estimate, coverage: Self.positive)
        #expect(plain.remark == nil)
    }
}

@Suite struct ForgettingReportTests {
    private func answers(_ count: Int, changed: Int) -> [ForgettingReport.Answer] {
        (0..<count).map {
            .init(id: "\($0)", query: "q", base: "same", tuned: $0 < changed ? "other" : "same ")
        }
    }

    @Test func unchangedIsExactButForWhiteSpaceAround() throws {
        let report = ForgettingReport(answers(40, changed: 30), losses: nil)
        #expect(report.answerCount == 40 && report.unchangedCount == 10)
        #expect(report.changes.count == ForgettingReport.exampleLimit)
        #expect(report.changes[0].id == "0")
        let share = try #require(report.unchanged)
        #expect(share.value == 0.25 && share.interval.contains(0.25))
        #expect(ForgettingReport([], losses: nil).unchanged == nil)
    }

    @Test func aLossThatRisesIsAboveZero() throws {
        let losses = try #require(
            ForgettingReport.Losses(
                base: [1, 2, 3], tuned: [1.5, 2.25, 3.75],
                bootstrap: Bootstrap(resampleCount: 300)))
        #expect(losses.recordCount == 3 && losses.base == 2 && losses.tuned == 2.5)
        #expect(losses.difference.value == 0.5)
        #expect(losses.difference.interval.lower >= 0.25)
        #expect(losses.difference.interval.upper <= 0.75)
        #expect(ForgettingReport.Losses(base: [], tuned: []) == nil)
    }
}
