import Kernels
import LanguageModel
import Testing

/// A forest computes exactly what one record after the other does.
@Suite struct ForestParityTests {
    /// Losses in the order of rows' contexts differ between layouts, so they are compared sorted.
    private func losses(_ model: Transformer, _ forests: [SegmentForest]) -> [Float] {
        forests.flatMap { $0.labels.isEmpty ? [] : model.losses($0) }.sorted()
    }

    /// The base's own parameters, of the shapes that are trained themselves.
    private func parameters(_ model: Transformer) -> ParameterSet? {
        let configuration = model.configuration
        let isTrained =
            configuration.mixture == nil && configuration.biasedModules.isEmpty
            && !configuration.hasQueryKeyNorm
        return isTrained ? model.parameters : nil
    }

    private func gradients(
        _ model: Transformer, _ forests: [SegmentForest]
    ) -> (loss: Double, adapter: FloatBuffer?, base: FloatBuffer?) {
        let adapter = model.adapter?.parameters.makeCompanion()
        let base = parameters(model)?.makeCompanion()
        var loss = 0.0
        for forest in forests where !forest.labels.isEmpty {
            loss +=
                model.accumulateGradients(
                    forest, scale: 0.25, into: GradientTarget(base: base, adapter: adapter)
                ).objective
        }
        return (loss, adapter, base)
    }

    private func compare(_ model: Transformer, _ records: [TokenSequence], _ what: String) {
        let shared = [SegmentForest(records)]
        let plain = records.map { SegmentForest([$0], sharing: false) }
        let (found, expected) = (losses(model, shared), losses(model, plain))
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) {
            #expect(abs(a - b) <= 1e-4 * abs(b) + 1e-6, "\(what)")
        }
        let (forest, alone) = (gradients(model, shared), gradients(model, plain))
        #expect(abs(forest.loss - alone.loss) <= 1e-4 * alone.loss, "\(what)")
        if let own = forest.base, let other = alone.base {
            for entry in parameters(model)?.entries ?? [] {
                let difference = relativeDifference(slice(own, entry), slice(other, entry))
                #expect(difference < 1e-4, "\(what): \(entry.name)")
            }
        }
        guard let adapter = model.adapter, let own = forest.adapter, let other = alone.adapter
        else { return }
        for entry in adapter.parameters.entries {
            let difference = relativeDifference(slice(own, entry), slice(other, entry))
            #expect(difference < 1e-4, "\(what): \(entry.name)")
        }
    }

    #if DEBUG
        private static let seeds = 0..<3
    #else
        private static let seeds = 0..<60
    #endif

    @Test(arguments: seeds)
    func randomForestsEqualSingleRecords(_ seed: Int) {
        let records = TinyModel.records(seed: UInt64(seed))
        guard records.contains(where: { $0.labelCount > 0 }) else { return }
        compare(
            TinyModel.make(adapter: TinyModel.adapter(), seed: UInt64(seed)), records,
            "seed \(seed)")
    }

    #if DEBUG
        private static let familySeeds = 0..<1
    #else
        private static let familySeeds = 0..<12
    #endif

    /// Windows shorter than the records, experts, biases, norms of heads.
    @Test(arguments: ModelFamily.allCases, familySeeds)
    func everyFamilysForestsEqualSingleRecords(_ family: ModelFamily, _ seed: Int) throws {
        let records = TinyModel.records(seed: UInt64(seed), below: 24)
        guard records.contains(where: { $0.labelCount > 0 }) else { return }
        let models = try FamilyModels(family)
        compare(
            try models.make(adapter: models.adapter(seed: UInt64(seed))), records,
            "\(family), seed \(seed)")
    }

    @Test func aForestOfFourLevelsEqualsSingleRecords() {
        let root = TinyModel.tokens(70, seed: 1)
        var records: [TokenSequence] = []
        for branch in 0..<2 {
            let first = root + TinyModel.tokens(66, seed: UInt64(10 + branch))
            for twig in 0..<2 {
                let second = first + TinyModel.tokens(12, seed: UInt64(20 + 2 * branch + twig))
                for leaf in 0..<3 {
                    let tail = TinyModel.tokens(
                        6, seed: UInt64(100 + 10 * branch + 5 * twig + leaf))
                    records.append(
                        TokenSequence(tokens: second + tail, promptCount: second.count + 3))
                }
            }
        }
        let forest = SegmentForest(records)
        #expect(
            forest.segments.map { forest.chain(forest.segments.firstIndex(of: $0) ?? 0).count }
                .max() == 4)
        compare(TinyModel.make(adapter: TinyModel.adapter()), records, "four levels")
    }

    @Test func tiedHeadAndBaseAloneAreEqualToo() {
        var configuration = TinyModel.configuration
        configuration.tiesEmbeddings = true
        compare(TinyModel.make(configuration), TinyModel.records(seed: 5), "tied")
    }

    @Test func weightsOfLabelsScaleTheirGradients() {
        let model = TinyModel.make(adapter: TinyModel.adapter())
        let tokens = TinyModel.tokens(12, seed: 3)
        func gradient(_ weight: Float, repeats: Int) -> (Double, [Float]) {
            var forest = SegmentForest()
            _ = forest.append(tokens, under: nil)
            for _ in 0..<repeats { forest.append(.init(row: 7, target: 2, weight: weight)) }
            let result = gradients(model, [forest])
            return (result.loss, result.adapter?.copyToArray() ?? [])
        }
        let (twice, once) = (gradient(1, repeats: 2), gradient(2, repeats: 1))
        #expect(abs(twice.0 - once.0) < 1e-5)
        #expect(relativeDifference(twice.1, once.1) < 1e-5)
    }

    @Test(arguments: [2, 3, 4])
    func gradientsAreBitEqualForAnyNumberOfThreads(_ threadCount: Int) {
        let records = TinyModel.records(seed: 7) + TinyModel.records(seed: 8)
        let forest = SegmentForest(records)
        let one = gradients(
            TinyModel.make(adapter: TinyModel.adapter(), threadCount: 1), [forest])
        let more = gradients(
            TinyModel.make(adapter: TinyModel.adapter(), threadCount: threadCount), [forest])
        #expect(one.loss == more.loss)
        #expect(one.adapter?.copyToArray() == more.adapter?.copyToArray())
        #expect(one.base?.copyToArray() == more.base?.copyToArray())
    }
}
