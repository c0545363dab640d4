import Foundation
import TestSupport
import Testing

@testable import Kernels

/// What encoders need beyond the decoder's kernels, against the definitions in double precision.
@Suite struct EncoderKernelTests {
    private func values(_ count: Int, seed: UInt64, scale: Double) -> [Float] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in Float((random.share() - 0.5) * 2 * scale) }
    }

    @Test(arguments: [1, 15, 16, 33, 1_000])
    func geluIsTheDefinition(_ count: Int) {
        let x = values(count, seed: 3, scale: 9)
        let buffer = FloatBuffer(copying: x)
        GELU.apply(to: buffer.pointer, count: count)
        for (own, x) in zip(buffer.copyToArray(), x) {
            let expected = Double(x) * (1 + erf(Double(x) / 2.0.squareRoot())) / 2
            // The series is 1.5e-7 off, times half of x, and floats round.
            #expect(abs(Double(own) - expected) < 2e-6, "\(x)")
        }
    }

    @Test func geluOfExtremesIsFinite() {
        let buffer = FloatBuffer(copying: [0, -0.0, 1e30, -1e30, 60, -60])
        GELU.apply(to: buffer.pointer, count: 6)
        #expect(buffer.copyToArray() == [0, 0, 1e30, 0, 60, 0])
    }

    @Test(arguments: [1, 16, 40, 100])
    func layerNormIsTheDefinition(_ width: Int) {
        let rows = 5
        let stride = width + 3
        // Far from zero, where a difference of large sums would be wrong.
        let x = values(rows * stride, seed: 4, scale: 1).map { $0 + 100 }
        let weight = values(width, seed: 5, scale: 2)
        let bias = values(width, seed: 6, scale: 1)
        let buffer = FloatBuffer(copying: x)
        let parameters = FloatBuffer(copying: weight + bias)
        LayerNorm(
            width: width, epsilon: 1e-5, weight: parameters.pointer,
            bias: parameters.pointer + width
        ).apply(to: Matrix(buffer.pointer, stride: stride), rows: rows)
        withExtendedLifetime(parameters) {}
        for row in 0..<rows {
            let line = x[(row * stride)..<(row * stride + width)].map(Double.init)
            let mean = line.reduce(0, +) / Double(width)
            let variance = line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            for column in 0..<width {
                let expected =
                    (line[column] - mean) / (variance + 1e-5).squareRoot()
                    * Double(weight[column]) + Double(bias[column])
                let own = Double(buffer.pointer[row * stride + column])
                #expect(abs(own - expected) < 2e-4, "\(row) \(column)")
            }
            // What lies between the rows stays.
            for column in width..<stride {
                #expect(buffer.pointer[row * stride + column] == x[row * stride + column])
            }
        }
    }

    @Test(arguments: [1, 16, 21, 90])
    func softmaxOfRowsSumsToOneAndOrdersLikeTheScores(_ width: Int) {
        let x = values(3 * width, seed: 8, scale: 30)
        let buffer = FloatBuffer(copying: x)
        RowSoftmax.apply(
            to: Matrix(buffer.pointer, stride: width), rows: 3, width: width, scale: 0.5)
        for row in 0..<3 {
            let line = x[(row * width)..<((row + 1) * width)].map { exp(Double($0) * 0.5) }
            let sum = line.reduce(0, +)
            for column in 0..<width {
                let own = Double(buffer.pointer[row * width + column])
                #expect(abs(own - line[column] / sum) < 1e-6)
            }
        }
    }
}
