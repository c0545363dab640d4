import Kernels

extension Transformer {
    /// Prompt tokens computed at once; bounds scratch memory for long prompts.
    private static let prefillRows = 1_024

    /// Computes new tokens behind the cache's and returns the logits after the last one.
    /// - Throws: `ModelError.contextExceeded` where the cache is full.
    package func extend(
        _ cache: KeyValueCache, with tokens: some RandomAccessCollection<Int32>
    ) throws -> [Float] {
        precondition(!tokens.isEmpty)
        if tokens.count == 1, let token = tokens.first, cache.count > 0 {
            return try decode([(cache, token)])[0]
        }
        return try prefill([(cache, Array(tokens))])[0]
    }

    /// Computes new tokens behind those of several caches, as many at once as is good.
    ///
    /// - Parameter sequences: caches that differ from each other, each with at least one token.
    /// - Returns: the logits after the last token of each.
    /// - Throws: `ModelError.contextExceeded` where a cache is full.
    package func prefill(_ sequences: [(cache: KeyValueCache, tokens: [Int32])]) throws -> [[Float]]
    {
        for (cache, tokens) in sequences {
            precondition(!tokens.isEmpty)
            guard cache.tokens.count + tokens.count <= cache.capacity else {
                throw ModelError.contextExceeded(
                    tokens: cache.count + tokens.count,
                    limit: cache.prefixCount + cache.capacity)
            }
        }
        synchronise()
        var logits = [[Float]](repeating: [], count: sequences.count)
        var stretches: [Stretch] = []
        var rows = 0
        func compute() {
            for (sequence, result) in run(stretches) { logits[sequence] = result }
            (stretches, rows) = ([], 0)
        }
        for (index, (cache, tokens)) in sequences.enumerated() {
            var rest = tokens[...]
            while !rest.isEmpty {
                let part = rest.prefix(Self.prefillRows - rows)
                rest = rest.dropFirst(part.count)
                stretches.append(
                    Stretch(
                        sequence: index, cache: cache, tokens: Array(part), isLast: rest.isEmpty))
                rows += part.count
                if rows == Self.prefillRows { compute() }
            }
        }
        if !stretches.isEmpty { compute() }
        return logits
    }

    /// New tokens of one cache, as far as they are computed in one pass.
    private struct Stretch {
        let sequence: Int
        let cache: KeyValueCache
        let tokens: [Int32]
        /// Whether the sequence wants logits after them.
        let isLast: Bool
    }

    /// One pass over stretches of different caches.
    private func run(_ stretches: [Stretch]) -> [(sequence: Int, logits: [Float])] {
        arena.reset()
        let count = stretches.reduce(0) { $0 + $1.tokens.count }
        let rows = RowBlocks.padded(count)
        let hidden = configuration.hiddenSize
        var positions: [Int32] = []
        var parts: [AttentionPlan.Part] = []
        for stretch in stretches {
            let first = positions.count
            positions += stretch.tokens.indices.map { Int32(stretch.cache.count + $0) }
            let own = first..<positions.count
            parts.append(
                AttentionPlan.Part(rows: own, context: [own], inherited: stretch.cache.count))
        }
        rotary.prepare(positions: Int(positions.max() ?? 0) + 1)
        positions += [Int32](repeating: 0, count: rows - count)
        let stream = arena.takeMatrix(rows: rows, width: hidden, .float32)
        embed(stretches.flatMap(\.tokens), into: stream, rows: rows)
        positions.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let pass = PassShape(
                rows: rows, positions: start, plan: AttentionPlan(parts, attention: attention))
            runLayers(
                pass, stream: stream,
                inherited: { layer in stretches.map { $0.cache.pieces(layer: layer) } },
                computed: { layer, keys, values in
                    for (stretch, part) in zip(stretches, parts) {
                        stretch.cache.store(
                            layer: layer, keys: keys.from(row: part.rows.lowerBound),
                            values: values.from(row: part.rows.lowerBound),
                            count: part.rows.count)
                    }
                })
        }
        for stretch in stretches { stretch.cache.append(stretch.tokens) }
        let ended = zip(stretches, parts).filter(\.0.isLast)
        let logits = self.logits(ended.map { stream.from(row: $1.rows.upperBound - 1) })
        return zip(ended, logits).map { (sequence: $0.0.sequence, logits: $1) }
    }

    /// Logits of a few rows of the residual stream.
    private func logits(_ rows: [Matrix]) -> [[Float]] {
        guard !rows.isEmpty else { return [] }
        let hidden = configuration.hiddenSize
        let size = configuration.vocabularySize
        let memory = FloatBuffer(count: rows.count * (hidden + size + 1))
        defer { withExtendedLifetime(memory) {} }
        let normalised = Matrix(memory.pointer, stride: hidden)
        let logits = Matrix(memory.pointer + rows.count * hidden, stride: size)
        for (index, row) in rows.enumerated() {
            normalised.from(row: index).copy(from: row, rows: 1, width: hidden)
        }
        finalNorm.forward(
            normalised, rows: rows.count, output: normalised,
            scales: memory.pointer + rows.count * (hidden + size))
        head.projectFew(normalised, count: rows.count, logits: logits, on: compute)
        return rows.indices.map {
            Array(UnsafeBufferPointer(start: logits.from(row: $0).floats, count: size))
        }
    }

    /// One more token for each of several sequences, and the logits after it.
    ///
    /// Every weight is read once for all of them, and a sequence's logits do not depend on what
    /// else is decoded beside it. The adapter's values are those of the last prompt's computation.
    /// - Throws: `ModelError.contextExceeded` where a cache is full.
    package func decode(_ sequences: [(cache: KeyValueCache, token: Int32)]) throws -> [[Float]] {
        for (cache, _) in sequences where cache.tokens.count >= cache.capacity {
            throw ModelError.contextExceeded(
                tokens: cache.count + 1, limit: cache.prefixCount + cache.capacity)
        }
        let count = sequences.count
        guard count > 0 else { return [] }
        rotary.prepare(positions: (sequences.map(\.cache.count).max() ?? 0) + 1)
        arena.reset()
        let memory = DecodeMemory(
            count: count, shape: LayerShape.largest(of: layerShapes(adapter?.configuration)),
            partCounts: sequences.map { partCount($0.cache) }, attention: decodeAttention,
            arena: arena)
        for (row, sequence) in sequences.enumerated() {
            memory.positions[row] = Int32(sequence.cache.count)
            embedding.copyRow(sequence.token, into: memory.stream.from(row: row).floats)
        }
        let caches = sequences.map(\.cache)
        for layer in layers {
            decodeAttention(layer, caches, memory)
            decodeSecondHalf(layer, count: count, memory)
        }
        for (cache, token) in sequences { cache.append(CollectionOfOne(token)) }
        return logits((0..<count).map { memory.stream.from(row: $0) })
    }

    private var decodeAttention: DecodeAttention { DecodeAttention(shape: attentionShape) }

    /// Parts of a cache's context with one more token, at most; windows only hide some.
    private func partCount(_ cache: KeyValueCache) -> Int {
        let size = DecodeAttention.partKeys
        // Every piece may end within a part, and there are few.
        return (cache.pieces(layer: 0).count + 1) + (cache.count + 1 + size - 1) / size
    }

    /// y = W·x for a few rows, split over the threads.
    private func project(
        _ projection: FusedProjection, _ x: Matrix, count: Int, output: Matrix,
        accumulates: Bool = false
    ) {
        projection.reduceFew(x, count: count)
        compute.forEachBlock(of: projection.outputWidth, smallest: 32) { range in
            projection.projectFew(
                x, count: count, rows: range, output: output, accumulates: accumulates)
        }
        guard let bias = projection.bias else { return }
        RowOperations.addBias(
            bias.pointer, to: output, rows: count, width: projection.outputWidth)
    }

    private func decodeAttention(
        _ layer: DecoderLayer, _ caches: [KeyValueCache], _ memory: DecodeMemory
    ) {
        let count = caches.count
        let (queryWidth, keyWidth) = (configuration.queryWidth, configuration.keyValueWidth)
        let width = configuration.headWidth
        layer.attentionNorm.forward(
            memory.stream, rows: count, output: memory.normalised, scales: memory.scales)
        project(layer.queryKeyValue, memory.normalised, count: count, output: memory.fused)
        let keys = memory.fused.from(column: queryWidth)
        for row in 0..<count {
            for (norm, values, heads) in [
                (layer.queryNorm, memory.fused, configuration.headCount),
                (layer.keyNorm, keys, configuration.keyValueHeadCount),
            ] {
                guard let norm else { continue }
                let line = Matrix(values.from(row: row).base, .float32, stride: width)
                norm.forward(line, rows: heads, output: line, scales: memory.headScales)
            }
        }
        rotary.apply(
            memory.fused, rows: count, heads: configuration.headCount,
            positions: memory.positions)
        rotary.apply(
            keys, rows: count, heads: configuration.keyValueHeadCount,
            positions: memory.positions)
        var tasks: [(row: Int, piece: AttentionPiece, place: Int)] = []
        for (row, cache) in caches.enumerated() {
            cache.store(
                layer: layer.index, keys: keys.from(row: row),
                values: keys.from(row: row, column: keyWidth), count: 1)
            let pieces = seenPieces(cache, layer)
            for (place, piece) in pieces.enumerated() { tasks.append((row, piece, place)) }
            memory.partCounts[row] = pieces.count
        }
        let heads = configuration.keyValueHeadCount
        compute.pool.run(partCount: tasks.count * heads) { index in
            let (row, piece, place) = tasks[index / heads]
            let head = index % heads
            decodeAttention.attend(
                memory.fused.from(row: row).floats, piece, keyValueHead: head,
                result: memory.part(row: row, head: head, place: place), scratch: compute.scratch)
        }
        for row in 0..<count {
            for head in 0..<heads {
                decodeAttention.merge(
                    memory.part(row: row, head: head, place: 0),
                    partCount: memory.partCounts[row], keyValueHead: head,
                    output: memory.attended.from(row: row).floats)
            }
        }
        project(
            layer.output, memory.attended, count: count, output: memory.stream,
            accumulates: true)
    }

    /// What the new token sees, itself included, in parts.
    private func seenPieces(_ cache: KeyValueCache, _ layer: DecoderLayer) -> [AttentionPiece] {
        let pieces =
            cache.inherited(layer: layer.index) + [cache.own(layer: layer.index, with: 1)]
        var hidden = layer.window.map { max(0, cache.count + 1 - $0) } ?? 0
        var parts: [AttentionPiece] = []
        for piece in pieces {
            let skipped = min(hidden, piece.count)
            hidden -= skipped
            for start in stride(
                from: skipped, to: piece.count, by: DecodeAttention.partKeys)
            {
                var part = piece.dropping(start)
                part.count = min(DecodeAttention.partKeys, part.count)
                parts.append(part)
            }
        }
        return parts
    }

    private func decodeSecondHalf(_ layer: DecoderLayer, count: Int, _ memory: DecodeMemory) {
        layer.feedForwardNorm.forward(
            memory.stream, rows: count, output: memory.normalised, scales: memory.scales)
        switch layer.second {
        case .dense(let feedForward):
            decodeFeedForward(
                feedForward, memory.normalised, count: count, output: memory.stream,
                accumulates: true, memory)
        case .mixture(let mixture):
            decodeMixture(layer, mixture, count: count, memory)
        }
    }

    private func decodeFeedForward(
        _ feedForward: FeedForward, _ x: Matrix, count: Int, output: Matrix, accumulates: Bool,
        _ memory: DecodeMemory
    ) {
        project(feedForward.gateUp, x, count: count, output: memory.gateUp)
        SwiGLU.forward(
            memory.gateUp, rows: count, width: feedForward.width, output: memory.activated)
        project(
            feedForward.down, memory.activated, count: count, output: output,
            accumulates: accumulates)
    }

    private func decodeMixture(
        _ layer: DecoderLayer, _ mixture: DecoderLayer.Mixture, count: Int, _ memory: DecodeMemory
    ) {
        let hidden = configuration.hiddenSize
        guard let routing = memory.routing else { return }
        let experts = mixture.configuration.expertCount
        FewRows.multiply(
            memory.normalised, count: count, width: hidden,
            weights: Matrix(mixture.router.pointer, stride: hidden), rows: 0..<experts,
            output: Matrix(routing.probabilities, stride: experts))
        for row in 0..<count {
            routing.choose(row: row)
            let perToken = mixture.configuration.expertsPerToken
            for place in row * perToken..<(row + 1) * perToken {
                decodeFeedForward(
                    mixture.experts[Int(routing.experts[place])],
                    memory.normalised.from(row: row), count: 1, output: routing.answers,
                    accumulates: false, memory)
                RowOperations.add(
                    routing.answers, times: routing.weights[place],
                    to: memory.stream.from(row: row), rows: 1, width: hidden)
            }
        }
    }
}
