import Foundation

/// Attention of single queries over long contexts, as decoding needs it: bound by memory, so each
/// key and value is read once for all query heads that share it.
package struct DecodeAttention {
    package let shape: AttentionShape

    /// Keys of one part; the parts of a context run on several threads.
    package static let partKeys = 512

    package init(shape: AttentionShape) { self.shape = shape }

    /// Floats of a part's result for one head of keys: per query head the largest score, the sum of
    /// weights and the weighted sum of values.
    package var partWidth: Int { shape.groupSize * (shape.headWidth + 2) }

    /// One part of a context under one head of keys, on the calling thread.
    ///
    /// Shapes: query (heads · headWidth), floats; result (partWidth).
    package func attend(
        _ query: UnsafePointer<Float>, _ piece: AttentionPiece, keyValueHead: Int,
        result: UnsafeMutablePointer<Float>, scratch: ScratchPool
    ) {
        switch piece.keys.type {
        case .float32: attend(query, piece, keyValueHead, result, scratch, Float.self)
        case .bfloat16: attend(query, piece, keyValueHead, result, scratch, BFloat16.self)
        }
    }

    private func attend<T: Scalar>(
        _ query: UnsafePointer<Float>, _ piece: AttentionPiece, _ keyValueHead: Int,
        _ result: UnsafeMutablePointer<Float>, _ scratch: ScratchPool, _: T.Type
    ) {
        let width = shape.headWidth
        let group = shape.groupSize
        let (keys, values, count) = (piece.keys, piece.values, piece.count)
        let column = keyValueHead * (piece.headStride ?? width)
        var layout = ScratchLayout()
        let scoresAt = layout.add(group * count, .float32)
        scratch.with(layout) { memory in
            let scores = (memory + scoresAt).assumingMemoryBound(to: Float.self)
            let keyStart = UnsafePointer(keys.from(column: column).pointer(T.self))
            let valueStart = UnsafePointer(values.from(column: column).pointer(T.self))
            for head in 0..<group {
                let line = scores + head * count
                let target = result + head * (width + 2)
                score(
                    query + (keyValueHead * group + head) * width, keyStart, keys.stride,
                    count: count, into: line)
                target[0] = maximum(line, count: count)
                target[1] = exponentiate(line, minus: target[0], count: count)
                addUp(
                    UnsafePointer(line), valueStart, values.stride, count: count,
                    into: target + 2)
            }
        }
    }

    /// Scaled products of one query with all keys.
    @inline(__always)
    private func score<T: Scalar>(
        _ query: UnsafePointer<Float>, _ keys: UnsafePointer<T>, _ stride: Int, count: Int,
        into scores: UnsafeMutablePointer<Float>
    ) {
        let width = shape.headWidth
        let scale = shape.scale
        guard width == 4 * laneCount else {
            for key in 0..<count {
                let line = keys + key &* stride
                var sum = Lanes.zero
                forEachVector(width) { offset, lanes in
                    sum = multiplyAdd(
                        loadPart(query + offset, lanes), loadPart(line + offset, lanes), sum)
                }
                scores[key] = sumLanes(sum) * scale
            }
            return
        }
        // Heads of 64, the most common width: the query stays in registers.
        let (q0, q1) = (loadLanes(query), loadLanes(query + 16))
        let (q2, q3) = (loadLanes(query + 32), loadLanes(query + 48))
        var line = keys
        for key in 0..<count {
            let first = multiplyAdd(T.load(line), q0, T.load(line + 16) * q1)
            let second = multiplyAdd(T.load(line + 32), q2, T.load(line + 48) * q3)
            scores[key] = sumLanes(first + second) * scale
            line += stride
        }
    }

    /// The weighted sum of all values, sixty-four columns at a time.
    @inline(__always)
    private func addUp<T: Scalar>(
        _ weights: UnsafePointer<Float>, _ values: UnsafePointer<T>, _ stride: Int, count: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        let width = shape.headWidth
        var start = 0
        while start &+ 4 &* laneCount <= width {
            var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
            var line = values + start
            for key in 0..<count {
                let weight = Lanes(repeating: weights[key])
                s0 = multiplyAdd(T.load(line), weight, s0)
                s1 = multiplyAdd(T.load(line + 16), weight, s1)
                s2 = multiplyAdd(T.load(line + 32), weight, s2)
                s3 = multiplyAdd(T.load(line + 48), weight, s3)
                line += stride
            }
            storeLanes(s0, target + start)
            storeLanes(s1, target + (start &+ 16))
            storeLanes(s2, target + (start &+ 32))
            storeLanes(s3, target + (start &+ 48))
            start &+= 4 &* laneCount
        }
        while start < width {
            let lanes = min(laneCount, width &- start)
            var sum = Lanes.zero
            for key in 0..<count {
                sum = multiplyAdd(
                    loadPart(values + (start &+ key &* stride), lanes),
                    Lanes(repeating: weights[key]), sum)
            }
            storePart(sum, target + start, lanes)
            start &+= laneCount
        }
    }

    /// Joins the parts of a context.
    ///
    /// Shapes: parts (partCount, partWidth); output (heads · headWidth), of which the heads that
    /// share the head of keys are set.
    package func merge(
        _ parts: UnsafePointer<Float>, partCount: Int, keyValueHead: Int,
        output: UnsafeMutablePointer<Float>
    ) {
        let width = shape.headWidth
        for head in 0..<shape.groupSize {
            let offset = head * (width + 2)
            let target = output + (keyValueHead * shape.groupSize + head) * width
            target.update(repeating: 0, count: width)
            var largest = -Float.infinity
            for part in 0..<partCount { largest = max(largest, parts[part * partWidth + offset]) }
            var total: Float = 0
            for part in 0..<partCount {
                let source = parts + part * partWidth + offset
                let factor = exp(source[0] - largest)
                total += factor * source[1]
                addScaled(source + 2, factor, to: target, count: width)
            }
            scaleInPlace(target, 1 / total, count: width)
        }
    }
}
