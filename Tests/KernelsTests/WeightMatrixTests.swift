import Foundation
import TestSupport
import Testing

@testable import Kernels

/// Stored weights against what was stored, and products with them against their own widened rows.
@Suite struct WeightMatrixTests {
    private func stored(
        _ type: WeightType, rows: Int, width: Int, seed: UInt64 = 3
    ) -> (matrix: WeightMatrix, source: [Float]) {
        var random = SplitMix(seed: seed)
        let source = random.values(rows * width)
        let matrix = WeightMatrix(type: type, rows: rows, width: width)
        for row in 0..<rows { matrix.setRow(row, Array(source[row * width..<(row + 1) * width])) }
        return (matrix, source)
    }

    private func expanded(
        _ matrix: WeightMatrix, _ type: ScalarType = .float32
    ) -> [Float] {
        let target = TypedRows(zeros: matrix.rows, matrix.width, type, gap: 5)
        // In two parts, since parts run on several threads.
        let half = matrix.rows / 2
        matrix.expand(0..<half, into: target.matrix)
        matrix.expand(half..<matrix.rows, into: target.matrix.from(row: half))
        #expect(target.gapsAreUntouched)
        return target.values
    }

    // MARK: Round trips

    @Test(arguments: [1, 31, 32, 64, 65, 100])
    func denseRowsComeBack(_ width: Int) {
        let (exact, source) = stored(.float32, rows: 7, width: width)
        #expect(expanded(exact) == source)
        let (short, _) = stored(.bfloat16, rows: 7, width: width)
        let rounded = source.map(roundedToBFloat16)
        #expect(expanded(short) == rounded)
        for matrix in [exact, short] { #expect(expanded(matrix, .bfloat16) == rounded) }
    }

    @Test func denseRowsAreOperandsAsTheyAre() {
        for type in [WeightType.float32, .bfloat16] {
            let (matrix, _) = stored(type, rows: 3, width: 20)
            let own = expanded(matrix)
            let dense = matrix.denseMatrix
            for index in 0..<60 { #expect(dense?[index / 20, index % 20] == own[index]) }
        }
        #expect(WeightMatrix(type: .int8, rows: 1, width: 1).denseMatrix == nil)
        #expect(WeightMatrix(type: .int4, rows: 1, width: 1).denseMatrix == nil)
    }

    @Test(arguments: [1, 63, 64, 65, 200])
    func eightBitsAreOffByHalfAStepAtMost(_ width: Int) {
        let (matrix, source) = stored(.int8, rows: 5, width: width)
        let found = expanded(matrix)
        for row in 0..<5 {
            for start in stride(from: 0, to: width, by: 64) {
                let group = row * width + start..<row * width + min(start + 64, width)
                let largest = group.reduce(Float(0)) { max($0, abs(source[$1])) }
                for index in group {
                    // Half a step, and the rounding of the step itself.
                    #expect(abs(found[index] - source[index]) <= largest / 127 * 0.500_01)
                }
            }
        }
    }

    /// The step that is chosen is the best of a few.
    ///
    /// Steps to both sides of the range are tried: whatever wins is no worse than the plain one,
    /// whose steps are an eighth of the largest number. Of steps a seventh to a ninth of it, codes
    /// from -8 to 7 leave out two ninths at most.
    @Test(arguments: [1, 16, 31, 32, 33, 96])
    func fourBitsAreNoWorseThanThePlainStep(_ width: Int) {
        let (matrix, source) = stored(.int4, rows: 6, width: width)
        let found = expanded(matrix)
        for row in 0..<6 {
            for start in stride(from: 0, to: width, by: 32) {
                let group = row * width + start..<row * width + min(start + 32, width)
                let extreme = group.reduce(Float(0)) {
                    abs(source[$1]) > abs($0) ? source[$1] : $0
                }
                let step = Double(extreme) / -8
                var (own, plain) = (0.0, 0.0)
                for index in group {
                    let value = Double(source[index])
                    let code = max(-8, min(7, (value / step).rounded()))
                    plain += pow(value - code * step, 2)
                    own += pow(Double(found[index]) - value, 2)
                    #expect(abs(found[index] - source[index]) <= abs(extreme) * 0.2223)
                }
                #expect(own <= plain * 1.000_01 + 1e-12)
            }
        }
    }

    @Test(arguments: [WeightType.int8, .int4])
    func zerosAndLonelyNumbersAreExact(_ type: WeightType) {
        let matrix = WeightMatrix(type: type, rows: 3, width: 70)
        #expect(expanded(matrix).allSatisfy { $0 == 0 })
        var line = [Float](repeating: 0, count: 70)
        line[3] = -2
        line[69] = 0.5
        matrix.setRow(1, line)
        let found = expanded(matrix)
        for (index, value) in found.enumerated() {
            let wanted = index / 70 == 1 ? line[index % 70] : 0
            #expect(abs(value - wanted) <= abs(wanted) * 1e-6, "\(index)")
        }
        // What stood there before leaves nothing behind.
        matrix.setRow(1, [Float](repeating: 0, count: 70))
        #expect(expanded(matrix).allSatisfy { $0 == 0 })
    }

    @Test func sizesAreThoseOfTheTypes() {
        #expect(WeightType.float32.byteCount(rows: 3, width: 100) == 1_200)
        #expect(WeightType.bfloat16.byteCount(rows: 3, width: 100) == 600)
        // Two groups of 64 with a scale each, four groups of 32 with a scale each.
        #expect(WeightType.int8.byteCount(rows: 3, width: 100) == 3 * (128 + 2 * 4))
        #expect(WeightType.int4.byteCount(rows: 3, width: 100) == 3 * (64 + 4 * 4))
        #expect(WeightMatrix(type: .int4, rows: 3, width: 100).byteCount == 3 * 80)
    }

    @Test(arguments: WeightType.allCases)
    func noiseHasTheWantedDeviation(_ type: WeightType) {
        let matrix = WeightMatrix(type: type, rows: 64, width: 128)
        var random = SplitMix(seed: 5)
        for row in 0..<64 { matrix.setRandomRow(row, deviation: 0.3) { random.next() } }
        let values = expanded(matrix).map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        // 8192 numbers: the deviation's own error is below 1 %, that of the mean 0.003. Codes reach
        // one further below zero than above, so that their mean is half a step, 0.03 of 4 bits.
        #expect(abs(variance.squareRoot() - 0.3) < 0.01)
        #expect(abs(mean) < 0.045)
    }

    // MARK: Products of a few rows

    private func product(
        _ matrix: WeightMatrix, _ x: TypedRows, rows: [Range<Int>],
        accumulatesOn old: [Float]? = nil
    ) -> [Float] {
        let target = TypedRows(
            old ?? [Float](repeating: .nan, count: x.rows * matrix.rows), rows: x.rows,
            width: matrix.rows, gap: 3)
        for range in rows {
            matrix.multiplyFew(
                x.matrix, count: x.rows, rows: range, output: target.matrix,
                accumulates: old != nil)
        }
        #expect(target.gapsAreUntouched)
        return target.values
    }

    @Test(arguments: WeightType.allCases, [1, 15, 16, 33, 64, 130, 257])
    func productsAreThoseOfTheWidenedRows(_ type: WeightType, _ width: Int) {
        let (matrix, _) = stored(type, rows: 13, width: width, seed: UInt64(width))
        let weights = expanded(matrix).map(Double.init)
        var random = SplitMix(seed: 8)
        for count in 1...9 {
            let x = random.rows(count, width, gap: 4)
            let input = x.doubles
            let old = random.values(count * 13)
            var expected: [Double] = []
            for row in 0..<count {
                for output in 0..<13 {
                    expected.append(
                        (0..<width).reduce(0) {
                            $0 + input[row * width + $1] * weights[output * width + $1]
                        })
                }
            }
            let found = product(matrix, x, rows: [0..<13])
            #expect(relativeDifference(found, expected) < 1e-6, "\(count) rows")
            // Neither on how the matrix is split, nor on what is multiplied beside a row.
            #expect(product(matrix, x, rows: [0..<1, 1..<6, 6..<8, 8..<13]) == found)
            for row in 0..<count {
                let one = TypedRows(
                    Array(x.values[row * width..<(row + 1) * width]), rows: 1, width: width)
                #expect(
                    product(matrix, one, rows: [0..<13])
                        == Array(found[row * 13..<(row + 1) * 13]), "row \(row) of \(count)")
            }
            #expect(
                product(matrix, x, rows: [0..<5, 5..<13], accumulatesOn: old)
                    == zip(old, found).map { $0 + $1 })
        }
    }

    @Test(arguments: ScalarType.allCases)
    func productsWithPlainRowsAreTheSame(_ type: ScalarType) {
        let (rows, width) = (11, 37)
        let (matrix, _) = stored(
            type == .float32 ? .float32 : .bfloat16, rows: rows, width: width)
        let plain = TypedRows(expanded(matrix), rows: rows, width: width, type, gap: 9)
        var random = SplitMix(seed: 8)
        for count in [1, 2, 4, 6] {
            let x = random.rows(count, width)
            let target = TypedRows(zeros: count, rows, gap: 2)
            for range in [0..<4, 4..<11] {
                FewRows.multiply(
                    x.matrix, count: count, width: width, weights: plain.matrix, rows: range,
                    output: target.matrix)
            }
            #expect(target.values == product(matrix, x, rows: [0..<rows]))
            #expect(target.gapsAreUntouched && plain.gapsAreUntouched)
        }
    }
}
