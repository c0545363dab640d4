import Foundation
import Kernels
import LanguageModel
import Testing

/// A teacher's targets, and gradients towards them.
@Suite struct DistillationTests {
    private static let configuration = ModelConfiguration(
        vocabularySize: 17, hiddenSize: 16, intermediateSize: 24, layerCount: 2, headCount: 4,
        keyValueHeadCount: 2, headWidth: 4, contextLength: 64, tiesEmbeddings: false)

    /// The teacher sees a longer prompt than the student.
    private static let template = TinyModel.tokens(9, seed: 50, below: 17)
    private static let queries = [1, 2, 3].map {
        TinyModel.tokens(3 + $0, seed: UInt64($0), below: 17)
    }
    private static let answers = [1, 2, 3].map {
        TinyModel.tokens(2 + $0, seed: UInt64(10 + $0), below: 17)
    }

    private static func sequences(full: Bool) -> [TokenSequence] {
        zip(queries, answers).map { query, answer in
            let prompt = (full ? template : []) + query
            return TokenSequence(tokens: prompt + answer, promptCount: prompt.count)
        }
    }

    @Test(arguments: [Float(1), 2]) func targetsAreTheSoftmaxOfTheTeachersLogits(
        _ temperature: Float
    ) {
        let model = TinyModel.make(Self.configuration)
        let sequences = Self.sequences(full: true)
        let targets = model.teacherTargets(sequences, count: 5, temperature: temperature)
        #expect(targets.count == 3)
        for (sequence, target) in zip(sequences, targets) {
            let rows = sequence.promptCount - 1..<sequence.tokens.count - 1
            let logits = model.logits(SegmentForest([sequence]), rows: Array(rows))
            #expect(target.labelCount == rows.count)
            for row in 0..<rows.count {
                let scores = logits[row * 17..<(row + 1) * 17].map { Double($0 / temperature) }
                let sum = scores.reduce(0) { $0 + exp($1) }
                let order = scores.indices.sorted { scores[$0] > scores[$1] }.prefix(5)
                for (place, token) in order.enumerated() {
                    #expect(target.tokens[row * 5 + place] == Int32(token))
                    let probability = Double(target.probabilities[row * 5 + place])
                    #expect(abs(probability - exp(scores[token]) / sum) < 1e-4)
                }
            }
        }
    }

    @Test func moreTokensThanTheVocabularyHasAreAllOfThem() {
        let targets = TinyModel.make(Self.configuration).teacherTargets(
            Self.sequences(full: true), count: 100, temperature: 1)
        #expect(targets.allSatisfy { $0.count == 17 })
        #expect(targets.allSatisfy { abs($0.coverage - 1) < 1e-5 })
    }

    /// As `GradientTests`: differences of the objective along a direction of each tensor.
    @Test(arguments: [DistillationLoss(weight: 0.6), .init(weight: 1, temperature: 2)])
    func gradientMatchesFiniteDifferences(_ distillation: DistillationLoss) {
        let adapter = TinyModel.adapter(Self.configuration)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        model.adapter = nil
        let targets = model.teacherTargets(
            Self.sequences(full: true), count: 6, temperature: distillation.temperature)
        model.adapter = adapter
        var sequences = Self.sequences(full: false)
        // One record without a teacher learns from its labels alone.
        for index in 0..<2 { sequences[index].teacher = targets[index] }
        let forest = SegmentForest(sequences)
        let gradients = adapter.parameters.makeCompanion()
        let sums = model.accumulateGradients(
            forest, scale: 1, into: GradientTarget(adapter: gradients),
            distillation: distillation)
        let plain = model.losses(forest)
        #expect(abs(sums.crossEntropy - plain.reduce(0) { $0 + Double($1) }) < 1e-4)
        #expect(sums.divergence > 0)
        func objective() -> Double {
            model.accumulateGradients(
                forest, scale: 1, into: GradientTarget(), distillation: distillation
            ).objective
        }
        #expect(abs(objective() - sums.objective) < 1e-5)
        var random = SeededGenerator(seed: 77)
        for entry in adapter.parameters.entries {
            let values = adapter.parameters.pointer(entry)
            let before = (0..<entry.count).map { values[$0] }
            let direction = (0..<entry.count).map { _ in random.normal() }
            let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let step: Float = 1e-2
            func moved(_ sign: Float) -> Double {
                for index in 0..<entry.count {
                    values[index] = before[index] + sign * step * direction[index] / length
                }
                return objective()
            }
            let difference = (moved(1) - moved(-1)) / Double(2 * step)
            for index in 0..<entry.count { values[index] = before[index] }
            let product = (0..<entry.count).reduce(0.0) {
                $0 + Double(gradients.pointer[entry.offset + $1]) * Double(direction[$1] / length)
            }
            #expect(
                abs(product - difference) <= 0.02 * abs(difference) + 2e-3,
                "\(entry.name): \(product) for \(difference)")
        }
    }

    @Test func aStudentThatSeesWhatItsTeacherSeesHasNothingToLearn() {
        let adapter = LoRAAdapter(
            LoRAConfiguration(rank: 2, alpha: 4), for: Self.configuration, seed: 1)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        var sequences = Self.sequences(full: true)
        // A fresh adapter changes nothing: B is zero.
        let targets = model.teacherTargets(sequences, count: 17, temperature: 1)
        for index in sequences.indices { sequences[index].teacher = targets[index] }
        let gradients = adapter.parameters.makeCompanion()
        let sums = model.accumulateGradients(
            SegmentForest(sequences), scale: 1, into: GradientTarget(adapter: gradients),
            distillation: DistillationLoss(weight: 1))
        #expect(abs(sums.divergence) < 1e-4)
        #expect(gradients.copyToArray().allSatisfy { abs($0) < 1e-4 })
    }

    @Test func whatPromptsAreLearnedIsCountedApart() {
        let adapter = TinyModel.adapter(Self.configuration)
        let model = TinyModel.make(Self.configuration, adapter: adapter)
        let sequences = Self.sequences(full: false)
        let task = TokenSequence(
            tokens: Self.queries[0] + Self.template, promptCount: Self.queries[0].count,
            task: .prompt)
        let alone = model.accumulateGradients(
            SegmentForest(sequences), scale: 1, into: GradientTarget())
        let together = model.accumulateGradients(
            SegmentForest(sequences + [task], weights: [1, 1, 1, 0.25]), scale: 1,
            into: GradientTarget())
        let prompt = model.losses(SegmentForest([task])).reduce(0) { $0 + Double($1) }
        #expect(abs(together.crossEntropy - alone.crossEntropy) < 1e-4)
        #expect(abs(together.promptCrossEntropy - prompt) < 1e-3)
        #expect(abs(together.objective - alone.objective - 0.25 * prompt) < 1e-3)
    }
}
