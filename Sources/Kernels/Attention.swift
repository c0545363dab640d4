import Foundation

/// Rows of keys and values that queries look at: a stretch of an ancestor, or of a cache.
package struct AttentionPiece {
    /// First row; heads lie beside each other in a row.
    package var keys: UnsafePointer<Float>
    package var values: UnsafePointer<Float>
    package var count: Int

    package init(keys: UnsafePointer<Float>, values: UnsafePointer<Float>, count: Int) {
        self.keys = keys
        self.values = values
        self.count = count
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

    var groupSize: Int { headCount / keyValueHeadCount }
    var queryStride: Int { headCount * headWidth }
    var keyStride: Int { keyValueHeadCount * headWidth }
    var scale: Float { 1 / Float(headWidth).squareRoot() }
}

/// Queries of one segment and everything they may look at.
package struct AttentionSegment {
    /// Shapes: (count, heads · headWidth), first row of the segment.
    package var queries: UnsafePointer<Float>
    package var count: Int
    /// Ancestors from the root on, then the segment itself, which is seen causally.
    package var pieces: [AttentionPiece]

    package init(queries: UnsafePointer<Float>, count: Int, pieces: [AttentionPiece]) {
        self.queries = queries
        self.count = count
        self.pieces = pieces
    }

    /// Keys seen by the segment's last query.
    var contextCount: Int { pieces.reduce(0) { $0 + $1.count } }
    /// Keys before the segment's own.
    var ancestorCount: Int { contextCount - count }
}

/// Scaled dot-product attention over segments, by blocks of queries.
///
/// The scores of one block of queries against the whole context are the only square that is ever
/// built; the backward pass computes them again from the kept log-sum-exp.
package struct Attention {
    let shape: AttentionShape
    let backend: any MatrixBackend

    /// Queries a block.
    ///
    /// Scores of 64 queries fit the second-level cache up to 4,000 keys.
    static let blockRows = 64

    package init(shape: AttentionShape, backend: any MatrixBackend) {
        self.shape = shape
        self.backend = backend
    }

    /// Shapes: output like the queries; logSumExp (rows, heads), for `backward`.
    package func forward(
        _ segment: AttentionSegment, keyValueHead: Int, output: UnsafeMutablePointer<Float>,
        logSumExp: UnsafeMutablePointer<Float>
    ) {
        let context = GatheredContext(segment, head: keyValueHead, shape: shape)
        let scores = FloatBuffer(count: Self.blockRows * segment.contextCount)
        // Only the buffers' pointers are used below, which alone would not keep them alive.
        defer { withExtendedLifetime((context, scores)) {} }
        for head in heads(of: keyValueHead) {
            for block in blocks(of: segment) {
                score(segment, context, head: head, block: block, scores: scores.pointer)
                let seen = segment.ancestorCount + block.upperBound
                for (index, row) in block.enumerated() {
                    let line = scores.pointer + index * seen
                    let visible = segment.ancestorCount + row + 1
                    let shift = maximum(line, count: visible)
                    let sum = exponentiate(line, minus: shift, count: visible)
                    scaleInPlace(line, 1 / sum, count: visible)
                    (line + visible).update(repeating: 0, count: seen - visible)
                    logSumExp[row * shape.headCount + head] = shift + log(sum)
                }
                backend.multiply(
                    MatrixProduct(
                        m: block.count, n: shape.headWidth, k: seen, a: scores.pointer,
                        aStride: seen, b: context.values, bStride: context.stride,
                        c: output + block.lowerBound * shape.queryStride + head * shape.headWidth,
                        cStride: shape.queryStride))
            }
        }
    }

    /// Adds to the gradients of queries, keys and values.
    ///
    /// Shapes: outputGradient, output and queryGradient like the queries; `gradientPieces` beside
    /// the segment's pieces, with the gradients of keys and values to add to.
    package func backward(
        _ segment: AttentionSegment, keyValueHead: Int, output: UnsafePointer<Float>,
        outputGradient: UnsafePointer<Float>, logSumExp: UnsafePointer<Float>,
        queryGradient: UnsafeMutablePointer<Float>,
        gradientPieces: [AttentionGradientPiece]
    ) {
        let context = GatheredContext(segment, head: keyValueHead, shape: shape)
        let width = shape.headWidth
        let keyGradient = FloatBuffer(count: segment.contextCount * width)
        let valueGradient = FloatBuffer(count: segment.contextCount * width)
        let probabilities = FloatBuffer(count: Self.blockRows * segment.contextCount)
        let gradients = FloatBuffer(count: Self.blockRows * segment.contextCount)
        defer {
            withExtendedLifetime((context, keyGradient, valueGradient, probabilities, gradients)) {}
        }
        for head in heads(of: keyValueHead) {
            for block in blocks(of: segment) {
                let seen = segment.ancestorCount + block.upperBound
                let rowOffset = block.lowerBound * shape.queryStride + head * width
                score(segment, context, head: head, block: block, scores: probabilities.pointer)
                // dP = dO · Vᵀ
                backend.multiply(
                    MatrixProduct(
                        m: block.count, n: seen, k: width, a: outputGradient + rowOffset,
                        aStride: shape.queryStride, b: context.values, bStride: context.stride,
                        isBTransposed: true, c: gradients.pointer, cStride: seen))
                for (index, row) in block.enumerated() {
                    let offset = row * shape.queryStride + head * width
                    softmaxBackward(
                        probabilities.pointer + index * seen, gradients.pointer + index * seen,
                        logSumExp: logSumExp[row * shape.headCount + head],
                        outputDot: dot(outputGradient + offset, output + offset, count: width),
                        visible: segment.ancestorCount + row + 1, seen: seen)
                }
                // dV += Pᵀ · dO, dQ += dS · K, dK += dSᵀ · Q
                backend.multiply(
                    MatrixProduct(
                        m: seen, n: width, k: block.count, a: probabilities.pointer, aStride: seen,
                        isATransposed: true, b: outputGradient + rowOffset,
                        bStride: shape.queryStride, c: valueGradient.pointer, cStride: width,
                        beta: 1))
                backend.multiply(
                    MatrixProduct(
                        m: block.count, n: width, k: seen, a: gradients.pointer, aStride: seen,
                        b: context.keys, bStride: context.stride, c: queryGradient + rowOffset,
                        cStride: shape.queryStride, beta: 1))
                backend.multiply(
                    MatrixProduct(
                        m: seen, n: width, k: block.count, a: gradients.pointer, aStride: seen,
                        isATransposed: true, b: segment.queries + rowOffset,
                        bStride: shape.queryStride, c: keyGradient.pointer, cStride: width,
                        beta: 1))
            }
        }
        scatter(keyGradient, valueGradient, head: keyValueHead, to: gradientPieces)
    }

    // MARK: Parts

    private func heads(of keyValueHead: Int) -> Range<Int> {
        keyValueHead * shape.groupSize..<(keyValueHead + 1) * shape.groupSize
    }

    private func blocks(of segment: AttentionSegment) -> [Range<Int>] {
        stride(from: 0, to: segment.count, by: Self.blockRows).map {
            $0..<min($0 + Self.blockRows, segment.count)
        }
    }

    /// Scaled scores of a block: rows of `ancestorCount + block.upperBound` keys.
    private func score(
        _ segment: AttentionSegment, _ context: GatheredContext, head: Int, block: Range<Int>,
        scores: UnsafeMutablePointer<Float>
    ) {
        let seen = segment.ancestorCount + block.upperBound
        backend.multiply(
            MatrixProduct(
                m: block.count, n: seen, k: shape.headWidth,
                a: segment.queries + block.lowerBound * shape.queryStride + head * shape.headWidth,
                aStride: shape.queryStride, b: context.keys, bStride: context.stride,
                isBTransposed: true, c: scores, cStride: seen, alpha: shape.scale))
    }

    /// Turns a row of scores into probabilities and the gradient of probabilities into that of
    /// unscaled scores.
    private func softmaxBackward(
        _ scores: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>,
        logSumExp: Float, outputDot: Float, visible: Int, seen: Int
    ) {
        _ = exponentiate(scores, minus: logSumExp, count: visible)
        let scale = shape.scale
        forEachLanes(in: 0..<visible) { index, lanes in
            let p = lanes.load(scores, index)
            lanes.store(p * (lanes.load(gradients, index) - outputDot) * scale, gradients, index)
        }
        (scores + visible).update(repeating: 0, count: seen - visible)
        (gradients + visible).update(repeating: 0, count: seen - visible)
    }

    private func scatter(
        _ keyGradient: FloatBuffer, _ valueGradient: FloatBuffer, head: Int,
        to pieces: [AttentionGradientPiece]
    ) {
        let width = shape.headWidth
        var row = 0
        for piece in pieces {
            for index in 0..<piece.count {
                let target = index * shape.keyStride + head * width
                addScaled(
                    keyGradient.pointer + row * width, 1, to: piece.keys + target, count: width)
                addScaled(
                    valueGradient.pointer + row * width, 1, to: piece.values + target,
                    count: width)
                row += 1
            }
        }
    }
}

/// Where the gradients of a piece's keys and values are gathered.
package struct AttentionGradientPiece {
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

/// Keys and values of one head over a whole context, as rows at one distance.
///
/// A single piece is used where it lies; several are copied together, which costs little beside
/// the products that follow.
private struct GatheredContext {
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let stride: Int
    private let storage: FloatBuffer?

    init(_ segment: AttentionSegment, head: Int, shape: AttentionShape) {
        let width = shape.headWidth
        if segment.pieces.count == 1 {
            keys = segment.pieces[0].keys + head * width
            values = segment.pieces[0].values + head * width
            stride = shape.keyStride
            storage = nil
            return
        }
        let count = segment.contextCount
        let buffer = FloatBuffer(count: 2 * count * width)
        var row = 0
        for piece in segment.pieces {
            for index in 0..<piece.count {
                let source = index * shape.keyStride + head * width
                (buffer.pointer + row * width).update(from: piece.keys + source, count: width)
                (buffer.pointer + (count + row) * width).update(
                    from: piece.values + source, count: width)
                row += 1
            }
        }
        keys = UnsafePointer(buffer.pointer)
        values = UnsafePointer(buffer.pointer + count * width)
        stride = width
        storage = buffer
    }
}
