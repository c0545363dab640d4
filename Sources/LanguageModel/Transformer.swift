import Foundation
import Kernels

/// A decoder with an optional adapter: forward, backward and generation by hand.
///
/// One thread at a time may use a transformer; it spreads its work over `compute`'s pool itself.
package final class Transformer {
    package let configuration: ModelConfiguration
    package let storage: EngineStorage
    package let compute: Compute
    /// The base's own values, where it is to be trained itself; nil for a frozen one.
    package let parameters: ParameterSet?
    /// The adapter in use; nil computes the base alone.
    package var adapter: LoRAAdapter? {
        didSet { for projection in projections { projection.setAdapter(adapter) } }
    }
    /// Bytes of activations that a training step may keep; beyond, layers are computed again.
    package var activationBudget = Transformer.defaultActivationBudget

    /// Enough for what a laptop trains, and small beside its memory.
    package static let defaultActivationBudget = 2_600 << 20

    let layers: [DecoderLayer]
    let embedding: TokenTable
    /// The output head: the embedding's own where they are tied.
    let head: TokenTable
    let finalNormWeight: FloatBuffer
    let rotary: RotaryEmbedding
    let attention: Attention
    let attentionShape: AttentionShape
    let arena = Arena()
    /// Where a layer's quantised weights are widened.
    let expansion: WeightExpansion
    /// Where a step's time goes; counts only while somebody asks.
    package let clock = StepClock()

    private let projections: [FusedProjection]

    /// A base with values in memory, in 32-bit floats, which may be trained itself.
    ///
    /// - Parameters:
    ///   - configuration: the shape.
    ///   - parameters: the values, read anew before each step.
    ///   - adapter: to begin with.
    ///   - storage: what it is computed in; the values themselves stay floats.
    ///   - compute: threads and products.
    package convenience init(
        configuration: ModelConfiguration, parameters: ParameterSet, adapter: LoRAAdapter? = nil,
        storage: EngineStorage = .float32, compute: Compute
    ) {
        do {
            try self.init(
                configuration: configuration, storage: storage, fill: .read(parameters.read),
                parameters: parameters, adapterRank: adapter?.configuration.rank ?? 0,
                compute: compute)
        } catch {
            preconditionFailure("A parameter set has every tensor of its configuration: \(error)")
        }
        setAdapter(adapter)
    }

    /// A frozen base from a checkpoint, read one tensor after the other.
    ///
    /// - Parameters:
    ///   - configuration: the shape.
    ///   - storage: how it is held.
    ///   - source: the checkpoint, opened with that configuration.
    ///   - adapterRank: of an adapter to come; without room left for one, it takes a copy.
    ///   - compute: threads and products.
    /// - Throws: `ModelError`, `SafetensorsError`.
    package convenience init(
        configuration: ModelConfiguration, storage: EngineStorage, source: CheckpointSource,
        adapterRank: Int = 0, compute: Compute
    ) throws {
        try self.init(
            configuration: configuration, storage: storage, fill: .read(source.readFloats),
            parameters: nil, adapterRank: adapterRank, compute: compute)
        source.releasePages()
    }

    /// A frozen base of noise: for benchmarks.
    package convenience init(
        random configuration: ModelConfiguration, storage: EngineStorage, seed: UInt64,
        adapterRank: Int = 0, compute: Compute
    ) throws {
        try self.init(
            configuration: configuration, storage: storage,
            fill: .random(deviation: 0.02, seed: seed), parameters: nil, adapterRank: adapterRank,
            compute: compute)
    }

    private init(
        configuration: ModelConfiguration, storage: EngineStorage, fill: WeightFill,
        parameters: ParameterSet?, adapterRank: Int, compute: Compute
    ) throws {
        self.configuration = configuration
        self.storage = storage
        self.parameters = parameters
        self.compute = compute
        let building = WeightBuilding(fill: fill, compute: compute, adapterRank: adapterRank)
        func table(_ name: String) throws -> TokenTable {
            try TokenTable(
                name, vocabularySize: configuration.vocabularySize,
                width: configuration.hiddenSize, storage: storage, building: building)
        }
        embedding = try table(DecoderParameters.embedding)
        layers = try (0..<configuration.layerCount).map {
            try DecoderLayer(
                $0, configuration: configuration, storage: storage, building: building)
        }
        finalNormWeight = try fill.vector(
            DecoderParameters.finalNorm, count: configuration.hiddenSize)
        head =
            configuration.tiesEmbeddings ? embedding : try table(DecoderParameters.head)
        rotary = RotaryEmbedding(
            headWidth: configuration.headWidth,
            frequencies: configuration.ropeScaling.frequencies(
                headWidth: configuration.headWidth, theta: configuration.ropeTheta,
                contextLength: configuration.contextLength),
            attentionFactor: configuration.ropeScaling.attentionFactor)
        attentionShape = AttentionShape(
            headCount: configuration.headCount,
            keyValueHeadCount: configuration.keyValueHeadCount, headWidth: configuration.headWidth)
        attention = Attention(
            shape: attentionShape, backend: compute.backend, scratch: compute.scratch)
        projections = layers.flatMap(\.projections)
        expansion = WeightExpansion(isNeeded: storage.isQuantised)
    }

    private func setAdapter(_ adapter: LoRAAdapter?) { self.adapter = adapter }

    /// Bytes of the weights in memory, the adapter's borders included.
    package var weightByteCount: Int {
        projections.reduce(0) { $0 + $1.byteCount } + embedding.byteCount
            + (configuration.tiesEmbeddings ? 0 : head.byteCount)
    }

    /// Bytes of scratch memory that the largest batch so far needed.
    package var peakScratchBytes: Int { arena.peakByteCount }

    // MARK: Values from outside

    /// Brings the adapter's and a trained base's present values to where products read them.
    func synchronise() {
        if let parameters {
            do {
                try reload(.read(parameters.read))
            } catch {
                preconditionFailure("A parameter set has every tensor: \(error)")
            }
        }
        guard let adapter else { return }
        compute.pool.run(partCount: projections.count) { projections[$0].synchronise(adapter) }
    }

    private func reload(_ fill: WeightFill) throws {
        try embedding.load(DecoderParameters.embedding, fill, on: compute)
        if !configuration.tiesEmbeddings {
            try head.load(DecoderParameters.head, fill, on: compute)
        }
        finalNormWeight.copy(
            from: try fill.vector(DecoderParameters.finalNorm, count: finalNormWeight.count))
        for layer in layers { try layer.reload(fill, on: compute) }
    }

    var finalNorm: RMSNorm {
        RMSNorm(
            width: configuration.hiddenSize, epsilon: configuration.rmsNormEpsilon,
            weight: finalNormWeight.pointer)
    }

    /// Copies the rows of the tokens' embeddings and clears what is left up to `rows`.
    func embed(_ tokens: some Collection<Int32>, into output: Matrix, rows: Int) {
        for (row, token) in tokens.enumerated() {
            embedding.copyRow(token, into: output.from(row: row).floats)
        }
        output.from(row: tokens.count).clear(
            rows: rows - tokens.count, width: configuration.hiddenSize)
    }
}

extension ParameterSet {
    /// Copies a tensor's values.
    /// - Throws: `ModelError.missingTensor`.
    func read(_ name: String, into target: UnsafeMutablePointer<Float>) throws {
        guard let entry = entry(name) else {
            throw ModelError.missingTensor(path: "the parameters in memory", tensor: name)
        }
        target.update(from: pointer(entry), count: entry.count)
    }
}

extension DecoderLayer {
    /// Reads the layer's values again, where the base itself is trained.
    func reload(_ fill: WeightFill, on compute: Compute) throws {
        attentionNormWeight.copy(
            from: try fill.vector(
                DecoderParameters.attentionNorm(index), count: attentionNormWeight.count))
        feedForwardNormWeight.copy(
            from: try fill.vector(
                DecoderParameters.feedForwardNorm(index), count: feedForwardNormWeight.count))
        for projection in projections {
            for part in projection.parts { try projection.loadDense(part, fill, on: compute) }
        }
    }
}
