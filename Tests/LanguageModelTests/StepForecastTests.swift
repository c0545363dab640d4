import Kernels
import Testing

@testable import LanguageModel

/// Memory and cost of a step, told before anything is computed.
@Suite struct StepForecastTests {
    // MARK: Memory

    @Test(arguments: ModelFamily.allCases, EngineStorage.all)
    func moreOfAnythingTakesNoLess(_ family: ModelFamily, _ storage: EngineStorage) {
        let configuration = TinyFamilies.configuration(family)
        func memory(
            rows: Int = 300, labels: Int = 50, rank: Int = 8, budget: Int = 700_000,
            threads: Int = 2, modules: [ProjectionModule] = ProjectionModule.allCases
        ) -> TrainingMemory {
            TrainingMemory(
                configuration: configuration, storage: storage,
                lora: LoRAConfiguration(rank: rank, targetModules: modules), rows: rows,
                labelCount: labels, activationBudget: budget, threadCount: threads)
        }
        func expectRising(_ memories: [TrainingMemory], _ what: String) {
            for (less, more) in zip(memories, memories.dropFirst()) {
                #expect(less.total <= more.total, "\(storage.name): \(what)")
            }
        }
        let sizes = [1, 2, 4, 16, 64, 300]
        // With nothing kept that can be computed again, and with everything.
        for budget in [0, 1 << 40] {
            expectRising(sizes.map { memory(rows: $0 * 10, budget: budget) }, "rows")
            expectRising(sizes.map { memory(labels: $0, budget: budget) }, "labels")
            expectRising(sizes.map { memory(rank: $0, budget: budget) }, "rank")
        }
        expectRising((0..<40).map { memory(budget: $0 * 50_000) }, "budget")
        expectRising(sizes.map { memory(threads: $0) }, "threads")
        expectRising([memory(modules: [.query]), memory(modules: [.query, .gate])], "modules")
        #expect(memory(budget: 1 << 40).step <= 1 << 40)
        let all = memory()
        #expect(all.total > all.weights + all.adapter + all.step + all.threads)
    }

    /// Widths whose bordered rows need no padding: what is foretold is then what is there.
    @Test(arguments: EngineStorage.all)
    func weightsTakeWhatWasForetold(_ storage: EngineStorage) throws {
        let models = FamilyModels(
            ModelConfiguration(
                vocabularySize: 40, hiddenSize: 64, intermediateSize: 96, layerCount: 2,
                headCount: 4, keyValueHeadCount: 2, headWidth: 16, contextLength: 64,
                tiesEmbeddings: false))
        let lora = LoRAConfiguration(rank: 32)
        let model = try models.make(storage, adapter: models.adapter(lora))
        let memory = TrainingMemory(
            configuration: models.configuration, storage: storage, lora: lora, rows: 10,
            labelCount: 5, activationBudget: 0, threadCount: 1)
        // A layer of quantised weights is widened beside them.
        let bordered = [
            (128 + 96) * (64 + 96), (64 + 32) * (64 + 32), (192 + 64) * (64 + 64),
            (64 + 32) * (96 + 32),
        ].reduce(0, +)
        let widened = storage.isQuantised ? bordered * storage.precision.byteCount : 0
        #expect(memory.weights == model.weightByteCount + widened)
        #expect(memory.adapter == 16 * (model.adapter?.parameters.count ?? 0))
    }

    // MARK: Cost

    /// Two layers, worked out by hand.
    @Test func costIsThatOfAHandCountedExample() {
        var configuration = ModelConfiguration(
            vocabularySize: 10, hiddenSize: 4, intermediateSize: 6, layerCount: 2, headCount: 2,
            keyValueHeadCount: 1, headWidth: 2, contextLength: 16)
        // Three shared tokens, then two and one of their own; three labels.
        var forest = SegmentForest()
        let root = forest.append([1, 2, 3], under: nil)
        _ = forest.append([4, 5], under: root)
        _ = forest.append([6], under: root)
        for row in [3, 4, 5] { forest.append(.init(row: row, target: 1)) }
        let lora = LoRAConfiguration(rank: 2, targetModules: [.query, .down], layers: [1])
        let cost = StepCost(forest, configuration: configuration, lora: lora)
        // Query 4·4, key 4·2, value 4·2, output 4·4, gate, up and down 4·6 each: 120 a layer.
        #expect(cost.projections == 4 * 6 * 120 * 2)
        // In one layer, a rank of 2 beside 4 + 4 and 6 + 4.
        #expect(cost.lowRank == 6 * 6 * 2 * (8 + 10))
        // 1 + 2 + 3 pairs in the root, 4 + 5 and 4 under it: 19, each 12 times a width of 4.
        #expect(cost.attention == 12 * 4 * 19 * 2)
        #expect(cost.head == 4 * 3 * 4 * 10)
        #expect(cost.total == cost.projections + cost.lowRank + cost.attention + cost.head)

        // A window of two in the second layer: 1 + 2 + 2, then 2 + 2 and 2.
        configuration.slidingWindow = 2
        configuration.slidingLayers = [false, true]
        let windowed = StepCost(forest, configuration: configuration, lora: lora)
        #expect(windowed.attention == 12 * 4 * (19 + 11))

        // Two of three experts of width 5 in the second layer: 3 · 4 · 5 each.
        configuration.family = .qwen3MoE
        configuration.mixture = MixtureConfiguration(
            expertCount: 3, expertsPerToken: 2, expertIntermediateSize: 5,
            routing: .softmaxOverAll, denseLayers: [0])
        let sparse = StepCost(forest, configuration: configuration, lora: lora)
        #expect(sparse.projections == 4 * 6 * (120 + 48 + 2 * 60))
        #expect(sparse.lowRank == 6 * 6 * 2 * (8 + 2 * (5 + 4)))
    }
}
