import Foundation
import Kernels
import LanguageModel

/// Muon: each matrix moves along its momentum made orthogonal, so that every direction of it is
/// learned at the same pace, the rare ones too.
///
/// For the matrices between embedding and head; the rest is `AdamW`'s.
/// Sources: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks" (momentum
/// and Newton-Schulz iteration); Liu et al. 2025, "Muon is scalable for LLM training" (the step's
/// length, which makes learning rate and decay those of AdamW).
package final class Muon {
    /// What it needs to know beside the learning rate.
    package struct Configuration: Sendable, Equatable {
        package var momentum: Float = 0.95
        package var weightDecay: Float = 0.05

        package init(momentum: Float = 0.95, weightDecay: Float = 0.05) {
            self.momentum = momentum
            self.weightDecay = weightDecay
        }
    }

    /// A quintic that pushes every singular value in (0, 1] into about (0.7, 1.2) in five rounds.
    private static let (linear, cubic, quintic): (Float, Float, Float) = (3.4445, -4.7750, 2.0315)
    private static let rounds = 5
    /// The root mean square of an update's numbers, as AdamW's are.
    private static let updateSize: Float = 0.2

    package let configuration: Configuration
    private let parameters: ParameterSet
    private let entries: [ParameterSet.Entry]
    private let momenta: FloatBuffer
    private let direction: FloatBuffer
    private let product: FloatBuffer
    private let gram: FloatBuffer
    private let polynomial: FloatBuffer
    /// Rounded copies of direction, Gram matrix and polynomial for products; nil in floats.
    private let rounded: (direction: RoundedBlock, gram: RoundedBlock, polynomial: RoundedBlock)?

    /// - Parameters:
    ///   - configuration: momentum and decay.
    ///   - parameters: what is trained.
    ///   - entries: those of its tensors that are this optimizer's: matrices.
    ///   - momenta: a companion of `parameters` in which these entries' momenta are kept.
    ///   - precision: of the products' operands; the iteration needs no more than bfloat16, for it
    ///     stops at roughly one anyway.
    package init(
        _ configuration: Configuration, for parameters: ParameterSet,
        entries: [ParameterSet.Entry], momenta: FloatBuffer, precision: ScalarType = .float32
    ) {
        precondition(entries.allSatisfy { $0.shape.count == 2 }, "Only matrices have directions")
        precondition(momenta.count == parameters.count, "The momenta are another set's")
        self.configuration = configuration
        self.parameters = parameters
        self.entries = entries
        self.momenta = momenta
        let largest = entries.map(\.count).max() ?? 0
        let widest = entries.map { $0.shape.min() ?? 0 }.max() ?? 0
        direction = FloatBuffer(count: largest)
        product = FloatBuffer(count: largest)
        gram = FloatBuffer(count: widest * widest)
        polynomial = FloatBuffer(count: widest * widest)
        rounded =
            precision == .float32
            ? nil
            : (
                RoundedBlock(count: largest, precision),
                RoundedBlock(count: widest * widest, precision),
                RoundedBlock(count: widest * widest, precision)
            )
    }

    /// Numbers in less than 32 bits.
    private struct RoundedBlock {
        private let memory: MemoryBlock
        private let type: ScalarType

        init(count: Int, _ type: ScalarType) {
            self.type = type
            memory = MemoryBlock(byteCount: count * type.byteCount)
        }

        /// The matrix rounded into this block.
        func copy(_ matrix: Matrix, rows: Int, on compute: Compute) -> Matrix {
            let copy = Matrix(memory.start, type, stride: matrix.stride)
            compute.forEachBlock(of: rows) { range in
                copy.from(row: range.lowerBound).copy(
                    from: matrix.from(row: range.lowerBound), rows: range.count,
                    width: matrix.stride)
            }
            return copy
        }
    }

    /// One update of these entries.
    ///
    /// - Parameters:
    ///   - gradients: of all parameters.
    ///   - learningRate: of this update.
    ///   - gradientScale: what gradients are multiplied with first (clipping).
    ///   - compute: spreads the work.
    package func update(
        gradients: FloatBuffer, learningRate: Float, gradientScale: Float, on compute: Compute
    ) {
        for entry in entries {
            let (rows, columns) = (entry.shape[0], entry.shape[1])
            let momentum = momenta.pointer + entry.offset
            let gradient = gradients.pointer + entry.offset
            scaleInPlace(momentum, configuration.momentum, count: entry.count)
            addScaled(gradient, gradientScale, to: momentum, count: entry.count)
            // Nesterov's look ahead.
            let ahead = direction.pointer
            ahead.update(from: momentum, count: entry.count)
            scaleInPlace(ahead, configuration.momentum, count: entry.count)
            addScaled(gradient, gradientScale, to: ahead, count: entry.count)
            orthogonalize(rows: rows, columns: columns, on: compute)
            let values = parameters.pointer(entry)
            scaleInPlace(
                values, 1 - learningRate * configuration.weightDecay, count: entry.count)
            let size = Self.updateSize * Float(max(rows, columns)).squareRoot()
            addScaled(ahead, -learningRate * size, to: values, count: entry.count)
        }
    }

    /// Brings the singular values of the direction, (rows, columns), near one.
    private func orthogonalize(rows: Int, columns: Int, on compute: Compute) {
        let count = rows * columns
        let norm = sumOfSquares(direction.pointer, count: count).squareRoot()
        scaleInPlace(direction.pointer, Float(1 / (norm + 1e-7)), count: count)
        // The smaller of the two Gram matrices: X·Xᵀ of a wide matrix, Xᵀ·X of a tall one.
        let isTall = rows > columns
        let side = min(rows, columns)
        let x = Matrix(direction.pointer, stride: columns)
        let next = Matrix(product.pointer, stride: columns)
        let square = Matrix(gram.pointer, stride: side)
        let factor = Matrix(polynomial.pointer, stride: side)
        for _ in 0..<Self.rounds {
            let left = rounded?.direction.copy(x, rows: rows, on: compute) ?? x
            compute.multiply(
                MatrixProduct(
                    m: side, n: side, k: max(rows, columns), a: left, isATransposed: isTall,
                    b: left, isBTransposed: !isTall, c: square))
            // cubic · G + quintic · G²
            let own = rounded?.gram.copy(square, rows: side, on: compute) ?? square
            compute.multiply(
                MatrixProduct(m: side, n: side, k: side, a: own, b: own, c: factor))
            scaleInPlace(polynomial.pointer, Self.quintic, count: side * side)
            addScaled(gram.pointer, Self.cubic, to: polynomial.pointer, count: side * side)
            let sum = rounded?.polynomial.copy(factor, rows: side, on: compute) ?? factor
            compute.multiply(
                MatrixProduct(
                    m: rows, n: columns, k: side, a: isTall ? left : sum, b: isTall ? sum : left,
                    c: next))
            scaleInPlace(direction.pointer, Self.linear, count: count)
            addScaled(product.pointer, 1, to: direction.pointer, count: count)
        }
    }
}
