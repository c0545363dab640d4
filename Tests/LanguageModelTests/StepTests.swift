#if !DEBUG
    import Foundation
    import Kernels
    import Testing

    @testable import LanguageModel

    /// What a step computes does not depend on threads or on how much it keeps.
    @Suite struct StepTests {
        private struct Result: Equatable {
            var losses: [Float]
            var loss: Double
            var gradients: [Float]
        }

        private func step(
            _ model: Transformer, _ forest: SegmentForest, dropoutSeed: UInt64? = nil
        ) -> Result {
            let (loss, gradients) = model.adapterGradients(
                forest, scale: 0.25, dropoutSeed: dropoutSeed)
            return Result(
                losses: model.losses(forest), loss: loss, gradients: gradients.copyToArray())
        }

        /// Enough rows for several blocks, in a forest of two levels.
        private func forest(_ models: FamilyModels) -> SegmentForest {
            SegmentForest(
                (0..<5).map { index in
                    TokenSequence(
                        tokens: models.tokens(130, seed: 1)
                            + models.tokens(30 + 4 * index, seed: UInt64(2 + index)),
                        promptCount: 150)
                })
        }

        private static let dropout: Float = 0.1

        private func adapter(_ models: FamilyModels) -> LoRAAdapter {
            models.adapter(LoRAConfiguration(rank: 3, alpha: 4, dropout: Self.dropout))
        }

        // MARK: Threads

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func resultsAreBitEqualForAnyNumberOfThreads(
            _ family: ModelFamily, _ storage: EngineStorage
        ) throws {
            let models = try FamilyModels(family)
            let forest = forest(models)
            for seed in [nil, 4] as [UInt64?] {
                let results = try [1, 2, 3].map { threadCount in
                    step(
                        try models.make(
                            storage, adapter: adapter(models), threadCount: threadCount),
                        forest, dropoutSeed: seed)
                }
                #expect(results[1] == results[0] && results[2] == results[0], "\(storage.name)")
            }
        }

        // MARK: Budget

        /// Every choice of what is kept that budgets between nothing and everything lead to.
        private func extents(
            _ models: FamilyModels, _ storage: EngineStorage, _ forest: SegmentForest
        ) -> [(budget: Int, extents: [LayerActivations.Extent])] {
            let rows = RowBlocks.padded(forest.rowCount)
            let shapes = (0..<models.configuration.layerCount).map {
                LayerShape(
                    layer: $0, configuration: models.configuration, precision: storage.precision,
                    lora: adapter(models).configuration)
            }
            func byteCount(_ extents: [LayerActivations.Extent]) -> Int {
                StepMemory.byteCount(
                    rows: rows, labelCount: forest.labels.count, shapes: shapes, extents: extents)
            }
            let (least, most) = (
                byteCount([.input, .input, .input]),
                byteCount([.everything, .everything, .everything])
            )
            #expect(least < most)
            var found: [(budget: Int, extents: [LayerActivations.Extent])] = []
            for budget in [0] + (0...200).map({ least + (most - least) * $0 / 200 }) {
                let extents = StepMemory.extents(
                    rows: rows, labelCount: forest.labels.count, shapes: shapes, budget: budget)
                #expect(budget == 0 || byteCount(extents) <= budget)
                if extents != found.last?.extents { found.append((budget, extents)) }
            }
            return found
        }

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func gradientsAreBitEqualForAnyBudget(_ family: ModelFamily, _ storage: EngineStorage)
            throws
        {
            let models = try FamilyModels(family)
            let forest = forest(models)
            let choices = extents(models, storage, forest)
            #expect(choices.first?.extents == [.input, .input, .input])
            #expect(choices.last?.extents == [.everything, .everything, .everything])
            #expect(choices.count >= 4)
            #expect(choices.contains { Set($0.extents) == [.input, .attention] })
            #expect(choices.contains { Set($0.extents) == [.attention, .everything] })
            for seed in [nil, 4] as [UInt64?] {
                let results = try choices.map { choice in
                    let model = try models.make(storage, adapter: adapter(models))
                    model.activationBudget = choice.budget
                    return step(model, forest, dropoutSeed: seed)
                }
                for (choice, result) in zip(choices, results) {
                    let isEqual = result == results[results.count - 1]
                    #expect(
                        isEqual, "\(storage.name), \(choice.extents), dropout \(seed ?? 0)")
                }
            }
        }

        // MARK: Memory

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func stepTakesWhatWasForetold(_ family: ModelFamily, _ storage: EngineStorage) throws {
            let models = try FamilyModels(family)
            let forest = forest(models)
            let lora = adapter(models).configuration
            for budget in [0, 600_000, 1 << 30] {
                let model = try models.make(storage, adapter: adapter(models))
                model.activationBudget = budget
                _ = model.adapterGradients(forest, dropoutSeed: 3)
                let memory = TrainingMemory(
                    configuration: models.configuration, storage: storage, lora: lora,
                    rows: forest.rowCount, labelCount: forest.labels.count,
                    activationBudget: budget, threadCount: 2)
                #expect(model.peakScratchBytes == memory.step, "\(storage.name), budget \(budget)")
            }
        }
    }
#endif
