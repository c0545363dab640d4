import Testing

@testable import Prompts

@Suite struct ScheduleTests {
    @Test(arguments: ScheduleShape.allCases)
    func everyShapeGoesFromFullToNothingWithoutRising(shape: ScheduleShape) {
        for stageCount in 2...9 {
            let schedule = Schedule.make(
                shape: shape, stageCount: stageCount, shots: 10, epochs: 20)
            #expect(
                schedule.stages.first
                    == StageSetting(
                        compressionRate: 1, shots: 10, epochs: schedule.stages[0].epochs))
            #expect(schedule.stages.last?.compressionRate == 0)
            #expect(schedule.stages.last?.shots == 0)
            for (one, next) in zip(schedule.stages, schedule.stages.dropFirst()) {
                #expect(next.compressionRate <= one.compressionRate)
                #expect(next.shots <= one.shots)
            }
        }
    }

    @Test func linearFourStagesAreThirds() {
        let stages = Schedule.make(shape: .linear, stageCount: 4, shots: 5, epochs: 8).stages
        let rates: [Double] = [1, 1 - 1.0 / 3, 1 - 2.0 / 3, 0]
        #expect(stages.map(\.compressionRate) == rates)
        #expect(stages.map(\.shots) == [5, 3, 2, 0])
    }

    @Test func exponentialShapesHaveTheFormulasValues() {
        // By hand for c = 3, u = 1/2: (e^-1.5 - e^-3)/(1 - e^-3) and 1 - (e^1.5 - 1)/(e^3 - 1).
        let falling = Schedule.make(shape: .exponential, stageCount: 3, shots: 10, epochs: 3)
        let staying = Schedule.make(shape: .inverseExponential, stageCount: 3, shots: 10, epochs: 3)
        #expect(abs(falling.stages[1].compressionRate - 0.182425524) < 1e-9)
        #expect(abs(staying.stages[1].compressionRate - 0.817574476) < 1e-9)
        #expect(falling.stages[1].shots == 2)
        #expect(staying.stages[1].shots == 8)
    }

    @Test func halvesAreRoundedUpAlsoWhereTheFloatIsAHairBelow() {
        let stages = Schedule.make(shape: .linear, stageCount: 11, shots: 5, epochs: 11).stages
        #expect(stages.map(\.shots) == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0])
    }

    @Test func oneStageIsTheFullPrompt() {
        #expect(
            Schedule.make(shape: .exponential, stageCount: 1, shots: 7, epochs: 3).stages
                == [StageSetting(compressionRate: 1, shots: 7, epochs: 3)])
    }

    @Test(arguments: [
        (20, 0.5, [4, 3, 3, 10]), (10, 0.55, [2, 1, 1, 6]), (8, 0.99, [1, 1, 1, 5]),
        (8, 0.01, [3, 2, 2, 1]), (2, 0.5, [1, 1, 1, 1]),
    ])
    func theLastStageTakesItsShareAsFarAsTheOthersKeepAnEpoch(
        _ epochs: Int, _ share: Double, _ expected: [Int]
    ) {
        let schedule = Schedule.make(
            shape: .linear, stageCount: 4, shots: 0, epochs: epochs, lastShare: share)
        #expect(schedule.stages.map(\.epochs) == expected)
        let direct = Schedule.make(
            shape: .linear, stageCount: 1, shots: 0, epochs: epochs, lastShare: share)
        #expect(direct.epochs == epochs)
    }

    @Test func epochsAreSplitEvenlyAndTheFirstTakeTheRest() {
        #expect(
            Schedule.make(shape: .linear, stageCount: 4, shots: 0, epochs: 10).stages.map(\.epochs)
                == [3, 3, 2, 2])
        #expect(
            Schedule.make(shape: .linear, stageCount: 4, shots: 0, epochs: 2).stages.map(\.epochs)
                == [1, 1, 1, 1])
    }

    // MARK: Warnings

    private func schedule(_ stages: [(Double, Int, Int)]) -> Schedule {
        Schedule(
            stages: stages.map {
                StageSetting(compressionRate: $0.0, shots: $0.1, epochs: $0.2)
            })
    }

    @Test func guidesScheduleHasNoWarnings() {
        #expect(schedule([(1, 10, 2), (0.6, 5, 2), (0.3, 2, 2), (0, 0, 2)]).warnings().isEmpty)
        #expect(
            Schedule.make(shape: .linear, stageCount: 4, shots: 5, epochs: 8).warnings().isEmpty)
    }

    @Test func risingStagesAreNamed() {
        #expect(
            schedule([(1, 2, 1), (0.5, 1, 1), (0.7, 3, 1), (0, 0, 1)]).warnings() == [
                "Stage 2 keeps more of the template (0.7) than stage 1 (0.5): "
                    + "what was absorbed is shown again.",
                "Stage 2 has more examples (3) than stage 1 (1): what was absorbed is shown again.",
            ])
    }

    @Test func lastStageWithPromptIsNamed() {
        #expect(
            schedule([(1, 2, 1), (0.5, 1, 1)]).warnings() == [
                "The last stage still shows 0.5 of the template and 1 example: the model is never "
                    + "trained on the query alone, which is what production sends."
            ])
    }

    @Test func skippedProgressionIsNamed() {
        #expect(
            schedule([(1, 2, 1), (0, 0, 1)]).warnings() == [
                "From stage 0 to stage 1 the prompt goes from full to nothing at once: "
                    + "put a stage between them."
            ])
    }

    @Test func templateThatGoesTooEarlyIsNamed() {
        #expect(
            schedule([(1, 2, 1), (0.2, 1, 5), (0, 0, 4)]).warnings() == [
                "Stage 1 keeps only 0.2 of the template after 1 of 10 epochs: "
                    + "the template goes too early."
            ])
        #expect(
            schedule([(0.3, 2, 2), (0, 0, 2)]).warnings() == [
                "The first stage keeps only 0.3 of the template: "
                    + "the model never sees the full prompt that it should learn."
            ])
    }

    @Test func impossibleValuesAreNamed() {
        #expect(
            schedule([(1.5, 0, 0), (0, -1, 1)]).warnings().prefix(3) == [
                "Stage 0 asks for a compression rate of 1.5: it is a share kept, from 0 to 1.",
                "Stage 0 has 0 epochs: it trains on nothing.",
                "Stage 1 asks for -1 examples: it needs 0 or more.",
            ])
        #expect(schedule([]).warnings() == ["The schedule has no stages: nothing is trained."])
    }
}
