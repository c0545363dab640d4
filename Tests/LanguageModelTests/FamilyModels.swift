import Foundation
import Kernels
import LanguageModel
import TestSupport

/// A tiny model of one family, held in any storage, with every parameter away from its start.
final class FamilyModels {
    let configuration: ModelConfiguration
    let parameters: ParameterSet
    /// The checkpoint that storages other than single precision are read from.
    private var folder: TemporaryFolder?

    convenience init(_ family: ModelFamily, seed: UInt64 = 1) throws {
        self.init(TinyFamilies.configuration(family), seed: seed)
    }

    init(_ configuration: ModelConfiguration, deviation: Float = 0.3, seed: UInt64 = 1) {
        self.configuration = configuration
        parameters = DecoderParameters.random(configuration, deviation: deviation, seed: seed)
        // Norms begin at one and biases at zero, which would hide where they are left out.
        var random = SeededGenerator(seed: seed &+ 50)
        for entry in parameters.entries where entry.shape.count == 1 {
            let values = parameters.pointer(entry)
            for index in 0..<entry.count { values[index] += 0.2 * random.normal() }
        }
    }

    /// A model with these parameters, or with others of the same shapes.
    func make(
        _ storage: EngineStorage = .float32, adapter: LoRAAdapter? = nil, threadCount: Int = 2,
        parameters other: ParameterSet? = nil
    ) throws -> Transformer {
        let compute = Compute(threadCount: threadCount)
        if storage == .float32 {
            return Transformer(
                configuration: configuration, parameters: other ?? parameters, adapter: adapter,
                compute: compute)
        }
        let source = try CheckpointSource(folder: checkpoint(), configuration: configuration)
        let model = try Transformer(
            configuration: configuration, storage: storage, source: source,
            adapterRank: adapter?.configuration.rank ?? 0, compute: compute)
        model.adapter = adapter
        return model
    }

    private func checkpoint() throws -> URL {
        if let folder { return folder.url }
        let made = try TemporaryFolder()
        try ModelFolderWriter.write(parameters, configuration, type: .float32, to: made.url)
        folder = made
        return made.url
    }

    func adapter(
        _ lora: LoRAConfiguration = LoRAConfiguration(rank: 3, alpha: 4), seed: UInt64 = 2
    ) -> LoRAAdapter {
        TinyModel.adapter(lora, configuration, seed: seed)
    }

    /// Three records under one beginning, longer than every tiny window.
    func records(seed: UInt64 = 50) -> [TokenSequence] {
        (0..<3).map { index in
            TokenSequence(
                tokens: tokens(14, seed: seed) + tokens(6, seed: seed + 1 + UInt64(index)),
                promptCount: 17)
        }
    }

    func tokens(_ count: Int, seed: UInt64) -> [Int32] {
        TinyModel.tokens(count, seed: seed, below: configuration.vocabularySize)
    }
}

extension EngineStorage {
    /// Of every kind, quantised ones in both precisions.
    static let all: [EngineStorage] = [
        .float32, .bfloat16, EngineStorage(weights: .int8, precision: .bfloat16),
        EngineStorage(weights: .int8, precision: .float32),
        EngineStorage(weights: .int4, precision: .bfloat16),
        EngineStorage(weights: .int4, precision: .float32),
    ]
}

extension Transformer {
    /// One step's gradients of the adapter, and its loss.
    func adapterGradients(
        _ forest: SegmentForest, scale: Float = 1, dropoutSeed: UInt64? = nil
    ) -> (loss: Double, values: FloatBuffer) {
        guard let adapter else { return (0, FloatBuffer(count: 0)) }
        let gradients = adapter.parameters.makeCompanion()
        let loss = accumulateGradients(
            forest, scale: scale, into: GradientTarget(adapter: gradients),
            dropoutSeed: dropoutSeed
        ).objective
        return (loss, gradients)
    }

    /// Logits of the last token of plain sequences, with nothing cached.
    func fullLogits(_ tokens: [Int32]) -> [Float] {
        var forest = SegmentForest()
        _ = forest.append(tokens, under: nil)
        return logits(forest, rows: [tokens.count - 1])
    }
}
