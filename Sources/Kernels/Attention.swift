import Foundation

/// Scaled dot-product attention over segments, by blocks of queries and tiles of keys.
///
/// No more than the scores of one block against one tile exist at a time; the forward pass rescales
/// as it goes on to further tiles and keeps the log-sum-exp, from which the backward pass computes
/// the probabilities again. The query heads that share a head of keys form one product. Source:
/// Dao 2023 (FlashAttention-2), with the tiles of the backward pass transposed so that all its
/// products but one read plain rows.
package struct Attention: Sendable {
    let shape: AttentionShape
    let backend: any MatrixBackend
    let scratch: ScratchPool

    /// Keys a tile: the scores of a block against it stay in the second-level cache.
    package static let tileKeys = 512
    /// The same backward, where four squares of that size are alive at once.
    package static let backwardTileKeys = 256
    /// Tiles and blocks are padded to these, which keeps the number of product shapes small.
    static let keyPadding = 64
    static let rowPadding = 8
    /// Rows of a product: queries of a block times the heads that share their keys.
    private static let productRows = 192

    package init(shape: AttentionShape, backend: any MatrixBackend, scratch: ScratchPool) {
        self.shape = shape
        self.backend = backend
        self.scratch = scratch
    }

    /// Queries a block.
    package var blockRows: Int {
        max(16, min(256, Self.productRows / shape.groupSize / 16 * 16))
    }

    /// The blocks of a segment.
    package func blocks(of count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: blockRows).map { $0..<min($0 + blockRows, count) }
    }

    /// One block of queries under one head of keys, on the calling thread.
    ///
    /// Shapes: output like the queries; logSumExp (rows, heads), for `backward`.
    package func forward(
        _ segment: AttentionSegment, block: Range<Int>, keyValueHead: Int, output: Matrix,
        logSumExp: UnsafeMutablePointer<Float>
    ) {
        switch segment.queries.type {
        case .float32:
            forward(segment, block, keyValueHead, output, logSumExp, Float.self)
        case .bfloat16:
            forward(segment, block, keyValueHead, output, logSumExp, BFloat16.self)
        }
    }

    private func forward<T: Scalar>(
        _ segment: AttentionSegment, _ block: Range<Int>, _ keyValueHead: Int, _ output: Matrix,
        _ logSumExp: UnsafeMutablePointer<Float>, _: T.Type
    ) {
        let type = segment.queries.type
        let width = shape.headWidth
        let view = AttentionView(segment, block: block, shape: shape)
        let rows = view.paddedRows
        let capacity = min(Self.tileKeys, padded(view.keys.count, to: Self.keyPadding))
        var layout = ScratchLayout()
        let queriesAt = layout.add(rows * width, type)
        let keysAt = layout.add(capacity * width, type)
        let valuesAt = layout.add(capacity * width, type)
        let scoresAt = layout.add(rows * capacity, .float32)
        let probabilitiesAt = layout.add(rows * capacity, type)
        let sumsAt = layout.add(rows * width, .float32)
        let maximaAt = layout.add(rows, .float32)
        let totalsAt = layout.add(rows, .float32)
        scratch.with(layout) { memory in
            let queries = Matrix(memory + queriesAt, type, stride: width)
            let keys = Matrix(memory + keysAt, type, stride: width)
            let values = Matrix(memory + valuesAt, type, stride: width)
            let sums = Matrix(memory + sumsAt, .float32, stride: width)
            let maxima = (memory + maximaAt).assumingMemoryBound(to: Float.self)
            let totals = (memory + totalsAt).assumingMemoryBound(to: Float.self)
            maxima.update(repeating: -.infinity, count: rows)
            totals.update(repeating: 0, count: rows)
            view.gatherRows(segment.queries, keyValueHead: keyValueHead, into: queries)
            for tile in view.tiles(of: Self.tileKeys) {
                let count = padded(tile.count, to: Self.keyPadding)
                let scores = Matrix(memory + scoresAt, .float32, stride: count)
                let probabilities = Matrix(memory + probabilitiesAt, type, stride: count)
                view.gatherTile(tile, keyValueHead, count, keys: keys, values: values)
                backend.multiply(
                    MatrixProduct(
                        m: rows, n: count, k: width, a: queries, b: keys, isBTransposed: true,
                        c: scores))
                let isFirst = tile.lowerBound == view.keys.lowerBound
                for row in 0..<rows {
                    let visible = view.visibleKeys(row: row, tile: tile)
                    exponentiateRow(
                        scores.from(row: row).floats, visible,
                        probabilities.from(row: row).pointer(T.self), count: count,
                        maximum: &maxima[row], total: &totals[row],
                        sums: isFirst ? nil : sums.from(row: row).floats)
                }
                backend.multiply(
                    MatrixProduct(
                        m: rows, n: width, k: count, a: probabilities, b: values, c: sums,
                        accumulates: !isFirst))
            }
            for row in 0..<rows {
                guard let (index, head) = view.origin(row, keyValueHead) else { continue }
                let target = output.from(row: index, column: head * width).pointer(T.self)
                let source = UnsafePointer(sums.from(row: row).floats)
                let factor = 1 / totals[row]
                forEachVector(width) { offset, count in
                    storePart(
                        loadPart(source + offset, count) * factor, target + offset, count)
                }
                logSumExp[index * shape.headCount + head] = maxima[row] + log(totals[row])
            }
        }
    }

    /// Probabilities of a row against one tile, relative to the largest score so far.
    ///
    /// `sums` is what earlier tiles gave, to be rescaled where the largest score grows.
    @inline(__always)
    private func exponentiateRow<T: Scalar>(
        _ scores: UnsafeMutablePointer<Float>, _ visible: Range<Int>,
        _ target: UnsafeMutablePointer<T>, count: Int, maximum: inout Float, total: inout Float,
        sums: UnsafeMutablePointer<Float>?
    ) {
        clear(target, 0..<visible.lowerBound)
        clear(target, visible.upperBound..<count)
        guard !visible.isEmpty else { return }
        let scale = shape.scale
        let line = UnsafePointer(scores) + visible.lowerBound
        let largest = Kernels.maximum(line, count: visible.count) * scale
        if largest > maximum {
            if let sums, total > 0 {
                let factor = exp(maximum - largest)
                total *= factor
                scaleInPlace(sums, factor, count: shape.headWidth)
            }
            maximum = largest
        }
        let shift = Lanes(repeating: -maximum * binaryLogarithmOfE)
        let factor = Lanes(repeating: scale * binaryLogarithmOfE)
        let result = target + visible.lowerBound
        var sum = Lanes.zero
        var offset = 0
        while offset &+ laneCount <= visible.count {
            let e = exp2Lanes(
                multiplyAdd(loadLanes(line + offset), factor, shift), isShort: T.isShort)
            T.store(e, result + offset)
            sum += e
            offset &+= laneCount
        }
        if offset < visible.count {
            let left = visible.count - offset
            var e = exp2Lanes(
                multiplyAdd(loadPart(line + offset, left), factor, shift), isShort: T.isShort)
            // Lanes behind the end count nothing.
            for lane in left..<laneCount { e[lane] = 0 }
            storePart(e, result + offset, left)
            sum += e
        }
        total += sumLanes(sum)
    }

    @inline(__always)
    func clear<T: Scalar>(_ target: UnsafeMutablePointer<T>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        memset(target + range.lowerBound, 0, range.count * MemoryLayout<T>.stride)
    }

    func padded(_ count: Int, to multiple: Int) -> Int {
        (count + multiple - 1) / multiple * multiple
    }
}
