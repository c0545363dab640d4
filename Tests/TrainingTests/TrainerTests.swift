import Foundation
import Kernels
import LanguageModel
import RunEvents
import Testing
import Training

@Suite struct TrainerTests {
    @Test func stagesFollowEachOtherAndEveryRecordIsSeenOnceAnEpoch() throws {
        let trainer = TinyTraining.trainer()
        #expect(trainer.stepCount == 8 && !trainer.isFinished)
        var log: [String] = []
        var hooks = TinyTraining.hooks { metrics in
            log.append("step \(metrics.step) of stage \(metrics.stage): \(metrics.recordCount)")
        }
        hooks.stageStarted = { log.append("stage \($0)") }
        hooks.evaluate = {
            log.append("evaluate \($0.step)\($1 ? " at the end" : "")")
            return nil
        }
        hooks.checkpoint = { log.append("checkpoint \($0.stage) \($0.stepInStage) \($0.step)") }
        #expect(try trainer.run(hooks))
        #expect(
            log == [
                "evaluate 0", "stage 0", "step 1 of stage 0: 2", "step 2 of stage 0: 2",
                "step 3 of stage 0: 1", "step 4 of stage 0: 2", "step 5 of stage 0: 2",
                "step 6 of stage 0: 1", "evaluate 6 at the end", "checkpoint 1 0 6", "stage 1",
                "step 7 of stage 1: 2", "step 8 of stage 1: 2", "evaluate 8 at the end",
                "checkpoint 2 0 8",
            ])
        #expect(trainer.isFinished)
    }

    @Test func intervalsAskForEvaluationsAndCheckpoints() throws {
        var configuration = TinyTraining.configuration()
        configuration.evaluationInterval = 4
        configuration.checkpointInterval = 5
        let trainer = TinyTraining.trainer(configuration)
        var (evaluations, checkpoints): ([Int], [Int]) = ([], [])
        var hooks = Trainer.Hooks()
        hooks.evaluate = { position, _ in
            evaluations.append(position.step)
            return nil
        }
        hooks.checkpoint = { checkpoints.append($0.step) }
        try trainer.run(hooks)
        #expect(evaluations == [0, 4, 6, 8])
        #expect(checkpoints == [5, 6, 8])
    }

    @Test func metricsTellWhatTheUpdateDid() throws {
        var metrics: [StepMetrics] = []
        try TinyTraining.trainer().run(TinyTraining.hooks { metrics.append($0) })
        #expect(metrics.map(\.step) == Array(1...8))
        #expect(metrics.map(\.labelTokenCount) == [6, 6, 3, 6, 6, 3, 6, 6])
        #expect(metrics.map(\.tokenCount) == [24, 24, 12, 24, 24, 12, 24, 24])
        #expect(metrics[5].epoch == 2 && abs(metrics[0].epoch - 1.0 / 3) < 1e-12)
        #expect(metrics.allSatisfy { $0.loss > 0 && $0.gradientNorm > 0 })
        let rates = metrics.map(\.learningRate)
        let expected = [0.005, 0.01] + (0..<6).map { 0.01 * (1 - Double($0) / 6) }
        for (found, wanted) in zip(rates, expected) { #expect(abs(found - wanted) < 1e-12) }
    }

    @Test func scheduleCanStartAnewInEachStage() throws {
        var configuration = TinyTraining.configuration()
        configuration.restartsScheduleEachStage = true
        var rates: [Double] = []
        try TinyTraining.trainer(configuration).run(
            TinyTraining.hooks { rates.append($0.learningRate) })
        #expect(rates[0] == 0.005 && rates[1] == 0.01 && rates[6] == 0.005 && rates[7] == 0.01)
    }

    @Test func trainingLearnsItsRecords() throws {
        var configuration = TinyTraining.configuration(batchSize: 4)
        configuration.learningRate = 0.03
        configuration.schedule = .constant
        let stage = TrainingStage(sequences: TinyTraining.records(4, seed: 9), epochs: 150)
        var losses: [Double] = []
        try TinyTraining.trainer(configuration, stages: [stage]).run(
            TinyTraining.hooks { losses.append($0.loss) })
        #expect(losses[0] > 2.5 && losses[149] < 0.3)
    }

    @Test func accumulationEqualsTheBigBatch() throws {
        func losses(_ batchSize: Int, _ accumulation: Int) throws -> ([Double], [Float]) {
            let trainer = TinyTraining.trainer(
                TinyTraining.configuration(batchSize: batchSize, accumulation: accumulation))
            var losses: [Double] = []
            try trainer.run(TinyTraining.hooks { losses.append($0.loss) })
            return (losses, trainer.adapter.parameters.values.copyToArray())
        }
        let (big, small) = (try losses(4, 1), try losses(1, 4))
        #expect(big.0.count == 5 && small.0.count == 5)
        for (a, b) in zip(big.0, small.0) { #expect(abs(a - b) < 1e-4 * a) }
        // AdamW divides by the gradient's own size, so tiny differences of tiny gradients show.
        let difference = zip(big.1, small.1).map { abs($0 - $1) }.max() ?? 1
        #expect(difference < 1e-3)
    }

    @Test func optimizerCarriesOverOrStartsAnew() throws {
        for carries in [true, false] {
            let trainer = TinyTraining.trainer(
                TinyTraining.configuration(carriesOptimizer: carries))
            try trainer.run(TinyTraining.hooks())
            #expect(trainer.optimizer.step == (carries ? 8 : 2))
        }
    }

    @Test(arguments: [2, 3])
    func runsAreBitEqualForAnyNumberOfThreads(_ threadCount: Int) throws {
        let (one, more) = (
            TinyTraining.trainer(), TinyTraining.trainer(threadCount: threadCount)
        )
        try one.run(TinyTraining.hooks())
        try more.run(TinyTraining.hooks())
        #expect(TrainerState(one) == TrainerState(more))
    }

    @Test func anotherSeedGivesAnotherOrder() throws {
        var configuration = TinyTraining.configuration()
        func losses() throws -> [Double] {
            var losses: [Double] = []
            // The same adapter at first, whatever the seed: only the order may differ.
            let trainer = TinyTraining.trainer(configuration)
            trainer.adapter.parameters.values.fill(0)
            try trainer.run(TinyTraining.hooks { losses.append($0.loss) })
            return losses
        }
        let first = try losses()
        #expect(try losses() == first)
        configuration.seed = 6
        #expect(try losses() != first)
    }

    @Test func stageWithoutRecordsIsRefused() {
        let trainer = TinyTraining.trainer(
            stages: [TinyTraining.stages[0], TrainingStage(sequences: [], epochs: 1)])
        let error = #expect(throws: TrainingError.self) { try trainer.run(TinyTraining.hooks()) }
        #expect(
            error?.description
                == "Stage 1 has no records to train on. Add records with split \"train\".")
    }

    // MARK: What is not finite

    @Test func infiniteWeightStopsBeforeItSpreads() throws {
        let trainer = TinyTraining.trainer()
        var hooks = TinyTraining.hooks()
        var poisoned: TrainerState?
        hooks.progress = { metrics in
            if metrics.step == 3 {
                trainer.adapter.parameters.values.pointer[0] = .infinity
                poisoned = TrainerState(trainer)
            }
            return .more
        }
        let error = #expect(throws: TrainingError.self) { try trainer.run(hooks) }
        let rate = 0.01 * (1 - 1.0 / 6)
        #expect(
            error?.description
                == "The loss of step 4 (stage 0) is not a finite number, so the run stopped with "
                + "the weights of step 3. Lower the learning rate (now \(rate)), clip gradients, "
                + "or check the records of that stage.")
        #expect(TrainerState(trainer) == poisoned)
        #expect(trainer.position.step == 3)
    }

    @Test func hugeLearningRateStopsWithTheStepBefore() throws {
        var configuration = TinyTraining.configuration()
        configuration.learningRate = 1e36
        let trainer = TinyTraining.trainer(configuration)
        var last = TrainerState(trainer)
        var hooks = Trainer.Hooks()
        hooks.progress = { _ in
            last = TrainerState(trainer)
            return .more
        }
        let error = #expect(throws: TrainingError.self) { try trainer.run(hooks) }
        guard case .notFinite(let step, 0, _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(step == trainer.position.step + 1)
        #expect(TrainerState(trainer) == last)
    }
}
