/// One block of a segment's queries as the rows of a product, and the keys that they see.
///
/// The heads that share keys stand behind each other: row = head in group · padded queries + query.
struct AttentionView {
    let segment: AttentionSegment
    let block: Range<Int>
    let shape: AttentionShape
    /// Keys that at least one of the block's queries sees.
    let keys: Range<Int>
    /// Queries a head, padded.
    let headRows: Int
    /// Position of the block's first query in its context.
    let firstPosition: Int

    init(_ segment: AttentionSegment, block: Range<Int>, shape: AttentionShape) {
        self.segment = segment
        self.block = block
        self.shape = shape
        let padding = Attention.rowPadding
        headRows = (block.count + padding - 1) / padding * padding
        let position = segment.ancestorCount + block.lowerBound
        firstPosition = position
        let first = segment.window.map { max(0, position + 1 - $0) } ?? 0
        keys = first..<segment.ancestorCount + block.upperBound
    }

    /// Rows of the product.
    var paddedRows: Int { headRows * shape.groupSize }

    func tiles(of size: Int) -> [Range<Int>] {
        stride(from: keys.lowerBound, to: keys.upperBound, by: size).map {
            $0..<min($0 + size, keys.upperBound)
        }
    }

    /// Keys of a tile that a row sees, from the tile's start; empty for padding.
    @inline(__always)
    func visibleKeys(row: Int, tile: Range<Int>) -> Range<Int> {
        let index = row % headRows
        guard index < block.count else { return 0..<0 }
        let position = firstPosition + index
        let end = min(tile.upperBound, position + 1)
        let start = max(tile.lowerBound, segment.window.map { position + 1 - $0 } ?? 0)
        return start < end ? start - tile.lowerBound..<end - tile.lowerBound : 0..<0
    }

    /// Queries of a head that see a key.
    @inline(__always)
    func seeingQueries(key: Int) -> Range<Int> {
        let start = max(0, key - firstPosition)
        let end = min(block.count, segment.window.map { key + $0 - firstPosition } ?? block.count)
        return start < end ? start..<end : 0..<0
    }

    /// The query (from the segment's start) and the head of a row; nil for padding.
    @inline(__always)
    func origin(_ row: Int, _ keyValueHead: Int) -> (index: Int, head: Int)? {
        let index = row % headRows
        guard index < block.count else { return nil }
        return (block.lowerBound + index, keyValueHead * shape.groupSize + row / headRows)
    }

    /// Copies rows of the queries' shape, padding with zeros.
    func gatherRows(_ source: Matrix, keyValueHead: Int, into target: Matrix) {
        let bytes = shape.headWidth * source.type.byteCount
        for row in 0..<paddedRows {
            let to = target.from(row: row).base
            if let (index, head) = origin(row, keyValueHead) {
                to.copyMemory(
                    from: source.from(row: index, column: head * shape.headWidth).base,
                    byteCount: bytes)
            } else {
                to.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            }
        }
    }

    /// Copies the keys and values of a tile, one row behind the other, padding with zeros.
    func gatherTile(
        _ tile: Range<Int>, _ keyValueHead: Int, _ padded: Int, keys: Matrix, values: Matrix
    ) {
        let bytes = shape.headWidth * keys.type.byteCount
        var target = 0
        forEachPiece(of: tile) { piece, rows in
            let piece = segment.pieces[piece]
            let column = keyValueHead * (piece.headStride ?? shape.headWidth)
            for row in rows {
                keys.from(row: target).base.copyMemory(
                    from: piece.keys.from(row: row, column: column).base, byteCount: bytes)
                values.from(row: target).base.copyMemory(
                    from: piece.values.from(row: row, column: column).base, byteCount: bytes)
                target += 1
            }
        }
        keys.from(row: target).clear(rows: padded - target, width: shape.headWidth)
        values.from(row: target).clear(rows: padded - target, width: shape.headWidth)
    }

    /// The pieces that a tile reaches into, and their rows.
    func forEachPiece(of tile: Range<Int>, _ body: (_ piece: Int, _ rows: Range<Int>) -> Void) {
        var start = 0
        for (index, piece) in segment.pieces.enumerated() {
            let rows = tile.clamped(to: start..<start + piece.count)
            if !rows.isEmpty { body(index, rows.lowerBound - start..<rows.upperBound - start) }
            start += piece.count
        }
    }
}
