import Kernels

extension Transformer {
    /// Prompt tokens computed at once; bounds scratch memory for long prompts.
    private static let prefillRows = 512

    /// Computes new tokens behind the cache's and returns the logits after the last one.
    /// - Throws: `ModelError.contextExceeded` where the cache is full.
    package func extend(
        _ cache: KeyValueCache, with tokens: some RandomAccessCollection<Int32>
    ) throws -> [Float] {
        precondition(!tokens.isEmpty)
        guard cache.count + tokens.count <= cache.capacity else {
            throw ModelError.contextExceeded(
                tokens: cache.count + tokens.count, limit: cache.capacity)
        }
        var rest = tokens[...]
        var logits: [Float] = []
        while !rest.isEmpty {
            let block = rest.prefix(Self.prefillRows)
            rest = rest.dropFirst(block.count)
            logits = extendBlock(cache, with: Array(block), wantsLogits: rest.isEmpty)
        }
        return logits
    }

    private func extendBlock(
        _ cache: KeyValueCache, with tokens: [Int32], wantsLogits: Bool
    ) -> [Float] {
        arena.reset()
        let rows = tokens.count
        let hidden = configuration.hiddenSize
        let positions = (0..<rows).map { Int32(cache.count + $0) }
        rotary.prepare(positions: cache.count + rows)
        let plan = AttentionPlan(newRows: rows, after: cache.count)
        let scratch = LayerScratch(rows: rows, configuration: configuration, arena: arena)
        let output = arena.take(rows * hidden)
        embed(tokens, into: output)
        if let first = layers.first {
            var activations = LayerActivations(
                rows: rows, configuration: configuration, layer: first, arena: arena)
            positions.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return }
                for (index, layer) in layers.enumerated() {
                    (activations.keys, activations.values) = cache.end(layer: index)
                    activations.input.update(from: output, count: rows * hidden)
                    forward(
                        layer: layer, activations, rows: rows, positions: start, plan: plan,
                        scratch: scratch, output: output)
                }
            }
        }
        cache.append(tokens)
        guard wantsLogits else { return [] }
        let normalised = arena.take(hidden)
        let scale = arena.take(1)
        finalNorm.forward(
            output + (rows - 1) * hidden, rows: 1, output: normalised, scales: scale, on: compute)
        let size = configuration.vocabularySize
        return [Float](unsafeUninitializedCapacity: size) { buffer, count in
            if let start = buffer.baseAddress { project(normalised, rows: 1, logits: start) }
            count = size
        }
    }
}
