import Foundation
import Kernels
import TestSupport

/// Operands of attention for one segment, and what plain loops in double precision make of them.
struct AttentionProblem {
    let shape: AttentionShape
    /// Rows of keys in each piece; the last one's are the segment's own.
    let pieceCounts: [Int]
    let window: Int?
    let type: ScalarType
    /// Row by row, already rounded to the type.
    var queries: [Double]
    var keys: [Double]
    var values: [Double]
    var outputGradient: [Double]

    init(
        _ shape: AttentionShape, pieceCounts: [Int], window: Int? = nil,
        type: ScalarType = .float32, seed: UInt64
    ) {
        self.shape = shape
        self.pieceCounts = pieceCounts
        self.window = window
        self.type = type
        var random = SplitMix(seed: seed)
        func numbers(_ count: Int) -> [Double] {
            random.values(count).map {
                // Scores of a few units, so that softmax has something to choose.
                let value = $0 * 2
                return Double(type == .float32 ? value : roundedToBFloat16(value))
            }
        }
        let count = pieceCounts[pieceCounts.count - 1]
        let context = pieceCounts.reduce(0, +)
        queries = numbers(count * shape.queryWidth)
        keys = numbers(context * shape.keyValueWidth)
        values = numbers(context * shape.keyValueWidth)
        outputGradient = numbers(count * shape.queryWidth)
    }

    var count: Int { pieceCounts[pieceCounts.count - 1] }
    var contextCount: Int { pieceCounts.reduce(0, +) }

    /// What a query sees: keys up to itself, as many as the window holds.
    func seen(_ row: Int) -> Range<Int> {
        let position = contextCount - count + row
        return max(0, position + 1 - (window ?? Int.max / 2))..<position + 1
    }

    /// First number of a key (or value) under a query's head.
    private func start(_ key: Int, _ head: Int) -> Int {
        key * shape.keyValueWidth + head / shape.groupSize * shape.headWidth
    }

    /// Probabilities of the keys that a query sees, and the log-sum-exp of its scores.
    private func probabilities(_ row: Int, _ head: Int) -> (values: [Double], logSumExp: Double) {
        let own = row * shape.queryWidth + head * shape.headWidth
        let scale = 1 / Double(shape.headWidth).squareRoot()
        let scores = seen(row).map { key in
            let first = start(key, head)
            var sum = 0.0
            for index in 0..<shape.headWidth { sum += queries[own + index] * keys[first + index] }
            return sum * scale
        }
        let shift = scores.max() ?? 0
        let weights = scores.map { exp($0 - shift) }
        let sum = weights.reduce(0, +)
        return (weights.map { $0 / sum }, shift + log(sum))
    }

    /// Softmax over what each query sees, then the mean of the values.
    func output() -> (values: [Double], logSumExp: [Double]) {
        var output = [Double](repeating: 0, count: queries.count)
        var logSumExp: [Double] = []
        for row in 0..<count {
            for head in 0..<shape.headCount {
                let own = row * shape.queryWidth + head * shape.headWidth
                let (weights, total) = probabilities(row, head)
                logSumExp.append(total)
                for (key, weight) in zip(seen(row), weights) {
                    let first = start(key, head)
                    for index in 0..<shape.headWidth {
                        output[own + index] += weight * values[first + index]
                    }
                }
            }
        }
        return (output, logSumExp)
    }

    /// The gradient of output · outputGradient by the chain rule.
    func gradients() -> (queries: [Double], keys: [Double], values: [Double]) {
        var dq = [Double](repeating: 0, count: queries.count)
        var dk = [Double](repeating: 0, count: keys.count)
        var dv = [Double](repeating: 0, count: values.count)
        let width = shape.headWidth
        let scale = 1 / Double(width).squareRoot()
        for row in 0..<count {
            for head in 0..<shape.headCount {
                let own = row * shape.queryWidth + head * width
                let weights = probabilities(row, head).values
                let dp = seen(row).map { key in
                    let first = start(key, head)
                    var sum = 0.0
                    for index in 0..<width {
                        sum += outputGradient[own + index] * values[first + index]
                    }
                    return sum
                }
                let mean = zip(weights, dp).reduce(0) { $0 + $1.0 * $1.1 }
                for (place, key) in seen(row).enumerated() {
                    let first = start(key, head)
                    let ds = weights[place] * (dp[place] - mean) * scale
                    for index in 0..<width {
                        dq[own + index] += ds * keys[first + index]
                        dk[first + index] += ds * queries[own + index]
                        dv[first + index] += weights[place] * outputGradient[own + index]
                    }
                }
            }
        }
        return (dq, dk, dv)
    }

    /// Pieces whose heads lie beside each other in a row, or each in rows of its own, and the memory
    /// to keep alive with them.
    func pieces(headsApart: Bool) -> (pieces: [AttentionPiece], memory: [TypedRows]) {
        guard headsApart else {
            let (keys, values) = (pieceRows(self.keys), pieceRows(self.values))
            let pieces = zip(keys, values).map {
                AttentionPiece(keys: $0.matrix, values: $1.matrix, count: $0.rows)
            }
            return (pieces, keys + values)
        }
        var memory: [TypedRows] = []
        let pieces = zip(pieceRows(self.keys), pieceRows(self.values)).map { keys, values in
            let apart = [keys, values].map { rows in
                let (width, numbers) = (shape.headWidth, rows.values)
                // A cache has room for rows that are not there yet.
                let room = [Float](repeating: .nan, count: 3 * width)
                return TypedRows(
                    (0..<shape.keyValueHeadCount).flatMap { head in
                        (0..<rows.rows).flatMap { row in
                            let first = row * rows.width + head * width
                            return Array(numbers[first..<first + width])
                        } + room
                    }, rows: shape.keyValueHeadCount * (rows.rows + 3), width: width, type)
            }
            memory += apart
            return AttentionPiece(
                keys: apart[0].matrix, values: apart[1].matrix, count: keys.rows,
                headStride: (keys.rows + 3) * shape.headWidth)
        }
        return (pieces, memory)
    }

    /// Rows of a piece, in memory of their own.
    private func pieceRows(_ numbers: [Double]) -> [TypedRows] {
        var start = 0
        return pieceCounts.enumerated().map { index, count in
            let range = start * shape.keyValueWidth..<(start + count) * shape.keyValueWidth
            start += count
            return TypedRows(
                numbers[range].map { Float($0) }, rows: count, width: shape.keyValueWidth, type,
                gap: index % 3 * 8)
        }
    }
}
