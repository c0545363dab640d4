import TestSupport
import Testing

@testable import Kernels

/// Attention over pieces against plain loops in double precision.
@Suite struct AttentionTests {
    private struct Result {
        var output: [Float]
        var logSumExp: [Float]
        var queryGradient: [Float]
        var keyGradient: [Float]
        var valueGradient: [Float]
        var gapsAreUntouched: Bool
    }

    /// Runs the kernel, forward and backward, with every piece in memory of its own.
    private func compute(
        _ problem: AttentionProblem, backend: any MatrixBackend, headsApart: Bool = false
    ) -> Result {
        let shape = problem.shape
        func rows(_ numbers: [Double], gap: Int) -> TypedRows {
            TypedRows(
                numbers.map { Float($0) }, rows: problem.count, width: shape.queryWidth,
                problem.type, gap: gap)
        }
        let queries = rows(problem.queries, gap: 16)
        let outputGradient = rows(problem.outputGradient, gap: 0)
        let output = rows(problem.queries.map { _ in .nan }, gap: 24)
        let (context, memory) = problem.pieces(headsApart: headsApart)
        let segment = AttentionSegment(
            queries: queries.matrix, count: problem.count,
            pieces: context, window: problem.window)
        let logSumExp = FloatBuffer(count: problem.count * shape.headCount)
        let queryGradient = TypedRows(
            [Float](repeating: .nan, count: problem.count * shape.queryWidth),
            rows: problem.count, width: shape.queryWidth, gap: 8)
        // Per head of keys, all pieces behind each other; they are added to.
        let heads = shape.keyValueHeadCount
        let count = problem.contextCount * shape.headWidth
        let gradients = (0..<heads).map { _ in
            (keys: FloatBuffer(count: count), values: FloatBuffer(count: count))
        }
        for (keys, values) in gradients {
            keys.fill(1)
            values.fill(1)
        }
        let attention = Attention(shape: shape, backend: backend, scratch: ScratchPool())
        let blocks = attention.blocks(of: problem.count)
        for head in 0..<heads {
            for block in blocks {
                attention.forward(
                    segment, block: block, keyValueHead: head, output: output.matrix,
                    logSumExp: logSumExp.pointer)
            }
        }
        for head in 0..<heads {
            var start = 0
            let pieces = problem.pieceCounts.map { count in
                defer { start += count * shape.headWidth }
                return AttentionGradientPiece(
                    keys: gradients[head].keys.pointer + start,
                    values: gradients[head].values.pointer + start, count: count)
            }
            for block in blocks {
                attention.backward(
                    segment, block: block, keyValueHead: head,
                    Attention.Gradients(
                        output: output.matrix, outputGradient: outputGradient.matrix,
                        logSumExp: logSumExp.pointer, queryGradient: queryGradient.matrix),
                    pieces: pieces)
            }
        }
        /// From head by head to row by row.
        func joined(_ path: (Int) -> FloatBuffer) -> [Float] {
            (0..<problem.contextCount).flatMap { row in
                (0..<heads).flatMap { head in
                    (0..<shape.headWidth).map { path(head).pointer[row * shape.headWidth + $0] - 1 }
                }
            }
        }
        return Result(
            output: output.values, logSumExp: logSumExp.copyToArray(),
            queryGradient: queryGradient.values, keyGradient: joined { gradients[$0].keys },
            valueGradient: joined { gradients[$0].values },
            gapsAreUntouched: ([queries, outputGradient, output, queryGradient] + memory)
                .allSatisfy { $0.gapsAreUntouched })
    }

    private static let backends: [any MatrixBackend] = [
        NaiveMatrixBackend(), Compute.defaultBackend,
    ]

    /// Compares both passes of both backends with the definition.
    ///
    /// In single precision, sums of a few hundred terms are good to about 1e-6; the gradients'
    /// start from 1, which costs them one more digit. In 8 bits the operands are rounded before
    /// both computations; the kernel then rounds probabilities, their gradients and the result
    /// (2^-8 = 0.004 each), which differences of terms of both signs can multiply a few times. Its series for
    /// the exponential ends 6e-5 early, which is what the log-sum-exp shows.
    private func expectEqual(_ problem: AttentionProblem, _ what: String) {
        let expected = problem.output()
        let gradients = problem.gradients()
        let isShort = problem.type == .bfloat16
        for backend in Self.backends {
            let found = compute(problem, backend: backend)
            let what = "\(what), \(problem.type), \(backend.name)"
            let limit = isShort ? 8e-3 : 2e-6
            let gradientLimit = isShort ? 1.5e-2 : 2e-5
            #expect(relativeDifference(found.output, expected.values) < limit, "\(what)")
            for (own, wanted) in zip(found.logSumExp, expected.logSumExp) {
                #expect(abs(Double(own) - wanted) < (isShort ? 1e-4 : 1e-5), "\(what)")
            }
            #expect(
                relativeDifference(found.queryGradient, gradients.queries) < gradientLimit
                    || gradients.queries.allSatisfy { abs($0) < 1e-12 }, "\(what)")
            #expect(
                relativeDifference(found.keyGradient, gradients.keys) < gradientLimit
                    || gradients.keys.allSatisfy { abs($0) < 1e-12 }, "\(what)")
            #expect(
                relativeDifference(found.valueGradient, gradients.values) < gradientLimit,
                "\(what)")
            #expect(found.gapsAreUntouched, "\(what)")
        }
    }

    private static let pieceCounts = [
        [3], [1], [5, 4], [2, 3, 6], [70, 65], [1, 1, 1, 130], [64], [8, 8], [1, 1],
    ]

    @Test(arguments: pieceCounts, ScalarType.allCases)
    func passesFollowTheDefinition(_ pieceCounts: [Int], _ type: ScalarType) {
        for (heads, keyValueHeads) in [(4, 2), (3, 3), (4, 1)] {
            let shape = AttentionShape(
                headCount: heads, keyValueHeadCount: keyValueHeads, headWidth: 10)
            expectEqual(
                AttentionProblem(shape, pieceCounts: pieceCounts, type: type, seed: 3),
                "\(heads)/\(keyValueHeads) heads")
        }
    }

    @Test(arguments: [1, 2, 7, 40, 64, 200], ScalarType.allCases)
    func windowsHideWhatIsFar(_ window: Int, _ type: ScalarType) {
        let shape = AttentionShape(headCount: 4, keyValueHeadCount: 2, headWidth: 8)
        for pieceCounts in [[9], [5, 4], [30, 41, 75]] {
            expectEqual(
                AttentionProblem(
                    shape, pieceCounts: pieceCounts, window: window, type: type, seed: 9),
                "\(pieceCounts), window \(window)")
        }
    }

    /// Heads in rows of their own, as caches have them, are the same keys.
    @Test(arguments: [nil, 30] as [Int?], ScalarType.allCases)
    func headsMayLieApart(_ window: Int?, _ type: ScalarType) {
        let shape = AttentionShape(headCount: 4, keyValueHeadCount: 2, headWidth: 10)
        let problem = AttentionProblem(
            shape, pieceCounts: [5, 70, 20], window: window, type: type, seed: 6)
        for backend in Self.backends {
            let apart = compute(problem, backend: backend, headsApart: true)
            let beside = compute(problem, backend: backend)
            #expect(apart.output == beside.output && apart.gapsAreUntouched)
            #expect(apart.queryGradient == beside.queryGradient)
            #expect(apart.keyGradient == beside.keyGradient)
            #expect(apart.valueGradient == beside.valueGradient)
        }
    }

    #if !DEBUG
        /// More keys than a tile, more queries than a block, windows that leave tiles out.
        @Test(
            arguments: [
                [700], [512, 1], [511, 2], [513, 40], [300, 212, 250], [1_100, 20], [5, 520],
            ], [nil, 3, 100, 512, 600] as [Int?])
        func contextsBeyondATileFollowTheDefinition(_ pieceCounts: [Int], _ window: Int?) {
            let shape = AttentionShape(headCount: 2, keyValueHeadCount: 1, headWidth: 16)
            for type in ScalarType.allCases {
                expectEqual(
                    AttentionProblem(
                        shape, pieceCounts: pieceCounts, window: window, type: type, seed: 5),
                    "\(pieceCounts), window \(window ?? 0)")
            }
        }
    #endif

    /// The loops' own gradients against differences of the loops' own results.
    @Test func definitionIsConsistent() {
        let shape = AttentionShape(headCount: 2, keyValueHeadCount: 1, headWidth: 3)
        let problem = AttentionProblem(shape, pieceCounts: [2, 3], window: 4, seed: 4)
        func objective(_ problem: AttentionProblem) -> Double {
            zip(problem.output().values, problem.outputGradient).reduce(0) { $0 + $1.0 * $1.1 }
        }
        func differences(_ path: WritableKeyPath<AttentionProblem, [Double]>) -> [Double] {
            problem[keyPath: path].indices.map { index in
                var (up, down) = (problem, problem)
                up[keyPath: path][index] += 1e-5
                down[keyPath: path][index] -= 1e-5
                return (objective(up) - objective(down)) / 2e-5
            }
        }
        let (queries, keys, values) = problem.gradients()
        for (found, expected) in [
            (queries, differences(\.queries)), (keys, differences(\.keys)),
            (values, differences(\.values)),
        ] {
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-7) }
        }
    }

    @Test func blocksCoverEveryQueryOnce() {
        for (heads, keyValueHeads) in [(1, 1), (32, 8), (16, 2), (64, 1)] {
            let attention = Attention(
                shape: AttentionShape(
                    headCount: heads, keyValueHeadCount: keyValueHeads, headWidth: 8),
                backend: NaiveMatrixBackend(), scratch: ScratchPool())
            for count in [1, 16, 100, 1_000] {
                let blocks = attention.blocks(of: count)
                #expect(blocks.flatMap { Array($0) } == Array(0..<count))
                // Fewer queries than a tile has keys: every row sees some of its first tile.
                #expect(blocks.allSatisfy { $0.count < Attention.tileKeys })
            }
        }
    }

    @Test func largeScoresDoNotOverflow() {
        let shape = AttentionShape(headCount: 1, keyValueHeadCount: 1, headWidth: 4)
        var problem = AttentionProblem(shape, pieceCounts: [4, 5], seed: 8)
        problem.queries = problem.queries.map { $0 * 1e4 }
        let found = compute(problem, backend: NaiveMatrixBackend())
        #expect(relativeDifference(found.output, problem.output().values) < 1e-5)
        #expect(found.keyGradient.allSatisfy { $0.isFinite })
    }

    /// A number that is not one must reach the loss, where a training stops on it.
    @Test(arguments: [0, 40, 600])
    func brokenKeysAreNotHidden(_ key: Int) {
        let shape = AttentionShape(headCount: 1, keyValueHeadCount: 1, headWidth: 8)
        var problem = AttentionProblem(shape, pieceCounts: [610, 4], seed: 8)
        problem.keys[key * 8 + 3] = .nan
        for backend in Self.backends {
            #expect(compute(problem, backend: backend).output.allSatisfy { $0.isNaN })
        }
    }
}
