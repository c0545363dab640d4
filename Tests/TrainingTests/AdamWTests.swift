import Foundation
import Kernels
import LanguageModel
import Testing
import Training

@Suite struct AdamWTests {
    /// Minimises (x - 3)² from 0: literal values of the formula, computed here in double precision.
    @Test func trajectoryFollowsTheFormula() {
        let parameters = ParameterSet([(name: "w", shape: [1, 2]), (name: "norm", shape: [2])])
        let optimizer = AdamW(
            .init(beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.1), for: parameters)
        let gradients = parameters.makeCompanion()
        let compute = Compute(threadCount: 1)
        var (x, m, v) = (
            [Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4),
            [Double](repeating: 0, count: 4)
        )
        for step in 1...20 {
            for index in 0..<4 {
                gradients.pointer[index] = 2 * (parameters.values.pointer[index] - 3)
                let g = 0.5 * 2 * (x[index] - 3)
                m[index] = 0.8 * m[index] + 0.2 * g
                v[index] = 0.9 * v[index] + 0.1 * g * g
                // Vectors do not decay.
                if index < 2 { x[index] *= 1 - 0.3 * 0.1 }
                x[index] -=
                    0.3 * (m[index] / (1 - pow(0.8, Double(step))))
                    / ((v[index] / (1 - pow(0.9, Double(step)))).squareRoot() + 1e-6)
            }
            optimizer.update(
                gradients: gradients, learningRate: 0.3, gradientScale: 0.5, on: compute)
            #expect(optimizer.step == step)
            for index in 0..<4 {
                #expect(abs(Double(parameters.values.pointer[index]) - x[index]) < 1e-4)
            }
        }
        #expect(x[2] > x[0])
        optimizer.reset()
        #expect(optimizer.step == 0)
        #expect(optimizer.firstMoments.copyToArray() == [0, 0, 0, 0])
        #expect(optimizer.secondMoments.copyToArray() == [0, 0, 0, 0])
    }

    @Test func clippingBringsANormDownToItsLimit() {
        let gradients = FloatBuffer(copying: [3, 0, -4])
        #expect(abs(AdamW.globalNorm(gradients) - 5) < 1e-6)
        #expect(AdamW.clippingScale(norm: 5, limit: nil) == 1)
        #expect(AdamW.clippingScale(norm: 5, limit: 10) == 1)
        #expect(abs(AdamW.clippingScale(norm: 5, limit: 1) - 0.2) < 1e-6)
    }
}
