import Kernels
import LanguageModel
import Testing

/// The backward pass against differences of the forward pass.
///
/// The forward pass has single precision: a difference of two losses of about 10 carries an error
/// of about 1e-6, which a step of 1e-2 turns into 1e-4. Directions over whole tensors make the
/// differences large beside that, so 2 % of the value (and 1e-3 absolute for tiny ones) is safe.
@Suite struct GradientTests {
    private static let configuration = ModelConfiguration(
        vocabularySize: 17, hiddenSize: 16, intermediateSize: 24, layerCount: 2, headCount: 4,
        keyValueHeadCount: 2, headWidth: 4, contextLength: 64, tiesEmbeddings: false)

    private static let records = [1, 2, 3].map { seed in
        TokenSequence(
            tokens: TinyModel.tokens(10, seed: 50, below: 17)
                + TinyModel.tokens(6, seed: UInt64(seed), below: 17), promptCount: 13)
    }

    private func loss(_ model: Transformer) -> Double {
        model.losses(SegmentForest(Self.records)).reduce(0) { $0 + Double($1) }
    }

    private func check(_ model: Transformer, _ parameters: ParameterSet, _ gradients: FloatBuffer) {
        var random = SeededGenerator(seed: 77)
        for entry in parameters.entries {
            let values = parameters.pointer(entry)
            let before = slice(parameters.values, entry)
            let direction = (0..<entry.count).map { _ in random.normal() }
            let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let step: Float = 1e-2
            func moved(_ sign: Float) -> Double {
                for index in 0..<entry.count {
                    values[index] = before[index] + sign * step * direction[index] / length
                }
                return loss(model)
            }
            let difference = (moved(1) - moved(-1)) / Double(2 * step)
            for index in 0..<entry.count { values[index] = before[index] }
            let product = zip(slice(gradients, entry), direction).reduce(0) {
                $0 + Double($1.0) * Double($1.1 / length)
            }
            #expect(
                abs(product - difference) <= 0.02 * abs(difference) + 1e-3,
                "\(entry.name): \(product) for \(difference)")
        }
    }

    @Test func adapterGradientMatchesFiniteDifferences() {
        let adapter = TinyModel.adapter(Self.configuration)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        let gradients = adapter.parameters.makeCompanion()
        let total = model.accumulateGradients(
            SegmentForest(Self.records), scale: 1, into: GradientTarget(adapter: gradients)
        ).objective
        #expect(abs(total - loss(model)) < 1e-4)
        check(model, adapter.parameters, gradients)
    }

    @Test(arguments: [true, false])
    func baseGradientMatchesFiniteDifferences(_ tiesEmbeddings: Bool) throws {
        var configuration = Self.configuration
        configuration.tiesEmbeddings = tiesEmbeddings
        let model = TinyModel.make(configuration, adapter: TinyModel.adapter(configuration))
        let parameters = try #require(model.parameters)
        let gradients = parameters.makeCompanion()
        _ = model.accumulateGradients(
            SegmentForest(Self.records), scale: 1, into: GradientTarget(base: gradients))
        check(model, parameters, gradients)
    }

    @Test(arguments: ProjectionModule.allCases)
    func eachModuleAloneCanBeAdapted(_ module: ProjectionModule) {
        let adapter = TinyModel.adapter(Self.configuration, modules: [module])
        #expect(adapter.parameters.entries.count == 4)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        let gradients = adapter.parameters.makeCompanion()
        _ = model.accumulateGradients(
            SegmentForest(Self.records), scale: 1, into: GradientTarget(adapter: gradients))
        check(model, adapter.parameters, gradients)
    }

    @Test func freshAdapterChangesNothing() {
        let model = TinyModel.make(Self.configuration)
        let before = model.losses(SegmentForest(Self.records))
        model.adapter = LoRAAdapter(.init(rank: 4), for: Self.configuration, seed: 3)
        #expect(model.losses(SegmentForest(Self.records)) == before)
        model.adapter = TinyModel.adapter(Self.configuration)
        #expect(model.losses(SegmentForest(Self.records)) != before)
        model.adapter = nil
        #expect(model.losses(SegmentForest(Self.records)) == before)
    }

    @Test func gradientsAreAddedToWhatIsThere() {
        let adapter = TinyModel.adapter(Self.configuration)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        let forest = SegmentForest(Self.records)
        let (once, twice) = (
            adapter.parameters.makeCompanion(), adapter.parameters.makeCompanion()
        )
        _ = model.accumulateGradients(forest, scale: 1, into: GradientTarget(adapter: once))
        for _ in 0..<2 {
            _ = model.accumulateGradients(forest, scale: 0.5, into: GradientTarget(adapter: twice))
        }
        #expect(relativeDifference(twice.copyToArray(), once.copyToArray()) < 1e-6)
    }
}
