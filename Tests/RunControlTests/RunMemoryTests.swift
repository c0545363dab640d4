import Kernels
import LanguageModel
import Prompts
import RunTestSupport
import Testing
import Training

@testable import RunControl

/// What is said of a run's memory before it starts.
@Suite struct RunMemoryTests {
    @Test func theLargestBatchIsTheLargestThatIsTrained() throws {
        var options = SmallProject.Options()
        options.batchSize = 5
        let plan = try SmallProject(options).plan()
        for (index, stage) in plan.stages.enumerated() {
            var rows: [Int] = []
            for epoch in 0..<stage.epochs {
                let batches = plan.configuration.batches(
                    stage: index, epoch: epoch, recordCount: stage.sequences.count)
                #expect(batches.map(\.count) == [5, 5, 5, 5, 4])
                #expect(Set(batches.joined()) == Set(stage.sequences.indices))
                rows += batches.map { batch in
                    SegmentForest(batch.map { stage.sequences[$0] }).rowCount
                }
            }
            #expect(plan.batches.stages[index].rows == rows.max())
        }
    }

    @Test func recordsWithoutACommonBeginningAreCountedInFull() {
        let sequences = (0..<4).map { index in
            TokenSequence(
                tokens: [Int32](repeating: Int32(index), count: 10 + index), promptCount: 8)
        }
        let shape = BatchShape(
            largestOf: TrainingStage(sequences: sequences, epochs: 1), index: 0,
            configuration: TrainingConfiguration(batchSize: 4))
        #expect(shape == BatchShape(rows: 9 + 10 + 11 + 12, labelCount: 2 + 3 + 4 + 5))
    }

    @Test(arguments: [nil, 1_500_000])
    func thePredictionOfAStepIsWhatTrainingTakes(budget: Int?) throws {
        let project = try SmallProject()
        let plan = try project.plan()
        let settings = plan.configuration
        let compute = Compute(threadCount: 1)
        let model = try plan.prepared.model.makeTransformer(
            storage: plan.storage, adapterRank: settings.lora.rank, compute: compute)
        if let budget { model.activationBudget = budget }
        let adapter = LoRAAdapter(settings.lora, for: model.configuration, seed: 1)
        let trainer = Trainer(
            model: model, adapter: adapter, stages: plan.stages, configuration: settings)
        try withExtendedLifetime(project) { _ = try trainer.run(Trainer.Hooks()) }
        let peak = Double(model.peakScratchBytes)
        let predicted = plan.batches.stages.map { batch in
            TrainingMemory(
                configuration: model.configuration, storage: plan.storage, lora: settings.lora,
                rows: batch.rows, labelCount: batch.labelCount,
                activationBudget: model.activationBudget, threadCount: 1)
        }
        let step = Double(predicted.map(\.step).max() ?? 0)
        #expect(step >= peak)
        #expect(step <= 1.15 * peak)
    }

    @Test func everyStageCountsAndTheLargestDecides() throws {
        let memory = try SmallProject().plan().memory(threadCount: 1)
        #expect(memory.stages.map(\.index) == [0, 1, 2])
        #expect(memory.largest?.index == 0)
        #expect(memory.stages[0].rows > memory.stages[2].rows)
        #expect(memory.total == memory.stages[0].total)
        #expect(memory.stages.allSatisfy { $0.total >= $0.training.total })
        #expect(memory.recomputedLayerCount == 0)
    }

    @Test func aLowBudgetComputesLayersTwice() throws {
        let project = try SmallProject()
        try project.replace(
            in: "project.yaml", "  rank: 4\n",
            with: "  rank: 4\n  activation_memory_gb: 0.001\n  precision: float32\n")
        let memory = try project.plan().memory(threadCount: 1)
        #expect(memory.recomputedLayerCount == 1)
        #expect(
            memory.text(layerCount: 1)
                == "about \(ByteText.text(memory.total)) predicted; activations may take "
                + "1.0 MB, so that 1 of 1 layers are computed twice.")
    }

    @Test func aPlanThatIsNotMadeReadyHasTheSameBatches() throws {
        let project = try SmallProject()
        let prepared = try project.prepared()
        let plan = try prepared.plan(prepared.project.file.schedule.schedule)
        #expect(try RunBatches(prepared, plan) == project.plan().batches)
    }

    @Test func tooLittleMemoryIsRefusedWithWhatToDo() throws {
        let memory = try SmallProject().plan().memory(threadCount: 1)
        try memory.check(available: nil)
        try memory.check(available: memory.total)
        let error = #expect(throws: RunControlError.self) {
            try memory.check(available: memory.total - 1)
        }
        guard case .notEnoughMemory(let shortage) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(shortage.stage == 0)
        #expect(shortage.needed == memory.total)
        #expect(shortage.rows == memory.stages[0].rows)
    }

    @Test func theRefusalSaysWhatWhereAndWhatToDo() {
        var shortage = MemoryShortage(
            stage: 1, needed: 5_320_000_000, available: 3_100_000_000, weights: 4_100_000_000,
            step: 1_080_000_000, rows: 4312, batchSize: 8, hasNativeBase: true,
            activationBudget: 2_147_483_648)
        #expect(
            RunControlError.notEnoughMemory(shortage).description
                == "Stage 1 needs about 5.3 GB of memory, but only 3.1 GB is available: the base "
                + "takes 4.1 GB, a step 1.1 GB (4312 tokens in a batch of 8). Shorten the "
                + "template, lower training.batch_size (now 8), set training.base to int8, lower "
                + "training.activation_memory_gb (now 2.15), or close other programs. "
                + "\"promptintern train --ignore-memory\" starts regardless.")
        shortage.batchSize = 1
        shortage.hasNativeBase = false
        #expect(
            shortage.advice
                == "Shorten the template, lower training.activation_memory_gb (now 2.15), or "
                + "close other programs.")
    }

    @Test func availableMemoryIsReadFromTheSystemsText() {
        #expect(
            MachineMemory.availableBytes(in: "MemTotal: 9 kB\nMemAvailable:   12 kB\n") == 12_288)
        #expect(MachineMemory.availableBytes(in: "MemTotal: 9 kB\n") == nil)
    }
}
