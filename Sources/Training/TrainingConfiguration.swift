import Kernels
import LanguageModel

/// How a run trains; everything that shapes its result, so that it can be repeated.
package struct TrainingConfiguration: Sendable, Equatable {
    package var lora: LoRAConfiguration
    /// How much the teachers of the records count, where they have any; nil leaves them out.
    package var distillation: DistillationLoss?
    /// What writing the prompt counts beside the answers; 0 leaves it out.
    package var promptGenerationWeight: Double
    package var optimizer: AdamW.Configuration
    package var learningRate: Double
    package var schedule: LearningRateSchedule
    /// Whether the schedule runs once over all stages or anew in each.
    package var restartsScheduleEachStage: Bool
    package var warmupSteps: Int
    /// When stages end before their epochs are over.
    package var advance: StageAdvance
    /// Whether the adapter with the best score of the last stage is kept instead of the last one.
    package var keepsBest: Bool
    /// Records in one forward and backward pass.
    package var batchSize: Int
    /// Passes whose gradients make one update.
    package var gradientAccumulation: Int
    /// Gradients are scaled down to this global norm; nil leaves them.
    package var clipNorm: Double?
    /// Whether the optimizer's moments go on from stage to stage.
    ///
    /// Adapter weights always do.
    package var carriesOptimizer: Bool
    package var seed: UInt64
    /// Updates between two looks at the validation records; 0 looks at the ends of stages only.
    package var evaluationInterval: Int
    /// Updates between two checkpoints; one is always written at the end of a stage.
    package var checkpointInterval: Int

    package init(
        lora: LoRAConfiguration = LoRAConfiguration(), distillation: DistillationLoss? = nil,
        promptGenerationWeight: Double = 0,
        optimizer: AdamW.Configuration = .init(),
        learningRate: Double = 1e-3, schedule: LearningRateSchedule = .cosine,
        restartsScheduleEachStage: Bool = false, warmupSteps: Int = 10,
        advance: StageAdvance = StageAdvance(), keepsBest: Bool = false, batchSize: Int = 16,
        gradientAccumulation: Int = 1, clipNorm: Double? = 1, carriesOptimizer: Bool = true,
        seed: UInt64 = 1, evaluationInterval: Int = 0, checkpointInterval: Int = 100
    ) {
        self.lora = lora
        self.distillation = distillation
        self.promptGenerationWeight = promptGenerationWeight
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.schedule = schedule
        self.restartsScheduleEachStage = restartsScheduleEachStage
        self.warmupSteps = warmupSteps
        self.advance = advance
        self.keepsBest = keepsBest
        self.batchSize = batchSize
        self.gradientAccumulation = gradientAccumulation
        self.clipNorm = clipNorm
        self.carriesOptimizer = carriesOptimizer
        self.seed = seed
        self.evaluationInterval = evaluationInterval
        self.checkpointInterval = checkpointInterval
    }

    /// Records an update learns from.
    package var recordsPerStep: Int { batchSize * gradientAccumulation }

    /// Updates in one pass over so many records.
    package func stepsPerEpoch(recordCount: Int) -> Int {
        (recordCount + recordsPerStep - 1) / recordsPerStep
    }
}
