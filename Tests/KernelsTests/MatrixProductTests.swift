import TestSupport
import Testing

@testable import Kernels

@Suite struct MatrixProductTests {
    /// What the two backends are asked for beside a shape.
    private struct Kind: CustomStringConvertible {
        var operands: ScalarType
        var result: ScalarType
        var isATransposed: Bool
        var isBTransposed: Bool
        var accumulates: Bool

        var description: String {
            "\(operands) to \(result), transposed \(isATransposed) \(isBTransposed), "
                + (accumulates ? "added" : "set")
        }

        /// The rounding that is allowed.
        ///
        /// Products of two numbers with 8 bits are exact in 24, so both types of operands leave the
        /// rounding of sums in single precision alone, in any order. A result of 8 bits is off by
        /// half a unit of its last place at most, 2^-8 of the number.
        var tolerance: Double { result == .float32 ? 2e-6 : 0x1p-8 + 2e-6 }

        static let all: [Kind] = ScalarType.allCases.flatMap { operands in
            ScalarType.allCases.flatMap { result in
                (0..<8).map {
                    Kind(
                        operands: operands, result: result, isATransposed: $0 & 1 != 0,
                        isBTransposed: $0 & 2 != 0, accumulates: $0 & 4 != 0)
                }
            }
        }
    }

    /// Operands in memory with gaps between rows, and what the product should be.
    private struct Case {
        let product: MatrixProduct
        let kind: Kind
        let expected: [Double]
        private let before: [Float]
        private let operands: [TypedRows]
        private let c: TypedRows

        init(m: Int, n: Int, k: Int, _ kind: Kind, random: inout SplitMix) {
            self.kind = kind
            func gap() -> Int { Int.random(in: 0..<3, using: &random) * 5 }
            let gaps = (gap(), gap(), gap())
            let a = random.rows(
                kind.isATransposed ? k : m, kind.isATransposed ? m : k, kind.operands,
                gap: gaps.0)
            let b = random.rows(
                kind.isBTransposed ? n : k, kind.isBTransposed ? k : n, kind.operands,
                gap: gaps.1)
            c = random.rows(m, n, kind.result, gap: gaps.2)
            let (left, right) = (a.doubles, b.doubles)
            var expected = kind.accumulates ? c.doubles : [Double](repeating: 0, count: m * n)
            for row in 0..<m {
                for column in 0..<n {
                    for inner in 0..<k {
                        expected[row * n + column] +=
                            left[kind.isATransposed ? inner * m + row : row * k + inner]
                            * right[kind.isBTransposed ? column * k + inner : inner * n + column]
                    }
                }
            }
            self.expected = expected
            before = c.values
            operands = [a, b]
            product = MatrixProduct(
                m: m, n: n, k: k, a: a.matrix, isATransposed: kind.isATransposed, b: b.matrix,
                isBTransposed: kind.isBTransposed, c: c.matrix, accumulates: kind.accumulates)
        }

        /// The result's distance from the definition, and whether the gaps were left alone.
        func check(_ multiply: (MatrixProduct) -> Void) -> (difference: Double, gapsKept: Bool) {
            c.set(before)
            multiply(product)
            return (
                relativeDifference(c.values, expected),
                c.gapsAreUntouched && operands.allSatisfy(\.gapsAreUntouched)
            )
        }
    }

    /// The default is oneDNN's where the library is there.
    private static let backends: [any MatrixBackend] = [
        NaiveMatrixBackend(), Compute.defaultBackend,
    ]

    private func compare(_ shapes: [(m: Int, n: Int, k: Int)], seed: UInt64) {
        var random = SplitMix(seed: seed)
        let computes = Self.backends.map { Compute(threadCount: 2, backend: $0) }
        for (m, n, k) in shapes {
            for kind in Kind.all {
                let test = Case(m: m, n: n, k: k, kind, random: &random)
                for compute in computes {
                    let what = "\(m)x\(n)x\(k) \(kind) \(compute.backend.name)"
                    let direct = test.check { compute.backend.multiply($0) }
                    #expect(direct.difference < kind.tolerance, "\(what)")
                    #expect(direct.gapsKept, "\(what)")
                    let spread = test.check { compute.multiply($0) }
                    #expect(spread.difference < kind.tolerance, "spread \(what)")
                    #expect(spread.gapsKept, "spread \(what)")
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
            let shapes = (0..<8).map { _ in
                (
                    m: Int.random(in: 1...190, using: &random),
                    n: Int.random(in: 1...190, using: &random),
                    k: Int.random(in: 1...150, using: &random)
                )
            }
            // The last two are large enough to be split over threads, by rows and by columns.
            compare(shapes + [(260, 100, 60), (100, 260, 60)], seed: 3)
        }

        /// A thread keeps so many primitives at most; beyond, it makes them again.
        @Test func manyShapesAfterEachOtherStayRight() {
            let backend = Compute.defaultBackend
            let ones = FloatBuffer(copying: [Float](repeating: 1, count: 5_000))
            let result = FloatBuffer(count: 1)
            for k in 1...5_000 {
                backend.multiply(
                    MatrixProduct(
                        m: 1, n: 1, k: k, a: Matrix(ones.pointer, stride: k),
                        b: Matrix(ones.pointer, stride: 1), c: Matrix(result.pointer, stride: 1)))
                guard result.pointer[0] == Float(k) else {
                    Issue.record("k = \(k): \(result.pointer[0])")
                    return
                }
            }
            withExtendedLifetime(ones) {}
        }
    #endif

    @Test(arguments: ScalarType.allCases, ScalarType.allCases)
    func aSetResultIsNotReadBefore(_ operands: ScalarType, _ result: ScalarType) {
        let ones = TypedRows([Float](repeating: 1, count: 16), rows: 4, width: 4, operands)
        for backend in Self.backends {
            let c = TypedRows([Float](repeating: .nan, count: 16), rows: 4, width: 4, result)
            backend.multiply(
                MatrixProduct(m: 4, n: 4, k: 4, a: ones.matrix, b: ones.matrix, c: c.matrix))
            #expect(c.values == [Float](repeating: 4, count: 16), "\(backend.name)")
        }
    }

    @Test(
        arguments: [(300, 64, 80), (64, 300, 80), (1, 500, 200), (129, 131, 17)],
        ScalarType.allCases)
    func resultsDoNotDependOnTheNumberOfThreads(
        _ shape: (m: Int, n: Int, k: Int), _ type: ScalarType
    ) {
        let (m, n, k) = shape
        var random = SplitMix(seed: UInt64(m * n + k))
        for backend in Self.backends {
            let (a, b) = (random.rows(m, k, type), random.rows(n, k, type))
            let results = (1...4).map { threadCount in
                let c = TypedRows(zeros: m, n)
                Compute(threadCount: threadCount, backend: backend).multiply(
                    MatrixProduct(
                        m: m, n: n, k: k, a: a.matrix, b: b.matrix, isBTransposed: true,
                        c: c.matrix))
                return c.values
            }
            for result in results { #expect(result == results[0], "\(backend.name)") }
        }
    }

    @Test func emptyProductsDoNothing() {
        let one = FloatBuffer(copying: [1])
        let matrix = Matrix(one.pointer, stride: 1)
        for (m, n) in [(0, 1), (1, 0), (0, 0)] {
            let product = MatrixProduct(m: m, n: n, k: 1, a: matrix, b: matrix, c: matrix)
            Compute(threadCount: 2).multiply(product)
            for backend in Self.backends { backend.multiply(product) }
        }
        #expect(one.copyToArray() == [1])
    }

    /// A sum of nothing is zero, and nothing is added.
    @Test func productsOverNothingAreZero() {
        for backend in Self.backends {
            let one = FloatBuffer(copying: [1])
            let matrix = Matrix(one.pointer, stride: 1)
            var product = MatrixProduct(
                m: 1, n: 1, k: 0, a: matrix, b: matrix, c: matrix, accumulates: true)
            backend.multiply(product)
            #expect(one.pointer[0] == 1)
            product.accumulates = false
            backend.multiply(product)
            #expect(one.pointer[0] == 0)
        }
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
