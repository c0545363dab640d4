import Foundation
import Kernels
import LanguageModel
import Testing

@testable import Training

@Suite struct MuonTests {
    /// Against the method's formulas, written down plainly in double precision.
    @Test(arguments: [[3, 3], [4, 9], [9, 4]])
    func trajectoryFollowsTheFormula(shape: [Int]) {
        let parameters = ParameterSet([
            (name: "other", shape: [2, 2]), (name: "w", shape: shape),
        ])
        let entry = parameters.entries[1]
        let momenta = parameters.makeCompanion()
        let muon = Muon(
            .init(momentum: 0.9, weightDecay: 0.1), for: parameters, entries: [entry],
            momenta: momenta)
        let gradients = parameters.makeCompanion()
        let compute = Compute(threadCount: 1)
        var generator = SeededGenerator(seed: 7)
        var values = Grid(rows: shape[0], columns: shape[1])
        var momentum = values
        for _ in 0..<4 {
            var gradient = values
            for index in values.numbers.indices {
                gradient.numbers[index] = Double(generator.normal())
                gradients.pointer[entry.offset + index] = Float(gradient.numbers[index])
            }
            for index in values.numbers.indices {
                momentum.numbers[index] =
                    0.9 * momentum.numbers[index] + 0.5 * gradient.numbers[index]
                gradient.numbers[index] =
                    0.5 * gradient.numbers[index] + 0.9 * momentum.numbers[index]
            }
            let step = gradient.orthogonalized()
            let size = 0.2 * Double(shape[0] > shape[1] ? shape[0] : shape[1]).squareRoot()
            for index in values.numbers.indices {
                values.numbers[index] *= 1 - 0.01 * 0.1
                values.numbers[index] -= 0.01 * size * step.numbers[index]
            }
            muon.update(gradients: gradients, learningRate: 0.01, gradientScale: 0.5, on: compute)
        }
        for index in values.numbers.indices {
            #expect(
                abs(Double(parameters.pointer(entry)[index]) - values.numbers[index]) < 1e-5)
        }
        #expect((0..<4).allSatisfy { parameters.values.pointer[$0] == 0 })
    }

    @Test(arguments: [[8, 8], [16, 48], [48, 16]])
    func shortProductsGiveNearlyTheSameStep(shape: [Int]) {
        func step(_ precision: ScalarType) -> [Float] {
            let parameters = ParameterSet([(name: "w", shape: shape)])
            let muon = Muon(
                .init(), for: parameters, entries: parameters.entries,
                momenta: parameters.makeCompanion(), precision: precision)
            let gradients = parameters.makeCompanion()
            var generator = SeededGenerator(seed: 3)
            for index in 0..<gradients.count { gradients.pointer[index] = generator.normal() }
            muon.update(
                gradients: gradients, learningRate: 1, gradientScale: 1,
                on: Compute(threadCount: 2))
            return parameters.values.copyToArray()
        }
        let (plain, short) = (step(.float32), step(.bfloat16))
        var (difference, norm) = (0.0, 0.0)
        for (a, b) in zip(short, plain) {
            difference += Double((a - b) * (a - b))
            norm += Double(b * b)
        }
        let share = (difference / norm).squareRoot()
        #expect(share > 0 && share < 0.05, "\(share)")
    }

    /// Whatever the gradient's own scale in a direction, the step has about the same in all.
    @Test(arguments: [ScalarType.float32, .bfloat16])
    func everyDirectionMovesAlike(precision: ScalarType) {
        let parameters = ParameterSet([(name: "w", shape: [8, 8])])
        let muon = Muon(
            .init(momentum: 0, weightDecay: 0), for: parameters, entries: parameters.entries,
            momenta: parameters.makeCompanion(), precision: precision)
        let gradients = parameters.makeCompanion()
        for index in 0..<8 { gradients.pointer[index * 9] = Float(index + 1) }
        muon.update(
            gradients: gradients, learningRate: 1, gradientScale: 1, on: Compute(threadCount: 1))
        let size = 0.2 * Float(8).squareRoot()
        for index in 0..<8 {
            let moved = -parameters.values.pointer[index * 9] / size
            #expect((0.6...1.3).contains(moved))
        }
    }
}

/// A small matrix in double precision.
private struct Grid {
    let rows: Int
    let columns: Int
    var numbers: [Double]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        numbers = Array(repeating: 0, count: rows * columns)
    }

    subscript(row: Int, column: Int) -> Double {
        get { numbers[row * columns + column] }
        set { numbers[row * columns + column] = newValue }
    }

    var transposed: Grid {
        var result = Grid(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    func times(_ other: Grid) -> Grid {
        var result = Grid(rows: rows, columns: other.columns)
        for row in 0..<rows {
            for column in 0..<other.columns {
                for inner in 0..<columns {
                    result[row, column] += self[row, inner] * other[inner, column]
                }
            }
        }
        return result
    }

    func orthogonalized() -> Grid {
        let norm = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var x = self
        for index in x.numbers.indices { x.numbers[index] /= norm + 1e-7 }
        for _ in 0..<5 {
            let gram = x.times(x.transposed)
            let first = gram.times(x)
            let second = gram.times(first)
            for index in x.numbers.indices {
                x.numbers[index] =
                    3.4445 * x.numbers[index] - 4.7750 * first.numbers[index]
                    + 2.0315 * second.numbers[index]
            }
        }
        return x
    }
}
