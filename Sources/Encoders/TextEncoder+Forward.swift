import Foundation
import Kernels

extension TextEncoder {
    /// Calls the body with the last layer's states of some sequences.
    ///
    /// Sequences are computed side by side without padding; each sees only itself.
    ///
    /// Shapes: states (sum of lengths, hidden), the sequences one below the other; valid within the
    /// body.
    /// - Precondition: Sequences are not longer than `configuration.longestSequence`, and their ids
    ///   are the model's.
    /// - Throws: `SafetensorsError` where the table of tokens cannot be read.
    func withStates<Result>(
        of sequences: [[Int32]], _ body: (Matrix) throws -> Result
    ) throws -> Result {
        try turn.withLock {
            let rows = sequences.reduce(0) { $0 + $1.count }
            let hidden = configuration.hiddenSize
            let memory = PassMemory(rows: rows, configuration)
            return try withExtendedLifetime(memory) {
                try embed(sequences, into: memory.states)
                embeddingNorm.apply(to: Matrix(memory.states, stride: hidden), rows: rows)
                for layer in layers { apply(layer, sequences, rows: rows, memory) }
                return try body(Matrix(memory.states, stride: hidden))
            }
        }
    }

    private func embed(
        _ sequences: [[Int32]], into states: UnsafeMutablePointer<Float>
    ) throws {
        let hidden = configuration.hiddenSize
        var row = states
        for sequence in sequences {
            precondition(sequence.count <= configuration.longestSequence)
            var position = configuration.firstPosition
            for id in sequence {
                let first = Int(id) * hidden
                try tokenTable.file.readFloats(
                    tokenTable.entry, elements: first..<first + hidden, into: row)
                var place = position
                if configuration.family.countsPositionsFromPadding, id == configuration.padding {
                    // A padding token that a text spells out has a position of its own.
                    place = Int(configuration.padding)
                } else {
                    position += 1
                }
                addScaled(positionTable.pointer + place * hidden, 1, to: row, count: hidden)
                addScaled(segment.pointer, 1, to: row, count: hidden)
                row += hidden
            }
        }
    }

    private func apply(
        _ layer: EncoderLayer, _ sequences: [[Int32]], rows: Int, _ memory: PassMemory
    ) {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let states = Matrix(memory.states, stride: hidden)
        let heads = Matrix(memory.heads, stride: 3 * hidden)
        let context = Matrix(memory.context, stride: hidden)
        let branch = Matrix(memory.branch, stride: hidden)
        let middle = Matrix(memory.middle, stride: inner)

        project(states, layer.attention, layer.attentionBias, to: heads, rows, hidden, 3 * hidden)
        attend(sequences, heads: heads, context: context)
        project(
            context, layer.attentionOutput, layer.attentionOutputBias, to: branch, rows, hidden,
            hidden)
        addAndNormalise(branch, to: states, layer.attentionNorm, rows)

        project(states, layer.intermediate, layer.intermediateBias, to: middle, rows, hidden, inner)
        compute.forEachBlock(of: rows) { block in
            GELU.apply(
                to: middle.from(row: block.lowerBound).floats, count: block.count * inner)
        }
        project(middle, layer.output, layer.outputBias, to: branch, rows, inner, hidden)
        addAndNormalise(branch, to: states, layer.outputNorm, rows)
    }

    /// Target = source · weightᵀ + bias.
    private func project(
        _ source: Matrix, _ weight: FloatBuffer, _ bias: FloatBuffer, to target: Matrix,
        _ rows: Int, _ width: Int, _ outWidth: Int
    ) {
        withExtendedLifetime((weight, bias)) {
            compute.multiply(
                MatrixProduct(
                    m: rows, n: outWidth, k: width, a: source,
                    b: Matrix(weight.pointer, stride: width), isBTransposed: true, c: target))
            compute.forEachBlock(of: rows) { block in
                RowOperations.addBias(
                    bias.pointer, to: target.from(row: block.lowerBound), rows: block.count,
                    width: outWidth)
            }
        }
    }

    private func addAndNormalise(
        _ branch: Matrix, to states: Matrix, _ norm: NormWeights, _ rows: Int
    ) {
        compute.forEachBlock(of: rows) { block in
            let own = states.from(row: block.lowerBound)
            RowOperations.add(
                branch.from(row: block.lowerBound), to: own, rows: block.count,
                width: configuration.hiddenSize)
            norm.apply(to: own, rows: block.count)
        }
    }

    /// Every token of a sequence sees every other; one part a sequence and head.
    private func attend(_ sequences: [[Int32]], heads: Matrix, context: Matrix) {
        let hidden = configuration.hiddenSize
        let width = configuration.headWidth
        let headCount = configuration.headCount
        var starts: [Int] = []
        var rows = 0
        for sequence in sequences {
            starts.append(rows)
            rows += sequence.count
        }
        let scale = 1 / Float(width).squareRoot()
        compute.pool.run(partCount: sequences.count * headCount) { part in
            let start = starts[part / headCount]
            let length = sequences[part / headCount].count
            // An empty text of a tokenizer without special tokens.
            guard length > 0 else { return }
            let column = part % headCount * width
            var layout = ScratchLayout()
            let offset = layout.add(length * length, .float32)
            compute.scratch.with(layout) { block in
                let scores = Matrix(
                    (block + offset).bindMemory(to: Float.self, capacity: length * length),
                    stride: length)
                compute.backend.multiply(
                    MatrixProduct(
                        m: length, n: length, k: width, a: heads.from(row: start, column: column),
                        b: heads.from(row: start, column: hidden + column), isBTransposed: true,
                        c: scores))
                RowSoftmax.apply(to: scores, rows: length, width: length, scale: scale)
                compute.backend.multiply(
                    MatrixProduct(
                        m: length, n: width, k: length, a: scores,
                        b: heads.from(row: start, column: 2 * hidden + column),
                        c: context.from(row: start, column: column)))
            }
        }
    }
}

/// What a pass works in.
private final class PassMemory {
    private let block: FloatBuffer
    /// (rows, hidden), the stream through all layers.
    let states: UnsafeMutablePointer<Float>
    /// (rows, 3 · hidden): queries, keys and values.
    let heads: UnsafeMutablePointer<Float>
    /// (rows, hidden): what attention gathered.
    let context: UnsafeMutablePointer<Float>
    /// (rows, hidden): what a half of a layer adds.
    let branch: UnsafeMutablePointer<Float>
    /// (rows, intermediate).
    let middle: UnsafeMutablePointer<Float>

    init(rows: Int, _ configuration: EncoderConfiguration) {
        let hidden = configuration.hiddenSize
        block = FloatBuffer(count: rows * (6 * hidden + configuration.intermediateSize))
        states = block.pointer
        heads = states + rows * hidden
        context = heads + rows * 3 * hidden
        branch = context + rows * hidden
        middle = branch + rows * hidden
    }
}
