import Dialects
import LanguageModel
import Pretraining
import Testing

@Suite struct PretrainingLadderTests {
    private func climb(_ losses: [Double?], highest: Int = PretrainingLadder.highestRung)
        -> PretrainingLadder
    {
        var ladder = PretrainingLadder()
        for loss in losses { ladder.record(answerLoss: loss, highest: highest) }
        return ladder
    }

    @Test func aMasteredRungIsLeftAndTheNextBeginsAnew() {
        // Good from the start, but a few updates prove nothing.
        #expect(climb(Array(repeating: 0.01, count: 59)).rung == 0)
        let next = climb(Array(repeating: 0.01, count: 60))
        #expect(next == PretrainingLadder(rung: 1))
        #expect(climb(Array(repeating: 0.01, count: 120)).rung == 2)
    }

    @Test func oneGoodUpdateIsNotMastery() {
        let ladder = climb(Array(repeating: 4, count: 100) + [0.0])
        #expect(ladder.rung == 0 && ladder.updates == 101)
        #expect((ladder.loss ?? 0) > 3)
    }

    @Test func updatesWithoutTheRungsQuestionsLeaveItsLoss() {
        let ladder = climb([2, nil, nil])
        #expect(ladder.loss == 2 && ladder.updates == 3)
    }

    @Test func theHighestRungIsNotLeft() {
        let many = Array(repeating: Double?.some(0), count: 60 * 20)
        #expect(climb(many).rung == PretrainingLadder.highestRung)
        #expect(climb(many, highest: 2).rung == 2)
    }

    @Test func everyFourthDocumentIsOfALowerRung() {
        var random = LanguageModel.SeededGenerator(seed: 5)
        let rungs = (0..<4_000).map { _ in PretrainingLadder(rung: 3).draw(using: &random) }
        #expect(Set(rungs) == [0, 1, 2, 3])
        #expect(abs(rungs.count { $0 == 3 } - 3_000) < 100)
        #expect(PretrainingLadder().draw(using: &random) == 0)
    }

    @Test func exercisesComeBeforeDialects() {
        #expect(PretrainingLadder.content(0) == .copying)
        let first = PretrainingLadder.firstDialects
        #expect(
            PretrainingLadder.content(first - 1) == .matching(functionCounts: 3...8, described: 40))
        #expect(PretrainingLadder.content(first) == .dialects(level: 0))
        let top = DialectDifficulty.levelCount - 1
        let highest = PretrainingLadder.highestRung
        #expect(PretrainingLadder.content(highest - 3) == .dialects(level: top))
        #expect(PretrainingLadder.content(highest - 2) == .pairedRecall(mostFillers: 3))
        #expect(PretrainingLadder.content(highest - 1) == .nesting(functionCounts: 4...8))
        #expect(PretrainingLadder.content(highest) == .hardDialects(levels: top - 2...top))
    }
}
