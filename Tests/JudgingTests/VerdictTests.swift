import Testing

@testable import Judging

@Suite struct VerdictTests {
    /// Records of which the first ones are right, by each way of asking.
    private func outcomes(
        count: Int, full: Range<Int>, queryOnly: Range<Int>, base: Range<Int>? = nil
    ) -> PairedOutcomes {
        PairedOutcomes(
            (0..<count).map { index in
                .init(
                    recordID: "r\(index)", fullPrompt: full.contains(index) ? 1 : 0,
                    queryOnly: queryOnly.contains(index) ? 1 : 0,
                    baseWithoutPrompt: base.map { $0.contains(index) ? 1 : 0 })
            })
    }
    private let bootstrap = Bootstrap(resampleCount: 1000)

    @Test func asGoodIsShipped() {
        let verdict = Verdict(
            outcomes(count: 1000, full: 0..<800, queryOnly: 3..<802, base: 0..<100),
            bootstrap: bootstrap)
        #expect(verdict.decision == .shipQueryOnly)
        #expect(
            verdict.reason.hasPrefix(
                "Query-only is at most 2.0 points worse than the full prompt (difference -0.1 points, "
                    + "95 % interval -0."))
        #expect(verdict.reason.hasSuffix("1000 records)."))
        #expect(verdict.difference.map { isClose($0.value, -0.001) } == true)
    }

    @Test func whereNeitherWayIsGoodNothingIsShipped() {
        let verdict = Verdict(
            outcomes(count: 1000, full: 0..<40, queryOnly: 0..<40, base: 0..<20),
            bootstrap: bootstrap)
        #expect(verdict.decision == .trainOn)
        #expect(
            verdict.reason.contains(
                "but neither is good: the full prompt scores 4.0, 2.0 points more"))
        // A prompt that a good base does not need may go.
        let needless = Verdict(
            outcomes(count: 1000, full: 0..<900, queryOnly: 0..<900, base: 0..<890),
            bootstrap: bootstrap)
        #expect(needless.decision == .shipQueryOnly)
    }

    @Test func aLostRuleIsNotShipped() {
        let verdict = Verdict(
            outcomes(count: 1000, full: 0..<800, queryOnly: 0..<800), lostRules: ["no secrets"],
            bootstrap: bootstrap)
        #expect(verdict.decision == .trainOn)
        #expect(
            verdict.reason == """
                Query-only scores as well as the full prompt (difference 0.0 points, 95 % interval \
                -0.4 to 0.4, 1000 records), but the rule "no secrets" is no longer kept without it.
                """)
    }

    @Test func surelyWorseButPromisingIsTrainedOn() {
        let verdict = Verdict(
            outcomes(count: 500, full: 0..<400, queryOnly: 0..<340, base: 0..<50),
            bootstrap: bootstrap)
        #expect(verdict.decision == .trainOn)
        #expect(verdict.reason.contains("has taken over 82.9 % of what the prompt gives"))
    }

    @Test func surelyWorseAndHardlyLearnedKeepsThePrompt() {
        let little = Verdict(
            outcomes(count: 500, full: 0..<400, queryOnly: 0..<100, base: 0..<50),
            bootstrap: bootstrap)
        #expect(little.decision == .keepPrompt)
        #expect(little.reason.contains("has taken over only 14.3 % of what the prompt gives."))
        let unknown = Verdict(
            outcomes(count: 500, full: 0..<400, queryOnly: 0..<340), bootstrap: bootstrap)
        #expect(unknown.decision == .keepPrompt)
        #expect(unknown.retention == nil)
        #expect(unknown.reason.contains("without the base's score"))
        let harmed = Verdict(
            outcomes(count: 500, full: 0..<400, queryOnly: 0..<100, base: 0..<395),
            bootstrap: bootstrap)
        #expect(harmed.decision == .keepPrompt)
        #expect(harmed.reason.hasSuffix("training has done harm."))
    }

    @Test func aPromptThatHardlyHelpsIsSaid() {
        let verdict = Verdict(
            outcomes(count: 1000, full: 0..<800, queryOnly: 0..<800, base: 0..<790),
            bootstrap: bootstrap)
        #expect(verdict.decision == .shipQueryOnly)
        #expect(
            verdict.reason.hasSuffix(
                "The prompt itself hardly helps: it gains the base 1.0 points."))
    }

    @Test func fewRecordsDecideNothing() {
        // All alike: without the widening, three records would ship a model.
        let equal = Verdict(outcomes(count: 3, full: 0..<3, queryOnly: 0..<3), bootstrap: bootstrap)
        #expect(equal.decision == .trainOn)
        #expect(equal.reason.hasPrefix("The records cannot tell whether query-only is within 2.0"))
        let none = Verdict(PairedOutcomes([]), bootstrap: bootstrap)
        #expect(none.decision == .keepPrompt)
        #expect(none.reason == "No record was answered both ways: there is nothing to judge by.")
        // 189 equal records are the first that leave no room for two points.
        #expect(
            Verdict(outcomes(count: 188, full: 0..<9, queryOnly: 0..<9), bootstrap: bootstrap)
                .decision == .trainOn)
        #expect(
            Verdict(outcomes(count: 189, full: 0..<9, queryOnly: 0..<9), bootstrap: bootstrap)
                .decision == .shipQueryOnly)
    }

    @Test func theMarginDecides() {
        let paired = outcomes(count: 400, full: 0..<300, queryOnly: 0..<288)
        #expect(Verdict(paired, margin: 0.1, bootstrap: bootstrap).decision == .shipQueryOnly)
        #expect(Verdict(paired, margin: 0.001, bootstrap: bootstrap).decision == .keepPrompt)
        #expect(Verdict(paired, margin: 0.03, bootstrap: bootstrap).decision == .trainOn)
    }

    @Test func changedSidesAreListed() {
        let paired = outcomes(count: 6, full: 0..<4, queryOnly: 2..<5)
        #expect(paired.sideChanges.map(\.recordID) == ["r0", "r1", "r4"])
        #expect(paired.sideChanges.map(\.direction) == [.lost, .lost, .gained])
        #expect(paired.test.firstOnly == 2 && paired.test.secondOnly == 1)
        // Scores between wrong and right count by the set border.
        let graded = PairedOutcomes(
            [.init(recordID: "a", fullPrompt: 0.7, queryOnly: 0.4)], rightScore: 0.5)
        #expect(graded.sideChanges.map(\.direction) == [.lost])
    }
}
