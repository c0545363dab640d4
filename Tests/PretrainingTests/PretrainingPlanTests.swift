import LanguageModel
import Pretraining
import Testing

@Suite struct PretrainingPlanTests {
    private func levels(_ plan: PretrainingPlan, step: Int) -> [Int] {
        var random = SeededGenerator(seed: UInt64(step))
        return (0..<600).map { _ in plan.level(step: step, random: &random) }
    }

    @Test func ladderIsClimbedOverTwoThirdsOfTheTraining() {
        var plan = PretrainingPlan()
        plan.stepCount = 900
        plan.highestLevel = 5
        for (step, top) in [(0, 0), (99, 0), (100, 1), (250, 2), (599, 5), (600, 5), (899, 5)] {
            let levels = levels(plan, step: step)
            #expect(levels.max() == top, "step \(step)")
            #expect(Set(levels) == Set(0...top), "step \(step)")
            // Two thirds from the top rung, and its share of the rest.
            let expected = 400 + 200 / (top + 1)
            #expect(abs(levels.count { $0 == top } - expected) < 60, "step \(step)")
        }
    }

    @Test func aSingleRungIsAlwaysTaken() {
        var plan = PretrainingPlan()
        plan.highestLevel = 0
        #expect(Set(levels(plan, step: 999)) == [0])
    }

    @Test func shapeIsThePlans() {
        let configuration = PretrainingPlan().configuration(endOfSequence: 4)
        #expect(configuration.vocabularySize == 2_048 && configuration.hiddenSize == 256)
        #expect(configuration.headWidth == 32 && configuration.keyValueHeadCount == 4)
        #expect(configuration.tiesEmbeddings && configuration.endOfSequence == [4])
    }
}
