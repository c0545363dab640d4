/// The element-wise update of AdamW.
///
/// Source: Loshchilov and Hutter 2019; PyTorch's `torch.optim.AdamW`, whose order of operations
/// this follows: decay the weight, then step.
package struct AdamWKernel {
    package var learningRate: Float
    package var beta1: Float
    package var beta2: Float
    package var epsilon: Float
    package var weightDecay: Float
    /// What a gradient is multiplied with first: clipping.
    package var gradientScale: Float
    /// 1 - beta1^step and 1 - beta2^step.
    package var correction1: Float
    package var correction2: Float

    package init(
        learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
        gradientScale: Float, correction1: Float, correction2: Float
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.gradientScale = gradientScale
        self.correction1 = correction1
        self.correction2 = correction2
    }

    /// Shapes: all (count).
    package func update(
        values: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        firstMoments: UnsafeMutablePointer<Float>, secondMoments: UnsafeMutablePointer<Float>,
        count: Int, on compute: Compute
    ) {
        let stepSize = learningRate / correction1
        let rootCorrection = correction2.squareRoot()
        let kept = 1 - learningRate * weightDecay
        compute.forEachBlock(of: count, smallest: 4_096) { range in
            for index in range {
                let g = gradients[index] * gradientScale
                let m = firstMoments[index] * beta1 + g * (1 - beta1)
                let v = secondMoments[index] * beta2 + g * g * (1 - beta2)
                firstMoments[index] = m
                secondMoments[index] = v
                let denominator = v.squareRoot() / rootCorrection + epsilon
                values[index] = values[index] * kept - stepSize * m / denominator
            }
        }
    }
}
