import TestSupport
import Testing

@testable import Kernels

@Suite struct MatrixProductTests {
    /// Operands in memory with gaps between rows, and what the product should be.
    private struct Case {
        let product: MatrixProduct
        let before: [Float]
        let expected: [Double]
        let a: FloatBuffer
        let b: FloatBuffer
        let c: FloatBuffer

        init(
            m: Int, n: Int, k: Int, isATransposed: Bool, isBTransposed: Bool, alpha: Float,
            beta: Float, gap: Int, random: inout SplitMix
        ) {
            let aStride = (isATransposed ? m : k) + gap
            let bStride = (isBTransposed ? k : n) + gap
            let cStride = n + gap
            let (a, b, c) = (
                random.buffer((isATransposed ? k : m) * aStride),
                random.buffer((isBTransposed ? n : k) * bStride), random.buffer(m * cStride)
            )
            var expected = c.copyToArray().map(Double.init)
            for row in 0..<m {
                for column in 0..<n {
                    var sum = 0.0
                    for inner in 0..<k {
                        let left = a.pointer[
                            isATransposed ? inner * aStride + row : row * aStride + inner]
                        let right = b.pointer[
                            isBTransposed ? column * bStride + inner : inner * bStride + column]
                        sum += Double(left) * Double(right)
                    }
                    let old = expected[row * cStride + column]
                    expected[row * cStride + column] =
                        Double(alpha) * sum + (beta == 0 ? 0 : Double(beta) * old)
                }
            }
            (self.a, self.b, self.c, self.expected) = (a, b, c, expected)
            before = c.copyToArray()
            product = MatrixProduct(
                m: m, n: n, k: k, a: a.pointer, aStride: aStride, isATransposed: isATransposed,
                b: b.pointer, bStride: bStride, isBTransposed: isBTransposed, c: c.pointer,
                cStride: cStride, alpha: alpha, beta: beta)
        }

        /// The result's distance from the definition, and whether the gaps were left alone.
        func check(_ multiply: (MatrixProduct) -> Void) -> (difference: Double, gapsKept: Bool) {
            for index in before.indices { c.pointer[index] = before[index] }
            multiply(product)
            let found = c.copyToArray()
            let gapsKept = found.indices.allSatisfy {
                $0 % product.cStride < product.n || found[$0] == before[$0]
            }
            return (relativeDifference(found, expected), gapsKept)
        }
    }

    /// The default is oneDNN's where the library is there.
    private static func backends() -> [any MatrixBackend] {
        [NaiveMatrixBackend(), Compute.defaultBackend]
    }

    private func compare(_ shapes: [(m: Int, n: Int, k: Int)], seed: UInt64) {
        var random = SplitMix(seed: seed)
        let computes = Self.backends().map { Compute(threadCount: 2, backend: $0) }
        for (m, n, k) in shapes {
            for flags in 0..<4 {
                for (alpha, beta) in [(1, 0), (1, 1), (-0.5, 0), (2, 0.25)] as [(Float, Float)] {
                    let gap = Int.random(in: 0..<3, using: &random) * 5
                    let test = Case(
                        m: m, n: n, k: k, isATransposed: flags & 1 != 0,
                        isBTransposed: flags & 2 != 0, alpha: alpha, beta: beta, gap: gap,
                        random: &random)
                    for compute in computes {
                        let what =
                            "\(m)x\(n)x\(k) \(flags) \(alpha) \(beta) \(compute.backend.name)"
                        let direct = test.check { compute.backend.multiply($0) }
                        // Sums of k products in single precision, in any order.
                        #expect(direct.difference < 2e-6, "\(what)")
                        #expect(direct.gapsKept, "\(what)")
                        let spread = test.check { compute.multiply($0) }
                        #expect(spread.difference < 2e-6, "spread \(what)")
                        #expect(spread.gapsKept, "spread \(what)")
                    }
                }
            }
        }
    }

    @Test func smallShapesFollowTheDefinition() {
        compare(
            [(1, 1, 1), (1, 70, 33), (70, 1, 33), (1, 1, 40), (3, 5, 7), (17, 31, 2)], seed: 1)
    }

    #if !DEBUG
        @Test func randomShapesFollowTheDefinition() {
            var random = SplitMix(seed: 2)
            let shapes = (0..<12).map { _ in
                (
                    m: Int.random(in: 1...190, using: &random),
                    n: Int.random(in: 1...190, using: &random),
                    k: Int.random(in: 1...150, using: &random)
                )
            }
            // The last two are large enough to be split over threads, by rows and by columns.
            compare(shapes + [(260, 100, 60), (100, 260, 60)], seed: 3)
        }
    #endif

    @Test func betaZeroDoesNotReadTheResult() {
        for backend in Self.backends() {
            let ones = FloatBuffer(copying: [Float](repeating: 1, count: 16))
            let result = FloatBuffer(copying: [Float](repeating: .nan, count: 16))
            backend.multiply(
                MatrixProduct(
                    m: 4, n: 4, k: 4, a: ones.pointer, aStride: 4, b: ones.pointer, bStride: 4,
                    c: result.pointer, cStride: 4))
            #expect(result.copyToArray() == [Float](repeating: 4, count: 16), "\(backend.name)")
            withExtendedLifetime(ones) {}
        }
    }

    @Test(arguments: [(300, 64, 80), (64, 300, 80), (1, 500, 200), (129, 131, 17)])
    func resultsDoNotDependOnTheNumberOfThreads(_ m: Int, _ n: Int, _ k: Int) {
        var random = SplitMix(seed: UInt64(m * n + k))
        for backend in Self.backends() {
            let (a, b) = (random.buffer(m * k), random.buffer(n * k))
            let results = (1...4).map { threadCount in
                let c = FloatBuffer(count: m * n)
                Compute(threadCount: threadCount, backend: backend).multiply(
                    MatrixProduct(
                        m: m, n: n, k: k, a: a.pointer, aStride: k, b: b.pointer, bStride: k,
                        isBTransposed: true, c: c.pointer, cStride: n))
                return c.copyToArray()
            }
            withExtendedLifetime((a, b)) {}
            for result in results { #expect(result == results[0], "\(backend.name)") }
        }
    }

    @Test func emptyProductsDoNothing() {
        let one = FloatBuffer(copying: [1])
        for (m, n) in [(0, 1), (1, 0), (0, 0)] {
            Compute(threadCount: 2).multiply(
                MatrixProduct(
                    m: m, n: n, k: 1, a: one.pointer, aStride: 1, b: one.pointer, bStride: 1,
                    c: one.pointer, cStride: 1))
        }
        #expect(one.copyToArray() == [1])
    }

    @Test func splitsCoverEveryRowOnce() {
        for length in [0, 1, 15, 16, 47, 48, 96, 100, 767, 5_000] {
            for (smallest, most) in [(1, 16), (16, 16), (48, 8)] {
                let ranges = Compute.split(length, smallest: smallest, most: most)
                #expect(ranges.flatMap { Array($0) } == Array(0..<length))
                #expect(ranges.count <= most)
            }
        }
    }
}
