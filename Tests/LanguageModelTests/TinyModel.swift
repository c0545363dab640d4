import Kernels
import LanguageModel

/// Small random models with explicit seeds.
enum TinyModel {
    static let configuration = ModelConfiguration(
        vocabularySize: 29, hiddenSize: 24, intermediateSize: 40, layerCount: 2, headCount: 4,
        keyValueHeadCount: 2, headWidth: 8, contextLength: 2_048, tiesEmbeddings: false)

    /// Weights large enough that every part of the model matters.
    static func make(
        _ configuration: ModelConfiguration = configuration, adapter: LoRAAdapter? = nil,
        threadCount: Int = 2, seed: UInt64 = 1
    ) -> Transformer {
        Transformer(
            configuration: configuration,
            parameters: DecoderParameters.random(configuration, deviation: 0.3, seed: seed),
            adapter: adapter, compute: Compute(threadCount: threadCount))
    }

    /// An adapter whose B is not zero, so that it changes something.
    static func adapter(
        _ configuration: ModelConfiguration = configuration, rank: Int = 3,
        modules: [ProjectionModule] = ProjectionModule.allCases, seed: UInt64 = 2
    ) -> LoRAAdapter {
        adapter(
            LoRAConfiguration(rank: rank, alpha: 4, targetModules: modules), configuration,
            seed: seed)
    }

    static func adapter(
        _ lora: LoRAConfiguration, _ configuration: ModelConfiguration = configuration,
        seed: UInt64 = 2
    ) -> LoRAAdapter {
        let adapter = LoRAAdapter(lora, for: configuration, seed: seed)
        var random = SeededGenerator(seed: seed &+ 100)
        for index in 0..<adapter.parameters.count {
            adapter.parameters.values.pointer[index] += 0.2 * random.normal()
        }
        return adapter
    }

    static func tokens(_ count: Int, seed: UInt64, below bound: Int = 29) -> [Int32] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Int32(random.index(below: bound)) }
    }

    /// Records that share beginnings of random lengths, in the way prompts do.
    static func records(seed: UInt64, below bound: Int = 29) -> [TokenSequence] {
        var random = SeededGenerator(seed: seed)
        func words(_ count: Int) -> [Int32] {
            (0..<count).map { _ in Int32(random.index(below: bound)) }
        }
        let templates = (0..<2).map { _ in words(5 + random.index(below: 40)) }
        let examples = (0..<3).map { _ in words(random.index(below: 30)) }
        var records: [TokenSequence] = []
        for _ in 0..<2 + random.index(below: 6) {
            let prompt =
                templates[random.index(below: 2)] + examples[random.index(below: 3)]
                + words(1 + random.index(below: 12))
            let answer = words(random.index(below: 5))
            records.append(TokenSequence(tokens: prompt + answer, promptCount: prompt.count))
            // The same prompt again, with another answer or even the same one.
            if random.index(below: 3) == 0 {
                records.append(
                    TokenSequence(
                        tokens: prompt + words(random.index(below: 4)), promptCount: prompt.count))
            }
        }
        return records
    }
}

/// The norm of the difference of two blocks as a share of the second's norm.
func relativeDifference(_ found: some Collection<Float>, _ expected: some Collection<Float>)
    -> Double
{
    precondition(found.count == expected.count)
    var (difference, norm) = (0.0, 0.0)
    for (a, b) in zip(found, expected) {
        difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
        norm += Double(b) * Double(b)
    }
    return (difference / max(norm, 1e-30)).squareRoot()
}

/// The values of one tensor in a block.
func slice(_ block: FloatBuffer, _ entry: ParameterSet.Entry) -> [Float] {
    Array(block.values[entry.offset..<entry.offset + entry.count])
}
