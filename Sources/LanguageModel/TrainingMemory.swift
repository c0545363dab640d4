import Kernels

/// What a training will take of the machine's memory, told before any weights are loaded.
package struct TrainingMemory: Sendable, Equatable {
    /// The base with the adapter at its borders, and the room to widen a layer's quantised weights.
    package var weights: Int
    /// The adapter's values, gradients and both moments.
    package var adapter: Int
    /// What a step keeps between its two passes, and its scratch.
    package var step: Int
    /// Scratch of the threads.
    package var threads: Int
    /// Layers of which a part is computed a second time, so that a step keeps to its budget.
    package var recomputedLayerCount: Int

    /// The program itself: code, tokenizer, history.
    private static let programBytes = 60 << 20

    package var total: Int { weights + adapter + step + threads + Self.programBytes }

    /// - Parameters:
    ///   - configuration: the base.
    ///   - storage: how it is held.
    ///   - lora: the adapter.
    ///   - rows: unique tokens of the largest batch.
    ///   - labelCount: its labels.
    ///   - activationBudget: bytes a step may keep.
    ///   - threadCount: threads of the pool.
    package init(
        configuration: ModelConfiguration, storage: EngineStorage, lora: LoRAConfiguration,
        rows: Int, labelCount: Int, activationBudget: Int, threadCount: Int
    ) {
        let shapes = (0..<configuration.layerCount).map {
            LayerShape(
                layer: $0, configuration: configuration, precision: storage.precision, lora: lora)
        }
        let padded = RowBlocks.padded(rows)
        let extents = StepMemory.extents(
            rows: padded, labelCount: labelCount, shapes: shapes, budget: activationBudget)
        step = StepMemory.byteCount(
            rows: padded, labelCount: labelCount, shapes: shapes, extents: extents)
        recomputedLayerCount = extents.count { $0 != .everything }
        let parameterCount = LoRAAdapter.tensors(lora, for: configuration).reduce(0) {
            $0 + $1.shape.reduce(1, *)
        }
        adapter = parameterCount * 4 * MemoryLayout<Float>.stride
        weights = Self.weightBytes(configuration, storage, shapes, rank: lora.rank)
        let largest = LayerShape.largest(of: shapes)
        threads =
            threadCount * Self.threadBytes(largest, rows: RowBlocks.largestBlock(of: padded))
    }

    private static func weightBytes(
        _ configuration: ModelConfiguration, _ storage: EngineStorage, _ shapes: [LayerShape],
        rank adapterRank: Int
    ) -> Int {
        let hidden = configuration.hiddenSize
        let tables = configuration.tiesEmbeddings ? 1 : 2
        var total =
            tables
            * storage.weights.byteCount(rows: configuration.vocabularySize, width: hidden)
        var widened = 0
        for shape in shapes {
            let width = shape.feedForwardWidth
            let experts = shape.mixture?.expertCount ?? 1
            // Every projection leaves room for a pair, whether it gets one or not.
            let groups = [
                (shape.fusedWidth, hidden, 3 * adapterRank, 1),
                (hidden, shape.queryWidth, adapterRank, 1),
                (2 * width, hidden, 2 * adapterRank, experts),
                (hidden, width, adapterRank, experts),
            ]
            var layer = 0
            for (outputs, inputs, rank, count) in groups {
                let bordered = (outputs + rank) * (inputs + rank) * storage.precision.byteCount
                if storage.isQuantised {
                    total += count * storage.weights.byteCount(rows: outputs, width: inputs)
                    total += count * rank * (inputs + outputs) * storage.precision.byteCount
                    layer += bordered
                } else {
                    total += count * bordered
                }
            }
            widened = max(widened, layer)
        }
        return total + widened
    }

    /// The largest piece of scratch that a thread asks for: attention's backward pass, or a block
    /// of rows.
    private static func threadBytes(_ shape: LayerShape, rows: Int) -> Int {
        let block = rows * (shape.hidden + 3 * shape.feedForwardWidth + shape.fusedWidth)
        let tile = Attention.tileKeys * (256 * 3 + 4 * shape.configuration.headWidth)
        return max(block, tile) * MemoryLayout<Float>.stride
    }
}
