import Foundation
import Testing
import Training

@Suite struct LearningRateScheduleTests {
    private func factors(_ schedule: LearningRateSchedule, _ stepCount: Int, _ warmupSteps: Int)
        -> [Double]
    {
        (0..<stepCount).map {
            schedule.factor(step: $0, stepCount: stepCount, warmupSteps: warmupSteps)
        }
    }

    @Test(arguments: LearningRateSchedule.allCases)
    func warmUpRisesToOneAndMovesFromTheFirstUpdate(_ schedule: LearningRateSchedule) {
        #expect(Array(factors(schedule, 10, 4)[..<5]) == [0.25, 0.5, 0.75, 1, 1])
        #expect(factors(schedule, 3, 8) == [0.125, 0.25, 0.375])
        #expect(schedule.factor(step: 0, stepCount: 5, warmupSteps: 0) == 1)
    }

    @Test func shapesAreTheirNames() {
        #expect(factors(.constant, 4, 0) == [1, 1, 1, 1])
        #expect(factors(.linear, 4, 0) == [1, 0.75, 0.5, 0.25])
        for (index, factor) in factors(.cosine, 8, 2).dropFirst(2).enumerated() {
            #expect(abs(factor - 0.5 * (1 + cos(.pi * Double(index) / 6))) < 1e-12)
        }
    }

    @Test func beyondTheEndTheFactorStaysAtItsLastValue() {
        #expect(LearningRateSchedule.linear.factor(step: 9, stepCount: 4, warmupSteps: 0) == 0)
        #expect(LearningRateSchedule.cosine.factor(step: 9, stepCount: 4, warmupSteps: 0) < 1e-15)
        #expect(LearningRateSchedule.constant.factor(step: 9, stepCount: 4, warmupSteps: 0) == 1)
        #expect(LearningRateSchedule.linear.factor(step: 0, stepCount: 0, warmupSteps: 0) == 1)
    }
}
