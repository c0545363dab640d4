import TestSupport
import Testing

@testable import Kernels

@Suite struct MatrixTests {
    /// Ties, neighbours of ties, both signs, zeros, tiny and huge numbers.
    private static let corners: [Float] = [
        0, -0.0, 1, -1, 1.003_906_25, 1.011_718_75, -1.003_906_25, -1.011_718_75,
        Float(1.003_906_25).nextUp, Float(1.003_906_25).nextDown, 3.389e38, -3.389e38,
        .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-30, 65_504, .infinity, -.infinity,
    ]

    @Test func bfloat16RoundsToNearestEven() {
        var random = SplitMix(seed: 1)
        var values = Self.corners
        for _ in 0..<20_000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            if value.isFinite { values.append(value) }
        }
        for value in values {
            #expect(BFloat16(value).float == roundedToBFloat16(value), "\(value)")
            // What is already short stays as it is.
            let short = roundedToBFloat16(value)
            #expect(BFloat16(short).float == short)
        }
        #expect(BFloat16(.infinity).float == .infinity)
    }

    @Test(arguments: [1, 15, 16, 17, 40], ScalarType.allCases)
    func copiesWidenAndRound(_ width: Int, _ type: ScalarType) {
        var random = SplitMix(seed: UInt64(width))
        for other in ScalarType.allCases {
            let source = random.rows(5, width, type, gap: 3)
            let target = TypedRows(zeros: 5, width, other, gap: 7)
            target.matrix.copy(from: source.matrix, rows: 5, width: width)
            let expected =
                other == .float32 ? source.values : source.values.map(roundedToBFloat16)
            #expect(target.values == expected)
            #expect(target.gapsAreUntouched && source.gapsAreUntouched)
            target.matrix.from(row: 1).clear(rows: 3, width: width)
            let kept = target.values
            #expect(kept[..<width] == expected[..<width])
            #expect(kept[width..<4 * width].allSatisfy { $0 == 0 })
            #expect(kept[(4 * width)...] == expected[(4 * width)...])
            #expect(target.gapsAreUntouched)
        }
    }

    @Test(arguments: ScalarType.allCases)
    func partsAreWhereTheyBelong(_ type: ScalarType) {
        var random = SplitMix(seed: 4)
        let rows = random.rows(6, 9, type, gap: 2)
        let values = rows.values
        for (row, column) in [(0, 0), (2, 5), (5, 8)] {
            let part = rows.matrix.from(row: row, column: column)
            #expect(part[0, 0] == values[row * 9 + column])
            #expect(part.stride == 11)
            #expect(rows.matrix[row, column] == values[row * 9 + column])
        }
    }

    // MARK: Row operations

    @Test(arguments: [1, 16, 21], ScalarType.allCases)
    func biasIsAddedToEveryRow(_ width: Int, _ type: ScalarType) {
        var random = SplitMix(seed: 3)
        let rows = random.rows(4, width, type, gap: 5)
        let bias = random.values(width)
        let expected = rows.values.enumerated().map { $1 + bias[$0 % width] }
        RowOperations.addBias(bias, to: rows.matrix, rows: 4, width: width)
        #expect(
            rows.values == (type == .float32 ? expected : expected.map(roundedToBFloat16)))
        #expect(rows.gapsAreUntouched)
    }

    @Test func multiplesOfRowsAreAdded() {
        var random = SplitMix(seed: 6)
        let (source, target) = (random.rows(3, 37, gap: 1), random.rows(3, 37, gap: 4))
        let expected = zip(source.doubles, target.doubles).map { $1 - 0.75 * $0 }
        RowOperations.add(source.matrix, times: -0.75, to: target.matrix, rows: 3, width: 37)
        #expect(relativeDifference(target.values, expected) < 1e-7)
        #expect(target.gapsAreUntouched)
    }

    @Test func transposedRowsAreAdded() {
        var random = SplitMix(seed: 7)
        let (rows, columns) = (19, 4)
        let source = random.rows(columns, rows, gap: 6)
        let target = random.rows(rows, columns)
        let (from, before) = (source.doubles, target.doubles)
        RowOperations.addTransposed(
            source.matrix, times: 1.5, to: target.matrix.floats, rows: rows, columns: columns)
        let expected = (0..<rows * columns).map {
            before[$0] + 1.5 * from[$0 % columns * rows + $0 / columns]
        }
        #expect(relativeDifference(target.values, expected) < 1e-7)
        #expect(target.gapsAreUntouched)
    }
}
