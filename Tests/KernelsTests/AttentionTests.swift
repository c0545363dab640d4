import Foundation
import TestSupport
import Testing

@testable import Kernels

/// Attention over pieces against plain loops in double precision, and its gradient against finite
/// differences of those loops.
@Suite struct AttentionTests {
    /// Operands of one segment: queries, and keys and values in several pieces.
    private struct Problem {
        let shape: AttentionShape
        let pieceCounts: [Int]
        let count: Int
        var queries: [Double]
        var keys: [Double]
        var values: [Double]

        init(_ shape: AttentionShape, pieceCounts: [Int], seed: UInt64) {
            var random = SplitMix(seed: seed)
            self.shape = shape
            self.pieceCounts = pieceCounts
            count = pieceCounts[pieceCounts.count - 1]
            let context = pieceCounts.reduce(0, +)
            queries = random.values(count * shape.queryStride).map(Double.init)
            keys = random.values(context * shape.keyStride).map(Double.init)
            values = random.values(context * shape.keyStride).map(Double.init)
        }

        /// Softmax over what each query sees, then the mean of the values.
        func output() -> [Double] {
            let ancestors = keys.count / shape.keyStride - count
            let width = shape.headWidth
            var output = [Double](repeating: 0, count: queries.count)
            for row in 0..<count {
                for head in 0..<shape.headCount {
                    let source = head / shape.groupSize * width
                    let own = row * shape.queryStride + head * width
                    let scores = (0...ancestors + row).map { key in
                        (0..<width).reduce(0) {
                            $0 + queries[own + $1] * keys[key * shape.keyStride + source + $1]
                        } / Double(width).squareRoot()
                    }
                    let shift = scores.max() ?? 0
                    let weights = scores.map { exp($0 - shift) }
                    let sum = weights.reduce(0, +)
                    for (key, weight) in weights.enumerated() {
                        for index in 0..<width {
                            output[own + index] +=
                                weight / sum * values[key * shape.keyStride + source + index]
                        }
                    }
                }
            }
            return output
        }
    }

    private struct Result {
        var output: [Float]
        var queryGradient: [Float]
        var keyGradient: [Float]
        var valueGradient: [Float]
    }

    /// Runs the kernel with every piece in memory of its own.
    private func compute(
        _ problem: Problem, outputGradient: [Double], backend: any MatrixBackend
    ) -> Result {
        let shape = problem.shape
        func floats(_ values: some Collection<Double>) -> FloatBuffer {
            FloatBuffer(copying: values.map { Float($0) })
        }
        let queries = floats(problem.queries)
        var start = 0
        var pieces: [(keys: FloatBuffer, values: FloatBuffer)] = []
        for count in problem.pieceCounts {
            let range = start * shape.keyStride..<(start + count) * shape.keyStride
            pieces.append((floats(problem.keys[range]), floats(problem.values[range])))
            start += count
        }
        let gradients = pieces.map {
            (keys: FloatBuffer(count: $0.keys.count), values: FloatBuffer(count: $0.values.count))
        }
        let segment = AttentionSegment(
            queries: queries.pointer, count: problem.count,
            pieces: zip(pieces, problem.pieceCounts).map {
                AttentionPiece(keys: $0.keys.pointer, values: $0.values.pointer, count: $1)
            })
        let output = FloatBuffer(count: queries.count)
        let logSumExp = FloatBuffer(count: problem.count * shape.headCount)
        let queryGradient = FloatBuffer(count: queries.count)
        let dy = floats(outputGradient)
        let attention = Attention(shape: shape, backend: backend)
        for head in 0..<shape.keyValueHeadCount {
            attention.forward(
                segment, keyValueHead: head, output: output.pointer, logSumExp: logSumExp.pointer)
        }
        for head in 0..<shape.keyValueHeadCount {
            attention.backward(
                segment, keyValueHead: head, output: output.pointer, outputGradient: dy.pointer,
                logSumExp: logSumExp.pointer, queryGradient: queryGradient.pointer,
                gradientPieces: zip(gradients, problem.pieceCounts).map {
                    AttentionGradientPiece(
                        keys: $0.keys.pointer, values: $0.values.pointer, count: $1)
                })
        }
        return withExtendedLifetime(pieces) {
            Result(
                output: output.copyToArray(), queryGradient: queryGradient.copyToArray(),
                keyGradient: gradients.flatMap { $0.keys.copyToArray() },
                valueGradient: gradients.flatMap { $0.values.copyToArray() })
        }
    }

    private static let backends: [any MatrixBackend] = [
        NaiveMatrixBackend(), Compute.defaultBackend,
    ]

    @Test(arguments: [
        [3], [1], [5, 4], [2, 3, 6], [70, 65], [1, 1, 1, 130],
    ])
    func resultFollowsTheDefinition(_ pieceCounts: [Int]) {
        let shape = AttentionShape(headCount: 4, keyValueHeadCount: 2, headWidth: 10)
        let problem = Problem(shape, pieceCounts: pieceCounts, seed: 3)
        let expected = problem.output()
        for backend in Self.backends {
            let found = compute(
                problem, outputGradient: problem.queries.map { _ in 0 }, backend: backend)
            #expect(relativeDifference(found.output, expected) < 1e-6)
            #expect(found.queryGradient.allSatisfy { $0 == 0 })
        }
    }

    @Test func largeScoresDoNotOverflow() {
        let shape = AttentionShape(headCount: 1, keyValueHeadCount: 1, headWidth: 4)
        var problem = Problem(shape, pieceCounts: [4, 5], seed: 8)
        problem.queries = problem.queries.map { $0 * 1e4 }
        let found = compute(
            problem, outputGradient: problem.queries.map { _ in 1 }, backend: NaiveMatrixBackend())
        #expect(relativeDifference(found.output, problem.output()) < 1e-5)
        #expect(found.keyGradient.allSatisfy { $0.isFinite })
    }

    /// Central differences in double precision are good to about 1e-8 here, the kernel to 1e-6.
    @Test(arguments: [[4], [3, 2], [2, 1, 3]])
    func gradientMatchesFiniteDifferences(_ pieceCounts: [Int]) {
        let shape = AttentionShape(headCount: 4, keyValueHeadCount: 2, headWidth: 6)
        let problem = Problem(shape, pieceCounts: pieceCounts, seed: 4)
        var random = SplitMix(seed: 5)
        let dy = random.values(problem.queries.count).map(Double.init)
        func objective(_ problem: Problem) -> Double {
            zip(problem.output(), dy).reduce(0) { $0 + $1.0 * $1.1 }
        }
        func differences(_ path: WritableKeyPath<Problem, [Double]>) -> [Double] {
            problem[keyPath: path].indices.map { index in
                var (up, down) = (problem, problem)
                up[keyPath: path][index] += 1e-5
                down[keyPath: path][index] -= 1e-5
                return (objective(up) - objective(down)) / 2e-5
            }
        }
        let expected = (differences(\.queries), differences(\.keys), differences(\.values))
        for backend in Self.backends {
            let found = compute(problem, outputGradient: dy, backend: backend)
            #expect(relativeDifference(found.queryGradient, expected.0) < 1e-5)
            #expect(relativeDifference(found.keyGradient, expected.1) < 1e-5)
            #expect(relativeDifference(found.valueGradient, expected.2) < 1e-5)
        }
    }
}
