import LanguageModel
import RunEvents
import Testing
import Training

/// Early ends of stages, and the choice of the best adapter.
@Suite struct StageWatchTests {
    /// Trains with losses that are given instead of measured, one a look, looking at every step.
    private func run(
        _ configuration: TrainingConfiguration, losses: [Double], scores: [Double]? = nil,
        stages: [TrainingStage] = TinyTraining.stages
    ) throws -> (trainer: Trainer, log: [String], adapters: [[Float]]) {
        var configuration = configuration
        configuration.evaluationInterval = 1
        let trainer = TinyTraining.trainer(configuration, stages: stages)
        var log: [String] = []
        var adapters: [[Float]] = []
        var hooks = TinyTraining.hooks {
            log.append("step \($0.step) of \($0.stage)")
            adapters.append(trainer.adapter.parameters.values.copyToArray())
        }
        var looks = 0
        hooks.evaluate = { position, isStageEnd in
            // The first is before training; an early end asks once more for the same step.
            guard position.step > 0, position.step > looks else { return nil }
            looks = position.step
            return ValidationResult(
                stageLoss: losses[looks - 1], score: (scores ?? losses)[looks - 1])
        }
        hooks.stageEndedEarly = { log.append("stage \($0) ends: \($1)") }
        #expect(try trainer.run(hooks))
        return (trainer, log, adapters)
    }

    @Test func aStageEndsWhenItIsAsGoodAsTheOneBefore() throws {
        var configuration = TinyTraining.configuration()
        configuration.advance = StageAdvance(margin: 0.1)
        // Six steps of stage 0, which has nothing to be held against, and two of stage 1.
        let (trainer, log, _) = try run(
            configuration, losses: [3, 2.5, 2, 1.5, 1.2, 1, 1.05, 9])
        #expect(
            log == (1...6).map { "step \($0) of 0" } + ["step 7 of 1", "step 8 of 1"])
        #expect(trainer.isFinished)
        // A longer second stage, which may end after its first epoch (two steps).
        let long = [
            TinyTraining.stages[0],
            TrainingStage(sequences: TinyTraining.stages[1].sequences, epochs: 3),
        ]
        let early = try run(
            configuration, losses: [3, 2.5, 2, 1.5, 1.2, 1, 1.05, 1.09, 9, 9], stages: long)
        #expect(
            early.log.suffix(3) == [
                "step 7 of 1", "step 8 of 1",
                "stage 1 ends: its validation loss 1.09 is within 0.1 of the 1.0 that the stage "
                    + "before ended with",
            ])
        #expect(early.trainer.isFinished)
        #expect(early.trainer.position.step == 8)
        let late = try run(
            configuration, losses: [3, 2.5, 2, 1.5, 1.2, 1, 1.2, 1.11, 1.3, 1.4, 1.2, 1.2],
            stages: long)
        #expect(late.trainer.position.step == 12)
    }

    @Test func aStageEndsWhenItNoLongerImproves() throws {
        var configuration = TinyTraining.configuration()
        configuration.advance = StageAdvance(patience: 2)
        let (trainer, log, _) = try run(
            configuration, losses: [2, 1, .nan, 1, 1.5, 1, 0.9, 0.8])
        #expect(
            log == [
                "step 1 of 0", "step 2 of 0", "step 3 of 0", "step 4 of 0",
                "stage 0 ends: its validation loss has not improved on 1.0 in 2 evaluations",
                "step 5 of 1", "step 6 of 1",
            ])
        #expect(trainer.position == TrainingPosition(stage: 2, stepInStage: 0, step: 6))
    }

    @Test func stepsThatAnEarlyEndSavesCountForTheLearningRate() throws {
        var configuration = TinyTraining.configuration()
        configuration.advance = StageAdvance(patience: 1)
        let trainer = TinyTraining.trainer(configuration)
        var configured = configuration
        configured.evaluationInterval = 1
        let early = TinyTraining.trainer(configured)
        var (all, rates): ([Double], [Double]) = ([], [])
        try trainer.run(TinyTraining.hooks { all.append($0.learningRate) })
        var hooks = TinyTraining.hooks { rates.append($0.learningRate) }
        hooks.evaluate = { position, _ in ValidationResult(stageLoss: Double(position.step)) }
        try early.run(hooks)
        // Three steps (one epoch) and then two of the second stage, at its own learning rates.
        #expect(rates == Array(all[0..<3] + all[6..<8]))
    }

    @Test func aStageMayHaveALearningRateAndAWarmUpOfItsOwn() throws {
        var configuration = TinyTraining.configuration()
        configuration.schedule = .constant
        var stages = TinyTraining.stages
        stages[1].learningRate = 0.5
        stages[1].warmupSteps = 2
        var rates: [Double] = []
        try TinyTraining.trainer(configuration, stages: stages).run(
            TinyTraining.hooks { rates.append($0.learningRate) })
        #expect(rates == [0.005, 0.01, 0.01, 0.01, 0.01, 0.01, 0.25, 0.5])
    }

    @Test func theBestAdapterOfTheLastStageIsKept() throws {
        var configuration = TinyTraining.configuration()
        configuration.keepsBest = true
        let scores = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.5, 0.6]
        let (trainer, _, adapters) = try run(
            configuration, losses: [3, 3, 3, 3, 3, 3, 3, 3], scores: scores)
        #expect(trainer.watch.bestStep == 7)
        #expect(trainer.watch.bestScore == 0.5)
        #expect(trainer.adapter.parameters.values.copyToArray() == adapters[6])
        configuration.keepsBest = false
        let last = try run(
            configuration, losses: [3, 3, 3, 3, 3, 3, 3, 3], scores: scores)
        #expect(last.trainer.adapter.parameters.values.copyToArray() == last.adapters[7])
    }

    @Test func aPassWritesTheFirstRecordsPrompt() throws {
        var stage = TinyTraining.stages[0]
        stage.promptTasks = stage.sequences.map { _ in
            TokenSequence(tokens: [1, 2, 3, 4, 5, 6, 7], promptCount: 2, task: .prompt)
        }
        let forest = stage.forest(of: [2, 0, 1], promptWeight: 0.5)
        let prompts = forest.labels.filter { $0.task == .prompt }
        #expect(prompts.count == 5)
        #expect(forest.labels.count == 9 + 5)
        // Five labels together count half of what the nine of the answers do.
        #expect(prompts.allSatisfy { $0.weight == 0.5 * 9 / 5 })
        #expect(stage.forest(of: [2, 0, 1], promptWeight: 0).labels.count == 9)
        var configuration = TinyTraining.configuration()
        configuration.promptGenerationWeight = 0.5
        var metrics: [StepMetrics] = []
        try TinyTraining.trainer(configuration, stages: [stage]).run(
            TinyTraining.hooks { metrics.append($0) })
        #expect(metrics.allSatisfy { ($0.promptLoss ?? 0) > 0 && $0.labelTokenCount <= 6 })
        let shape = BatchShape(largestOf: stage, index: 0, configuration: configuration)
        #expect(shape.labelCount == 6 + 5)
    }
}
