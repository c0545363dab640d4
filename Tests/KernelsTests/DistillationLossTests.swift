import Foundation
import Kernels
import TestSupport
import Testing

/// Both parts of the loss and its gradient against the formula in double precision.
@Suite struct DistillationLossTests {
    private struct Case {
        let logits: [Float]
        let tokens: [Int32]
        let probabilities: [Float]
        let target: Int

        init(size: Int, count: Int, temperature: Double, seed: UInt64) {
            var random = SplitMix(seed: seed)
            logits = random.values(size).map { $0 * 6 }
            target = size / 3
            // A teacher of its own logits, known by its most probable tokens.
            let teacher = random.values(size).map { Double($0) * 6 / temperature }
            let sum = teacher.reduce(0) { $0 + exp($1) }
            let order = teacher.indices.sorted { teacher[$0] > teacher[$1] }.prefix(count)
            tokens = order.map { Int32($0) }
            probabilities = order.map { Float(exp(teacher[$0]) / sum) }
        }

        func parts(_ logits: [Double], temperature: Double) -> (hard: Double, soft: Double) {
            let normaliser = log(logits.reduce(0) { $0 + exp($1) })
            let softNormaliser = log(logits.reduce(0) { $0 + exp($1 / temperature) })
            let soft = zip(tokens, probabilities).reduce(0.0) { sum, pair in
                let q = logits[Int(pair.0)] / temperature - softNormaliser
                return sum + Double(pair.1) * (log(Double(pair.1)) - q)
            }
            return (normaliser - logits[target], soft)
        }
    }

    private func run(
        _ loss: DistillationLoss, _ item: Case, gradientScale: Float?
    ) -> (parts: DistillationLoss.Parts, row: [Float]) {
        let buffer = FloatBuffer(copying: item.logits)
        let scratch = FloatBuffer(count: item.logits.count)
        let parts = item.tokens.withUnsafeBufferPointer { tokens in
            item.probabilities.withUnsafeBufferPointer { probabilities in
                loss.row(
                    logits: buffer.pointer, scratch: scratch.pointer,
                    vocabularySize: item.logits.count, target: item.target,
                    teacher: .init(tokens: tokens, probabilities: probabilities),
                    gradientScale: gradientScale)
            }
        }
        return (parts, buffer.copyToArray())
    }

    @Test(
        arguments: [(17, 4), (64, 16), (1_000, 16)],
        [(0.5, 1.0), (0.9, 2.0), (1.0, 0.7), (0.0, 1.0)])
    func lossAndGradientFollowTheFormula(
        _ size: (vocabulary: Int, count: Int), _ setting: (weight: Double, temperature: Double)
    ) {
        let (weight, temperature) = setting
        let item = Case(
            size: size.vocabulary, count: size.count, temperature: temperature,
            seed: UInt64(size.vocabulary))
        let loss = DistillationLoss(weight: Float(weight), temperature: Float(temperature))
        func objective(_ logits: [Double]) -> Double {
            let (hard, soft) = item.parts(logits, temperature: temperature)
            return (1 - weight) * hard + weight * temperature * temperature * soft
        }
        let logits = item.logits.map(Double.init)
        let (parts, row) = run(loss, item, gradientScale: 0.5)
        let expected = item.parts(logits, temperature: temperature)
        #expect(abs(Double(parts.crossEntropy) - expected.hard) < 1e-4)
        #expect(abs(Double(parts.divergence) - expected.soft) < 1e-4)
        #expect(abs(Double(loss.objective(parts)) - objective(logits)) < 2e-4)
        #expect(run(loss, item, gradientScale: nil).parts == parts)
        for index in Set(item.tokens.map(Int.init) + [0, item.target, size.vocabulary - 1]) {
            let step = 1e-5
            var (up, down) = (logits, logits)
            up[index] += step
            down[index] -= step
            let difference = (objective(up) - objective(down)) / (2 * step)
            #expect(abs(Double(row[index]) - 0.5 * difference) < 1e-5, "\(index)")
        }
    }

    @Test func withoutWeightItIsCrossEntropy() {
        let item = Case(size: 50, count: 8, temperature: 1, seed: 4)
        let (parts, row) = run(DistillationLoss(weight: 0), item, gradientScale: 1)
        let buffer = FloatBuffer(copying: item.logits)
        let loss = CrossEntropy.row(
            logits: buffer.pointer, vocabularySize: 50, target: item.target, gradientScale: 1)
        #expect(parts.crossEntropy == loss)
        #expect(row == buffer.copyToArray())
    }

    // MARK: The most probable

    @Test(arguments: [1, 5, 16, 40]) func theMostProbableAreThoseOfASort(_ count: Int) {
        var random = SplitMix(seed: UInt64(count))
        // Few different values, so that ties occur.
        let logits = random.values(40).map { ($0 * 4).rounded() }
        let (buffer, found) = (FloatBuffer(copying: logits), FloatBuffer(count: count))
        var tokens = [Int32](repeating: -1, count: count)
        tokens.withUnsafeMutableBufferPointer { tokens in
            guard let base = tokens.baseAddress else { return }
            MostProbable.select(
                count, of: buffer.pointer, vocabularySize: 40, temperature: 2, tokens: base,
                probabilities: found.pointer)
        }
        let order = logits.indices.sorted {
            logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
        }
        #expect(tokens == order.prefix(count).map { Int32($0) })
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) / 2) }
        for (index, value) in found.copyToArray().enumerated() {
            #expect(abs(Double(value) - exp(Double(logits[order[index]]) / 2) / sum) < 1e-6)
        }
    }
}
