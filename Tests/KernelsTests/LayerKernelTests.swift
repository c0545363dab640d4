import Foundation
import TestSupport
import Testing

@testable import Kernels

/// Norm, gate, rotation, loss and optimizer against their formulas in double precision.
@Suite struct LayerKernelTests {
    private let compute = Compute(threadCount: 2)

    // MARK: Exponential

    @Test func exponentialIsWithinTwoUnitsInTheLastPlace() {
        var worst = 0.0
        var values = stride(from: Float(-87), through: 88, by: 0.0137).map { $0 }
        values += [0, -0.0, 1, -1, 1e-8, -1e-8, 87.999, -86.999]
        let buffer = FloatBuffer(copying: values)
        _ = exponentiate(buffer.pointer, minus: 0, count: values.count)
        for (index, value) in values.enumerated() {
            let exact = exp(Double(value))
            worst = max(
                worst, abs(Double(buffer.pointer[index]) - exact) / Double(Float(exact).ulp))
        }
        #expect(worst <= 2)
    }

    /// In the range of scores below their largest.
    @Test(arguments: [false, true])
    func powersOfTwoAreAsGoodAsTheySay(_ isShort: Bool) {
        var worst = 0.0
        for value in stride(from: Float(-125.9), through: 127, by: 0.0071) {
            let found = exp2Lanes(Lanes(repeating: value), isShort: isShort)[3]
            worst = max(worst, abs(Double(found) / exp2(Double(value)) - 1))
        }
        // Two units in the last place, or where the series ends; a little more without fused sums.
        #expect(worst < (isShort ? 6e-5 : 2.5e-7))
        let far: Lanes = [-.infinity, -1e30, -127, 0, 1, -1, .nan, -2, 0, 0, 0, 0, 0, 0, 0, 0]
        let found = exp2Lanes(far, isShort: isShort)
        #expect(found[0] == 0 && found[1] == 0 && found[2] == 0)
        #expect(found[3] == 1 && found[4] == 2 && found[5] == 0.5 && found[6].isNaN)
    }

    @Test func exponentialOfFarValuesIsZeroOrLargeAndNeverLoses() {
        let buffer = FloatBuffer(copying: [-.infinity, -1_000, -88, 200, .nan])
        let sum = exponentiate(buffer.pointer, minus: 0, count: 5)
        #expect(buffer.pointer[0] == 0 && buffer.pointer[1] == 0 && buffer.pointer[2] == 0)
        #expect(buffer.pointer[3] > 1e38)
        #expect(buffer.pointer[4].isNaN && sum.isNaN)
    }

    @Test func aRowsResultDoesNotDependOnItsPlaceInAVector() {
        var random = SplitMix(seed: 5)
        let values = random.values(40)
        for offset in 0..<16 {
            let buffer = FloatBuffer(copying: [Float](repeating: 0, count: offset) + values)
            _ = exponentiate(buffer.pointer + offset, minus: 0.5, count: 40)
            let alone = values.map { value in
                let one = FloatBuffer(copying: [value])
                _ = exponentiate(one.pointer, minus: 0.5, count: 1)
                return one.pointer[0]
            }
            #expect(Array(buffer.copyToArray().dropFirst(offset)) == alone)
        }
    }

    // MARK: RMSNorm

    private func norm(_ x: [Double], _ w: [Double], _ epsilon: Double) -> [Double] {
        let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
        return zip(x, w).map { $0 * $1 / (meanSquare + epsilon).squareRoot() }
    }

    @Test(arguments: [1, 7, 16, 48, 61])
    func normAndItsGradientFollowTheFormula(_ width: Int) {
        var random = SplitMix(seed: UInt64(width))
        let rows = 37
        let (x, dy) = (random.rows(rows, width, gap: 2), random.rows(rows, width, gap: 3))
        let weight = random.buffer(width)
        let norm = RMSNorm(width: width, epsilon: 1e-5, weight: weight.pointer)
        let (y, again) = (TypedRows(zeros: rows, width, gap: 1), TypedRows(zeros: rows, width))
        let short = TypedRows(zeros: rows, width, .bfloat16, gap: 5)
        let scales = FloatBuffer(count: rows)
        norm.forward(x.matrix, rows: rows, output: y.matrix, scales: scales.pointer)
        norm.reapply(x.matrix, rows: rows, scales: scales.pointer, output: again.matrix)
        #expect(again.values == y.values)
        norm.reapply(x.matrix, rows: rows, scales: scales.pointer, output: short.matrix)
        #expect(short.values == y.values.map(roundedToBFloat16))

        let weights = weight.copyToArray().map(Double.init)
        let (inputs, outputGradients) = (x.doubles, dy.doubles)
        var expected: [Double] = []
        var inputGradient: [Double] = []
        var weightGradient = [Double](repeating: 0, count: width)
        for row in 0..<rows {
            let line = Array(inputs[row * width..<(row + 1) * width])
            let own = Array(outputGradients[row * width..<(row + 1) * width])
            expected += self.norm(line, weights, 1e-5)
            func product(_ x: [Double], _ w: [Double]) -> Double {
                zip(self.norm(x, w, 1e-5), own).reduce(0) { $0 + $1.0 * $1.1 }
            }
            for column in 0..<width {
                // Central differences of the scalar product with dy, in double precision.
                var (up, down) = (line, line)
                up[column] += 1e-5
                down[column] -= 1e-5
                inputGradient.append((product(up, weights) - product(down, weights)) / 2e-5)
                var only = [Double](repeating: 0, count: width)
                only[column] = 1
                weightGradient[column] += product(line, only)
            }
        }
        #expect(relativeDifference(y.values, expected) < 1e-6)
        let ones = [Float](repeating: 1, count: rows * width)
        let dx = TypedRows(ones, rows: rows, width: width, gap: 4)
        let dw = FloatBuffer(copying: [Float](repeating: 1, count: width))
        norm.backward(
            outputGradient: dy.matrix, input: x.matrix, rows: rows, scales: scales.pointer,
            inputGradient: dx.matrix)
        for columns in [0..<width / 2, width / 2..<width] {
            norm.addWeightGradient(
                outputGradient: dy.matrix, input: x.matrix, rows: rows, scales: scales.pointer,
                columns: columns, to: dw.pointer)
        }
        // Both are added to what was there.
        #expect(relativeDifference(dx.values, inputGradient.map { $0 + 1 }) < 1e-5)
        #expect(relativeDifference(dw.copyToArray(), weightGradient.map { $0 + 1 }) < 1e-5)
        #expect([x, dy, y, short, dx].allSatisfy { $0.gapsAreUntouched })
        withExtendedLifetime(weight) {}
    }

    // MARK: SwiGLU

    /// Gate and up of three rows, beside each other, in single precision and shortened.
    @Test(arguments: [1, 15, 16, 1_000], ScalarType.allCases)
    func gateAndItsGradientFollowTheFormula(_ width: Int, _ type: ScalarType) {
        var random = SplitMix(seed: UInt64(width))
        let rows = 3
        let gateAndUp = random.rows(rows, 2 * width, type, gap: 2, scale: 8)
        let dy = random.rows(rows, width, type, gap: 4)
        let output = TypedRows(zeros: rows, width, type, gap: 1)
        SwiGLU.forward(gateAndUp.matrix, rows: rows, width: width, output: output.matrix)
        let (values, gradients) = (gateAndUp.doubles, dy.doubles)
        var expected: [Double] = []
        var expectedGradient = [Double](repeating: 0, count: 2 * rows * width)
        for row in 0..<rows {
            for column in 0..<width {
                let gate = 2 * row * width + column
                let (g, u) = (values[gate], values[gate + width])
                let d = gradients[row * width + column]
                let sigmoid = 1 / (1 + exp(-g))
                expected.append(g * sigmoid * u)
                expectedGradient[gate] = d * u * (sigmoid + g * sigmoid * (1 - sigmoid))
                expectedGradient[gate + width] = d * g * sigmoid
            }
        }
        // Operands are exact; a shortened result is rounded once, by half a unit at most.
        let limit = type == .float32 ? 1e-6 : 0x1p-8
        #expect(relativeDifference(output.values, expected) < limit)
        let gradient = TypedRows(zeros: rows, 2 * width, type, gap: 3)
        SwiGLU.backward(
            outputGradient: dy.matrix, gateAndUp: gateAndUp.matrix, rows: rows, width: width,
            gradient: gradient.matrix)
        #expect(relativeDifference(gradient.values, expectedGradient) < limit)
        SwiGLU.backward(
            outputGradient: dy.matrix, gateAndUp: gateAndUp.matrix, rows: rows, width: width,
            gradient: gateAndUp.matrix)
        #expect(gateAndUp.values == gradient.values)
        #expect([gateAndUp, dy, output, gradient].allSatisfy { $0.gapsAreUntouched })
    }

    @Test func extremeGatesStayFinite() {
        let gateAndUp = TypedRows([-1e30, -100, 100, 1e30, 1, 1, 1, 1], rows: 1, width: 8)
        let output = TypedRows(zeros: 1, 4)
        SwiGLU.forward(gateAndUp.matrix, rows: 1, width: 4, output: output.matrix)
        let values = output.values
        #expect(abs(values[1]) < 1e-30 && values[2] == 100)
        #expect(values.allSatisfy { $0.isFinite })
        let ones = TypedRows([1, 1, 1, 1], rows: 1, width: 4)
        SwiGLU.backward(
            outputGradient: ones.matrix, gateAndUp: gateAndUp.matrix, rows: 1, width: 4,
            gradient: gateAndUp.matrix)
        #expect(gateAndUp.values.allSatisfy { $0.isFinite })
    }

    // MARK: Rotary embedding

    @Test(arguments: [2, 8, 32, 44], [1, 0.7])
    func rotationTurnsPairsAndItsInverseIsItsTranspose(_ headWidth: Int, _ factor: Double) {
        let half = headWidth / 2
        let frequencies = (0..<half).map { pow(10_000, -Double($0) / Double(half)) }
        let rotary = RotaryEmbedding(
            headWidth: headWidth, frequencies: frequencies, attentionFactor: factor)
        let positions: [Int32] = [0, 1, 5, 300, 5, 1_000]
        rotary.prepare(positions: 4)
        rotary.prepare(positions: 1_001)
        var random = SplitMix(seed: UInt64(headWidth))
        let (rows, heads) = (positions.count, 3)
        let x = random.rows(rows, heads * headWidth, gap: 7)
        let dy = random.rows(rows, heads * headWidth, gap: 2)
        let (before, gradientBefore) = (x.doubles, dy.doubles)
        rotary.apply(x.matrix, rows: rows, heads: heads, positions: positions)
        var expected: [Double] = []
        for row in 0..<rows {
            for head in 0..<heads {
                let start = (row * heads + head) * headWidth
                for index in 0..<headWidth {
                    let pair = index % half
                    let (a, b) = (before[start + pair], before[start + pair + half])
                    let angle = Double(positions[row]) * frequencies[pair]
                    expected.append(
                        factor
                            * (index < half
                                ? a * cos(angle) - b * sin(angle)
                                : b * cos(angle) + a * sin(angle)))
                }
            }
        }
        #expect(relativeDifference(x.values, expected) < 1e-6)
        let turned = x.doubles
        rotary.apply(dy.matrix, rows: rows, heads: heads, positions: positions, isInverse: true)
        // <R·x, dy> = <x, Rᵀ·dy>.
        let left = zip(turned, gradientBefore).reduce(0) { $0 + $1.0 * $1.1 }
        let right = zip(before, dy.doubles).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(left - right) < 1e-4)
        rotary.apply(x.matrix, rows: rows, heads: heads, positions: positions, isInverse: true)
        #expect(relativeDifference(x.values, before.map { $0 * factor * factor }) < 1e-6)
        #expect(x.gapsAreUntouched && dy.gapsAreUntouched)
    }

    // MARK: Cross entropy

    @Test(arguments: [1, 2, 16, 33, 1_000])
    func lossAndItsGradientFollowTheFormula(_ size: Int) {
        var random = SplitMix(seed: UInt64(size))
        let logits = random.values(size).map { $0 * 10 }
        let target = size / 2
        let exponentials = logits.map { exp(Double($0)) }
        let sum = exponentials.reduce(0, +)
        let buffer = FloatBuffer(copying: logits)
        let loss = CrossEntropy.row(
            logits: buffer.pointer, vocabularySize: size, target: target, gradientScale: nil)
        #expect(abs(Double(loss) - (log(sum) - Double(logits[target]))) < 1e-5)
        let other = FloatBuffer(copying: logits)
        let same = CrossEntropy.row(
            logits: other.pointer, vocabularySize: size, target: target, gradientScale: 0.5)
        #expect(same == loss)
        let expected = exponentials.enumerated().map {
            0.5 * ($1 / sum - ($0 == target ? 1 : 0))
        }
        for (found, wanted) in zip(other.copyToArray(), expected) {
            #expect(abs(Double(found) - wanted) < 1e-6)
        }
    }

    @Test func lossOfHugeLogitsIsFiniteAndOfBrokenOnesIsNot() {
        let huge = FloatBuffer(copying: [1e30, -1e30, 0])
        #expect(
            CrossEntropy.row(
                logits: huge.pointer, vocabularySize: 3, target: 0, gradientScale: nil) == 0)
        let broken = FloatBuffer(copying: [1, .nan, 0] + [Float](repeating: 0, count: 40))
        #expect(
            CrossEntropy.row(
                logits: broken.pointer, vocabularySize: 43, target: 0, gradientScale: nil
            ).isNaN)
    }

    // MARK: AdamW

    @Test func optimizerFollowsItsFormula() {
        let count = 9_001
        var random = SplitMix(seed: 9)
        let values = random.buffer(count)
        let (first, second) = (FloatBuffer(count: count), FloatBuffer(count: count))
        var expected = values.copyToArray().map(Double.init)
        var moments = [(m: Double, v: Double)](repeating: (0, 0), count: count)
        for step in 1...3 {
            let gradients = random.buffer(count)
            AdamWKernel(
                learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1,
                gradientScale: 0.5, correction1: Float(1 - pow(0.9, Double(step))),
                correction2: Float(1 - pow(0.99, Double(step)))
            ).update(
                values: values.pointer, gradients: gradients.pointer, firstMoments: first.pointer,
                secondMoments: second.pointer, count: count, on: compute)
            for index in 0..<count {
                let g = Double(gradients.pointer[index]) * 0.5
                moments[index].m = 0.9 * moments[index].m + 0.1 * g
                moments[index].v = 0.99 * moments[index].v + 0.01 * g * g
                let m = moments[index].m / (1 - pow(0.9, Double(step)))
                let v = moments[index].v / (1 - pow(0.99, Double(step)))
                expected[index] *= 1 - 0.01 * 0.1
                expected[index] -= 0.01 * m / (v.squareRoot() + 1e-8)
            }
        }
        #expect(relativeDifference(values.copyToArray(), expected) < 1e-6)
        #expect(relativeDifference(first.copyToArray(), moments.map(\.m)) < 1e-6)
        #expect(relativeDifference(second.copyToArray(), moments.map(\.v)) < 1e-6)
    }

    @Test func sumsAreExactEnough() {
        var random = SplitMix(seed: 11)
        for count in [0, 1, 15, 16, 17, 63, 64, 65, 200, 9_000] {
            let (a, b) = (random.buffer(count), random.buffer(count))
            let exact = zip(a.copyToArray(), b.copyToArray()).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
            let limit = 1e-6 * Double(count).squareRoot() + 1e-7
            #expect(abs(Double(dot(a.pointer, b.pointer, count: count)) - exact) < limit * 4)
            let squares = a.copyToArray().reduce(0) { $0 + Double($1) * Double($1) }
            #expect(abs(sumOfSquares(a.pointer, count: count) - squares) <= 1e-6 * squares)
            #expect(maximum(a.pointer, count: count) == a.copyToArray().max() ?? -.infinity)
        }
    }
}
