/// Rows of keys and values that queries look at: a stretch of an ancestor, or of a cache.
package struct AttentionPiece {
    /// First row of the first head.
    package var keys: Matrix
    package var values: Matrix
    package var count: Int
    /// Numbers from one head's first row to the next one's; nil where heads lie beside each other in
    /// a row.
    package var headStride: Int?

    package init(keys: Matrix, values: Matrix, count: Int, headStride: Int? = nil) {
        self.keys = keys
        self.values = values
        self.count = count
        self.headStride = headStride
    }

    /// The piece without its first rows.
    package func dropping(_ rows: Int) -> AttentionPiece {
        AttentionPiece(
            keys: keys.from(row: rows), values: values.from(row: rows), count: count - rows,
            headStride: headStride)
    }
}

/// Shapes that all attention calls of a model share.
package struct AttentionShape: Sendable {
    package var headCount: Int
    package var keyValueHeadCount: Int
    package var headWidth: Int

    package init(headCount: Int, keyValueHeadCount: Int, headWidth: Int) {
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth
    }

    /// Query heads that share one head of keys and values.
    package var groupSize: Int { headCount / keyValueHeadCount }
    package var queryWidth: Int { headCount * headWidth }
    package var keyValueWidth: Int { keyValueHeadCount * headWidth }
    var scale: Float { 1 / Float(headWidth).squareRoot() }
}

/// Queries of one segment and everything they may look at.
package struct AttentionSegment {
    /// Shapes: (count, heads · headWidth), first row of the segment.
    package var queries: Matrix
    package var count: Int
    /// Ancestors from the root on, then the segment itself, which is seen causally.
    package var pieces: [AttentionPiece]
    /// How many keys a query sees at most, itself included; nil for all.
    package var window: Int?

    package init(queries: Matrix, count: Int, pieces: [AttentionPiece], window: Int? = nil) {
        self.queries = queries
        self.count = count
        self.pieces = pieces
        self.window = window
    }

    /// Keys seen by the segment's last query, where no window hides the first ones.
    var contextCount: Int { pieces.reduce(0) { $0 + $1.count } }
    /// Keys before the segment's own.
    var ancestorCount: Int { contextCount - count }
}

/// Where the gradients of a piece's keys and values are gathered, for one head.
package struct AttentionGradientPiece {
    /// Shapes: (count, headWidth), one row behind the other.
    package var keys: UnsafeMutablePointer<Float>
    package var values: UnsafeMutablePointer<Float>
    package var count: Int

    package init(
        keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, count: Int
    ) {
        self.keys = keys
        self.values = values
        self.count = count
    }
}
