/// Root-mean-square normalisation of rows: y = x / sqrt(mean(x²) + epsilon) · weight.
///
/// Source: Zhang and Sennrich 2019; Hugging Face's `LlamaRMSNorm`.
package struct RMSNorm {
    package let width: Int
    package let epsilon: Float
    package let weight: UnsafePointer<Float>

    package init(width: Int, epsilon: Float, weight: UnsafePointer<Float>) {
        self.width = width
        self.epsilon = epsilon
        self.weight = weight
    }

    /// Shapes: input and output (rows, width); scales (rows), 1 / root mean square for `backward`.
    package func forward(
        _ input: UnsafePointer<Float>, rows: Int, output: UnsafeMutablePointer<Float>,
        scales: UnsafeMutablePointer<Float>, on compute: Compute
    ) {
        compute.forEachBlock(of: rows) { range in
            for row in range {
                let x = input + row * width
                let meanSquare = dot(x, x, count: width) / Float(width)
                let scale = 1 / (meanSquare + epsilon).squareRoot()
                scales[row] = scale
                applyRow(x, scale: scale, output: output + row * width)
            }
        }
    }

    /// The output again from kept scales: cheaper to compute than to store.
    package func reapply(
        _ input: UnsafePointer<Float>, rows: Int, scales: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>, on compute: Compute
    ) {
        compute.forEachBlock(of: rows) { range in
            for row in range {
                applyRow(input + row * width, scale: scales[row], output: output + row * width)
            }
        }
    }

    /// Adds the gradient of the input to `inputGradient`; with `weightGradient`, adds the weight's.
    ///
    /// Shapes: as in `forward`; gradients like what they belong to.
    package func backward(
        outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
        scales: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
        weightGradient: UnsafeMutablePointer<Float>?, on compute: Compute
    ) {
        compute.forEachBlock(of: rows) { range in
            for row in range {
                backwardRow(
                    outputGradient + row * width, input + row * width, scale: scales[row],
                    inputGradient: inputGradient + row * width)
            }
        }
        guard let weightGradient else { return }
        // Split by columns: every part owns its share of the sum, whatever the number of threads.
        compute.forEachBlock(of: width) { columns in
            for row in 0..<rows {
                let x = input + row * width
                let dy = outputGradient + row * width
                let scale = scales[row]
                for column in columns { weightGradient[column] += dy[column] * x[column] * scale }
            }
        }
    }

    private func applyRow(
        _ x: UnsafePointer<Float>, scale: Float, output: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        while index + laneCount <= width {
            storeLanes(loadLanes(x + index) * scale * loadLanes(weight + index), output + index)
            index += laneCount
        }
        while index < width {
            output[index] = x[index] * scale * weight[index]
            index += 1
        }
    }

    /// dx += scale · (dy·w - x · scale² · mean(dy·w·x)).
    private func backwardRow(
        _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, scale: Float,
        inputGradient dx: UnsafeMutablePointer<Float>
    ) {
        var sums = Lanes.zero
        var index = 0
        while index + laneCount <= width {
            sums += loadLanes(dy + index) * loadLanes(weight + index) * loadLanes(x + index)
            index += laneCount
        }
        var sum = sumLanes(sums)
        while index < width {
            sum += dy[index] * weight[index] * x[index]
            index += 1
        }
        let shift = sum / Float(width) * scale * scale * scale
        index = 0
        while index + laneCount <= width {
            let own = loadLanes(dy + index) * loadLanes(weight + index) * scale
            storeLanes(loadLanes(dx + index) + own - loadLanes(x + index) * shift, dx + index)
            index += laneCount
        }
        while index < width {
            dx[index] += dy[index] * weight[index] * scale - x[index] * shift
            index += 1
        }
    }
}
