/// Normalisation of rows to mean 0 and variance 1: y = (x - mean) / sqrt(variance + epsilon) ·
/// weight + bias.
///
/// Works on the calling thread. Source: Ba et al. 2016; PyTorch's `LayerNorm`, whose variance is
/// the biased one.
package struct LayerNorm {
    package let width: Int
    package let epsilon: Float
    package let weight: UnsafePointer<Float>
    package let bias: UnsafePointer<Float>

    package init(
        width: Int, epsilon: Float, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>
    ) {
        self.width = width
        self.epsilon = epsilon
        self.weight = weight
        self.bias = bias
    }

    /// Normalises rows in place.
    ///
    /// Shapes: matrix (rows, width), floats.
    package func apply(to matrix: Matrix, rows: Int) {
        for row in 0..<rows {
            let x = matrix.from(row: row).floats
            var sums = Lanes.zero
            forEachVector(width) { offset, count in
                sums += loadPart(UnsafePointer(x) + offset, count)
            }
            let mean = sumLanes(sums) / Float(width)
            // Around the mean, as the difference of two large sums would lose digits.
            for column in 0..<width { x[column] -= mean }
            let variance = dot(x, x, count: width) / Float(width)
            let scale = 1 / (variance + epsilon).squareRoot()
            forEachVector(width) { offset, count in
                let value = multiplyAdd(
                    loadPart(UnsafePointer(x) + offset, count) * scale,
                    loadPart(weight + offset, count), loadPart(bias + offset, count))
                storePart(value, x + offset, count)
            }
        }
    }
}
