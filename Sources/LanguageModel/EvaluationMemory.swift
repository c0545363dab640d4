import Kernels

/// What measuring a model takes beside its weights: losses of a batch, and a cache for answers.
package struct EvaluationMemory: Sendable, Equatable {
    /// Scratch of the forward pass over the largest batch.
    package var forward: Int
    /// Keys and values of the prompts that are answered together.
    package var cache: Int

    /// - Parameters:
    ///   - configuration: the base.
    ///   - storage: how it is held.
    ///   - lora: the adapter.
    ///   - rows: unique tokens of the largest batch; 0 where nothing is measured.
    ///   - labelCount: its labels.
    ///   - cachedCount: tokens of the prompts that are answered together, and of their answers.
    package init(
        configuration: ModelConfiguration, storage: EngineStorage, lora: LoRAConfiguration,
        rows: Int, labelCount: Int, cachedCount: Int
    ) {
        guard rows > 0 else {
            forward = 0
            cache = 0
            return
        }
        let shape = LayerShape.largest(
            of: (0..<configuration.layerCount).map {
                LayerShape(
                    layer: $0, configuration: configuration, precision: storage.precision,
                    lora: lora)
            })
        let padded = RowBlocks.padded(rows)
        let arena = Arena(measuresOnly: true)
        _ = arena.takeMatrix(rows: padded, width: configuration.hiddenSize, .float32)
        _ = LayerActivations(rows: padded, extent: .attention, shape: shape, arena: arena)
        _ = HeadMemory(
            labelCount: labelCount, configuration: configuration, precision: storage.precision,
            needsGradients: false, arena: arena)
        forward = arena.peakByteCount
        cache =
            2 * configuration.layerCount * cachedCount * configuration.keyValueWidth
            * storage.precision.byteCount
    }
}
