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
        let (x, dy) = (random.buffer(rows * width), random.buffer(rows * width))
        let weight = random.buffer(width)
        let norm = RMSNorm(width: width, epsilon: 1e-5, weight: weight.pointer)
        let (y, again) = (FloatBuffer(count: rows * width), FloatBuffer(count: rows * width))
        let scales = FloatBuffer(count: rows)
        norm.forward(
            x.pointer, rows: rows, output: y.pointer, scales: scales.pointer, on: compute)
        norm.reapply(
            x.pointer, rows: rows, scales: scales.pointer, output: again.pointer, on: compute)
        #expect(again.copyToArray() == y.copyToArray())

        let weights = weight.copyToArray().map(Double.init)
        let inputs = x.copyToArray().map(Double.init)
        let outputGradients = dy.copyToArray().map(Double.init)
        var expected: [Double] = []
        var inputGradient: [Double] = []
        var weightGradient = [Double](repeating: 0, count: width)
        for row in 0..<rows {
            let line = Array(inputs[row * width..<(row + 1) * width])
            let own = Array(outputGradients[row * width..<(row + 1) * width])
            expected += self.norm(line, weights, 1e-5)
            for column in 0..<width {
                // Central differences of the scalar product with dy, in double precision.
                func value(_ shift: Double, _ x: [Double], _ w: [Double]) -> Double {
                    zip(self.norm(x, w, 1e-5), own).reduce(0) { $0 + $1.0 * $1.1 }
                }
                var (up, down) = (line, line)
                up[column] += 1e-5
                down[column] -= 1e-5
                inputGradient.append((value(0, up, weights) - value(0, down, weights)) / 2e-5)
                var only = [Double](repeating: 0, count: width)
                only[column] = 1
                weightGradient[column] += value(0, line, only)
            }
        }
        #expect(relativeDifference(y.copyToArray(), expected) < 1e-6)
        let dx = FloatBuffer(copying: [Float](repeating: 1, count: rows * width))
        let dw = FloatBuffer(copying: [Float](repeating: 1, count: width))
        norm.backward(
            outputGradient: dy.pointer, input: x.pointer, rows: rows, scales: scales.pointer,
            inputGradient: dx.pointer, weightGradient: dw.pointer, on: compute)
        // Both are added to what was there.
        #expect(relativeDifference(dx.copyToArray(), inputGradient.map { $0 + 1 }) < 1e-5)
        #expect(relativeDifference(dw.copyToArray(), weightGradient.map { $0 + 1 }) < 1e-5)
        withExtendedLifetime(weight) {}
    }

    // MARK: SwiGLU

    @Test(arguments: [1, 15, 16, 5_000])
    func gateAndItsGradientFollowTheFormula(_ count: Int) {
        var random = SplitMix(seed: UInt64(count))
        let gate = FloatBuffer(copying: random.values(count).map { $0 * 8 })
        let (up, dy) = (random.buffer(count), random.buffer(count))
        let output = FloatBuffer(count: count)
        SwiGLU.forward(
            gate: gate.pointer, up: up.pointer, output: output.pointer, count: count, on: compute)
        var expected: (y: [Double], gate: [Double], up: [Double]) = ([], [], [])
        for index in 0..<count {
            let (g, u) = (Double(gate.pointer[index]), Double(up.pointer[index]))
            let d = Double(dy.pointer[index])
            let sigmoid = 1 / (1 + exp(-g))
            expected.y.append(g * sigmoid * u)
            expected.gate.append(d * u * (sigmoid + g * sigmoid * (1 - sigmoid)))
            expected.up.append(d * g * sigmoid)
        }
        #expect(relativeDifference(output.copyToArray(), expected.y) < 1e-6)
        SwiGLU.backwardInPlace(
            outputGradient: dy.pointer, gate: gate.pointer, up: up.pointer, count: count,
            on: compute)
        #expect(relativeDifference(gate.copyToArray(), expected.gate) < 1e-6)
        #expect(relativeDifference(up.copyToArray(), expected.up) < 1e-6)
    }

    @Test func extremeGatesStayFinite() {
        let gate = FloatBuffer(copying: [-1e30, -100, 100, 1e30])
        let up = FloatBuffer(copying: [1, 1, 1, 1])
        let output = FloatBuffer(count: 4)
        SwiGLU.forward(
            gate: gate.pointer, up: up.pointer, output: output.pointer, count: 4, on: compute)
        #expect(abs(output.pointer[1]) < 1e-30 && output.pointer[2] == 100)
        #expect(output.copyToArray().allSatisfy { $0.isFinite })
    }

    // MARK: Rotary embedding

    @Test(arguments: [2, 8, 32, 44])
    func rotationTurnsPairsAndItsInverseIsItsTranspose(_ headWidth: Int) {
        let half = headWidth / 2
        let frequencies = (0..<half).map { pow(10_000, -Double($0) / Double(half)) }
        let rotary = RotaryEmbedding(headWidth: headWidth, frequencies: frequencies)
        let positions: [Int32] = [0, 1, 5, 300, 5, 1_000]
        rotary.prepare(positions: 4)
        rotary.prepare(positions: 1_001)
        var random = SplitMix(seed: UInt64(headWidth))
        let (rows, heads) = (positions.count, 3)
        let count = rows * heads * headWidth
        let (x, dy) = (random.buffer(count), random.buffer(count))
        let before = x.copyToArray()
        let gradientBefore = dy.copyToArray()
        rotary.apply(
            x.pointer, rows: rows, heads: heads, positions: positions, on: compute)
        var expected: [Double] = []
        for row in 0..<rows {
            for head in 0..<heads {
                let start = (row * heads + head) * headWidth
                let line = before[start..<start + headWidth].map(Double.init)
                for index in 0..<headWidth {
                    let pair = index % half
                    let angle = Double(positions[row]) * frequencies[pair]
                    expected.append(
                        index < half
                            ? line[pair] * cos(angle) - line[pair + half] * sin(angle)
                            : line[pair + half] * cos(angle) + line[pair] * sin(angle))
                }
            }
        }
        #expect(relativeDifference(x.copyToArray(), expected) < 1e-6)
        rotary.apply(
            dy.pointer, rows: rows, heads: heads, positions: positions, isInverse: true,
            on: compute)
        // <R·x, dy> = <x, Rᵀ·dy>.
        let left = zip(x.copyToArray(), gradientBefore).reduce(0) { $0 + Double($1.0 * $1.1) }
        let right = zip(before, dy.copyToArray()).reduce(0) { $0 + Double($1.0 * $1.1) }
        #expect(abs(left - right) < 1e-4)
        rotary.apply(
            x.pointer, rows: rows, heads: heads, positions: positions, isInverse: true,
            on: compute)
        #expect(relativeDifference(x.copyToArray(), before.map(Double.init)) < 1e-6)
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
