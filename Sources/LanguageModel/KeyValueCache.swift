import Kernels

/// Keys and values of a sequence as far as it has been computed.
///
/// Going back to an earlier length is free, so a prompt that begins like the one before it pays
/// only for the rest. A cache may branch from another: many queries under one template then share
/// what the template cost, in time and in memory.
package final class KeyValueCache {
    package let capacity: Int
    /// The tokens whose keys and values this cache holds itself.
    package private(set) var tokens: [Int32] = []
    /// What stands before them.
    private let parent: (cache: KeyValueCache, count: Int)?

    private let memory: UnsafeMutableRawPointer
    private let type: ScalarType
    private let headCount: Int
    private let headWidth: Int
    private let layerBytes: Int

    /// - Parameters:
    ///   - model: whose keys and values are held, in its precision.
    ///   - capacity: tokens, those of a parent not counted.
    ///   - parent: a cache to branch from, which must keep its tokens as long as this one is used.
    package init(for model: Transformer, capacity: Int, branchingFrom parent: KeyValueCache? = nil)
    {
        self.capacity = capacity
        self.parent = parent.map { ($0, $0.count) }
        type = model.storage.precision
        headCount = model.configuration.keyValueHeadCount
        headWidth = model.configuration.headWidth
        layerBytes = capacity * headCount * headWidth * type.byteCount
        memory = .allocate(
            byteCount: max(2 * model.configuration.layerCount * layerBytes, 64),
            alignment: FloatBuffer.alignment)
    }

    deinit { memory.deallocate() }

    /// Tokens of the sequence, those of parents included.
    package var count: Int { prefixCount + tokens.count }

    /// Tokens that stand in parents.
    package var prefixCount: Int { parent?.count ?? 0 }

    /// Forgets all tokens of its own from `count` on, counted from the sequence's start.
    package func truncate(to count: Int) {
        precondition(count <= self.count && count >= prefixCount)
        tokens.removeLast(self.count - count)
    }

    /// Tokens at the beginning of `sequence` that are held already, parents not looked at.
    package func commonPrefix(with sequence: [Int32]) -> Int {
        zip(tokens, sequence).prefix { $0 == $1 }.count
    }

    func append(_ newTokens: some Collection<Int32>) { tokens.append(contentsOf: newTokens) }

    /// Keeps a layer's rows, which `append` makes valid for all layers together.
    ///
    /// Each head's rows lie together: decoding reads them one head after the other.
    func store(layer: Int, keys: Matrix, values: Matrix, count: Int) {
        let own = all(layer: layer).dropping(tokens.count)
        for head in 0..<headCount {
            let column = head * headWidth
            own.keys.from(column: head * capacity * headWidth).copy(
                from: keys.from(column: column), rows: count, width: headWidth)
            own.values.from(column: head * capacity * headWidth).copy(
                from: values.from(column: column), rows: count, width: headWidth)
        }
    }

    /// What a layer's queries see before rows of this cache that are not appended yet.
    func pieces(layer: Int) -> [AttentionPiece] {
        let own = own(layer: layer)
        return inherited(layer: layer) + (own.count > 0 ? [own] : [])
    }

    /// This cache's own rows, with as many behind them as are stored but not appended yet.
    func own(layer: Int, with stored: Int = 0) -> AttentionPiece {
        var piece = all(layer: layer)
        piece.count = tokens.count + stored
        return piece
    }

    /// What stands in parents.
    func inherited(layer: Int) -> [AttentionPiece] {
        guard let parent else { return [] }
        var pieces: [AttentionPiece] = []
        var left = parent.count
        for piece in parent.cache.pieces(layer: layer) where left > 0 {
            var piece = piece
            piece.count = min(piece.count, left)
            left -= piece.count
            pieces.append(piece)
        }
        return pieces
    }

    private func all(layer: Int) -> AttentionPiece {
        let keys = memory + 2 * layer * layerBytes
        return AttentionPiece(
            keys: Matrix(keys, type, stride: headWidth),
            values: Matrix(keys + layerBytes, type, stride: headWidth), count: capacity,
            headStride: capacity * headWidth)
    }
}
