import Testing

@testable import Judging

/// From a win rate to what to do.
@Suite struct PreferenceVerdictTests {
    private func verdict(_ wins: Int, _ losses: Int, _ ties: Int, margin: Double = 0.05)
        -> PreferenceVerdict
    { PreferenceVerdict(WinRate(wins: wins, losses: losses, ties: ties), margin: margin) }

    @Test func asGoodIsShipped() {
        let found = verdict(20, 20, 260)
        #expect(found.decision == .shipQueryOnly)
        #expect(
            found.reason
                == "Query-only's win rate is at most 5.0 points below a half (query-only wins 50.0 % of "
                + "the pairs, 95 % interval 47.9 to 52.1, 300 pairs).")
        #expect(verdict(60, 10, 30).decision == .shipQueryOnly)
    }

    @Test func preferredPromptsAreKept() {
        #expect(verdict(10, 80, 10).decision == .keepPrompt)
    }

    @Test func whatThePairsCannotTellIsNotShipped() {
        #expect(verdict(5, 5, 0).decision == .trainOn)
        // Every answer equal, but only three of them.
        #expect(verdict(0, 0, 3).decision == .trainOn)
        #expect(verdict(0, 0, 300).decision == .shipQueryOnly)
    }

    @Test func theMarginDecides() {
        #expect(verdict(95, 105, 0, margin: 0.02).decision == .trainOn)
        #expect(verdict(95, 105, 0, margin: 0.15).decision == .shipQueryOnly)
    }

    @Test func withoutPairsThePromptIsKept() {
        let found = verdict(0, 0, 0)
        #expect(found.decision == .keepPrompt)
        #expect(found.reason == "No pair of answers is judged: there is nothing to judge by.")
    }

    @Test func openPairsAreTold() {
        let found = PreferenceVerdict(
            WinRate(wins: 1, losses: 1, ties: 0), margin: 0.02, openCount: 7)
        #expect(found.reason.contains("2 pairs, 7 more without a verdict"))
    }
}
