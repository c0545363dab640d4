import Foundation
import Kernels
import LanguageModel
import RunEvents
import Training

/// A small model, records and settings to train with, all from explicit seeds.
enum TinyTraining {
    static let model = ModelConfiguration(
        vocabularySize: 19, hiddenSize: 16, intermediateSize: 24, layerCount: 1, headCount: 2,
        keyValueHeadCount: 1, headWidth: 8, contextLength: 64)

    static func configuration(
        batchSize: Int = 2, accumulation: Int = 1, carriesOptimizer: Bool = true
    ) -> TrainingConfiguration {
        TrainingConfiguration(
            lora: LoRAConfiguration(rank: 2, alpha: 4), learningRate: 1e-2, schedule: .linear,
            warmupSteps: 2, batchSize: batchSize, gradientAccumulation: accumulation,
            carriesOptimizer: carriesOptimizer, seed: 5, checkpointInterval: 0)
    }

    static func records(_ count: Int, seed: UInt64) -> [TokenSequence] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            TokenSequence(
                tokens: (0..<12).map { _ in Int32(random.index(below: 19)) }, promptCount: 9)
        }
    }

    /// Two stages of 5 and 4 records: with a batch of two, 3 + 3 and 2 updates.
    static let stages = [
        TrainingStage(sequences: records(5, seed: 1), epochs: 2),
        TrainingStage(sequences: records(4, seed: 2), epochs: 1),
    ]

    static func trainer(
        _ configuration: TrainingConfiguration = configuration(),
        stages: [TrainingStage] = stages, threadCount: Int = 1
    ) -> Trainer {
        let transformer = Transformer(
            configuration: model,
            parameters: DecoderParameters.random(model, deviation: 0.3, seed: 3),
            compute: Compute(threadCount: threadCount))
        return Trainer(
            model: transformer,
            adapter: LoRAAdapter(configuration.lora, for: model, seed: configuration.seed),
            stages: stages, configuration: configuration)
    }

    /// Hooks that collect metrics and stop after the given update.
    static func hooks(stopAfter: Int? = nil, _ collect: @escaping (StepMetrics) -> Void = { _ in })
        -> Trainer.Hooks
    {
        var hooks = Trainer.Hooks()
        hooks.progress = { metrics in
            collect(metrics)
            return metrics.step == stopAfter ? .stop : .more
        }
        return hooks
    }
}

/// Everything that the next update depends on.
struct TrainerState: Equatable {
    let adapter: [Float]
    let firstMoments: [Float]
    let secondMoments: [Float]
    let position: TrainingPosition
    let optimizerStep: Int

    init(_ trainer: Trainer) {
        adapter = trainer.adapter.parameters.values.copyToArray()
        firstMoments = trainer.optimizer.firstMoments.copyToArray()
        secondMoments = trainer.optimizer.secondMoments.copyToArray()
        position = trainer.position
        optimizerStep = trainer.optimizer.step
    }
}
