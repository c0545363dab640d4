/// Root-mean-square normalisation of rows: y = x / sqrt(mean(x²) + epsilon) · weight.
///
/// Every function works on the calling thread. Source: Zhang and Sennrich 2019; Hugging Face's
/// `LlamaRMSNorm`.
package struct RMSNorm {
    package let width: Int
    package let epsilon: Float
    package let weight: UnsafePointer<Float>

    package init(width: Int, epsilon: Float, weight: UnsafePointer<Float>) {
        self.width = width
        self.epsilon = epsilon
        self.weight = weight
    }

    /// Shapes: input (rows, width), floats; output (rows, width), any type; scales (rows),
    /// 1 / root mean square, kept for `backward`.
    package func forward(
        _ input: Matrix, rows: Int, output: Matrix, scales: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            let x = input.from(row: row).floats
            let meanSquare = dot(x, x, count: width) / Float(width)
            scales[row] = 1 / (meanSquare + epsilon).squareRoot()
        }
        reapply(input, rows: rows, scales: scales, output: output)
    }

    /// The output again from kept scales: cheaper to compute than to store.
    package func reapply(
        _ input: Matrix, rows: Int, scales: UnsafePointer<Float>, output: Matrix
    ) {
        switch output.type {
        case .float32: apply(input, rows: rows, scales: scales, output: output, Float.self)
        case .bfloat16: apply(input, rows: rows, scales: scales, output: output, BFloat16.self)
        }
    }

    private func apply<T: Scalar>(
        _ input: Matrix, rows: Int, scales: UnsafePointer<Float>, output: Matrix, _: T.Type
    ) {
        for row in 0..<rows {
            let x = input.from(row: row).floats
            let y = output.from(row: row).pointer(T.self)
            let scale = scales[row]
            forEachVector(width) { offset, count in
                let value =
                    loadPart(x + offset, count) * scale * loadPart(weight + offset, count)
                storePart(value, y + offset, count)
            }
        }
    }

    /// Adds the gradient of the input to `inputGradient`.
    ///
    /// Shapes: as in `forward`, all floats; gradients like what they belong to.
    package func backward(
        outputGradient: Matrix, input: Matrix, rows: Int, scales: UnsafePointer<Float>,
        inputGradient: Matrix
    ) {
        for row in 0..<rows {
            backwardRow(
                outputGradient.from(row: row).floats, input.from(row: row).floats,
                scale: scales[row], inputGradient: inputGradient.from(row: row).floats)
        }
    }

    /// Adds the gradient of some columns of the weight, summed over all rows in order.
    package func addWeightGradient(
        outputGradient: Matrix, input: Matrix, rows: Int, scales: UnsafePointer<Float>,
        columns: Range<Int>, to gradient: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            let x = input.from(row: row).floats
            let dy = outputGradient.from(row: row).floats
            for column in columns { gradient[column] += dy[column] * x[column] * scales[row] }
        }
    }

    /// dx += scale · (dy·w - x · scale² · mean(dy·w·x)).
    private func backwardRow(
        _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, scale: Float,
        inputGradient dx: UnsafeMutablePointer<Float>
    ) {
        var sums = Lanes.zero
        forEachVector(width) { offset, count in
            sums = multiplyAdd(
                loadPart(dy + offset, count) * loadPart(weight + offset, count),
                loadPart(x + offset, count), sums)
        }
        let shift = sumLanes(sums) / Float(width) * scale * scale * scale
        forEachVector(width) { offset, count in
            let own = loadPart(dy + offset, count) * loadPart(weight + offset, count) * scale
            let value =
                loadPart(UnsafePointer(dx) + offset, count) + own
                - loadPart(x + offset, count) * shift
            storePart(value, dx + offset, count)
        }
    }
}
